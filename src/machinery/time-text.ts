/** Times as objects carry them: RFC 3339 in UTC with whole seconds, as metav1.Time prints. */

export function timeText(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== last.second) last = { second, text: `${new Date(milliseconds).toISOString().slice(0, 19)}Z` };
  return last.text;
}

/** Every write says the time several times, and thousands of writes say the same. */
let last = { second: Number.NaN, text: '' };
