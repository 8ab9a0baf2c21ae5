/**
 * When to pull an image, by its reference: a moving tag is looked up each time, anything pinned only once. What is no reference counts as pinned;
 * refusing it is not defaulting's work. The grammar is that of github.com/distribution/reference.
 */
const DOMAIN = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = String.raw`[\w][\w.-]{0,127}`;
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const MAX_REFERENCE_LENGTH = 512;

export function pullPolicyOf(reference: string | undefined): 'Always' | 'IfNotPresent' {
  if (reference === undefined || reference.length > MAX_REFERENCE_LENGTH) return 'IfNotPresent';
  const match = REFERENCE.exec(reference);
  if (match === null) return 'IfNotPresent';
  const [, tag, digest] = match;
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}
