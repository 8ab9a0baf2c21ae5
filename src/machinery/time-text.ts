/** Times as objects carry them: RFC 3339 in UTC with whole seconds, as metav1.Time prints. */

export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
