/**
 * Strings that are made to stay (what caches and indexes hold). V8 does not copy a part that is cut out of a string: a label of thirty characters
 * would keep the whole text of its object in memory, for as long as somebody knows the label.
 */

/** Shorter parts are copied anyway. */
const SHORTEST_PART = 13;

/** The same text, which keeps nothing else alive. */
export function lastingText(text: string): string {
  // A joined string is made flat, and thus copied, before something is cut out of it.
  return text.length < SHORTEST_PART ? text : `-${text}`.slice(1);
}

/** As `lastingText`, for all values; keys of objects are copies always. The same map where nothing is to be copied. */
export function lastingValues(texts: { readonly [key: string]: string }): { readonly [key: string]: string } {
  let lasting: { [key: string]: string } | undefined;
  for (const key in texts) {
    const text = texts[key] as string;
    if (text.length < SHORTEST_PART) continue;
    // What is set below is the copy's own already, also where the key is `__proto__`.
    lasting ??= { ...texts };
    lasting[key] = lastingText(text);
  }
  return lasting ?? texts;
}
