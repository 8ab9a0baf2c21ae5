/** When to pull an image, by its reference: a moving tag is looked up each time, anything pinned only once. */
const REFERENCE = /^(?:[^/@]*\/)*[^/:@]+(?::([\w][\w.-]{0,127}))?(@[^@]+)?$/;

export function pullPolicyOf(reference: string | undefined): 'Always' | 'IfNotPresent' {
  const match = REFERENCE.exec(reference ?? '');
  // What is no reference has no tag; validation is not done here.
  if (match === null) return 'IfNotPresent';
  const [, tag, digest] = match;
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
