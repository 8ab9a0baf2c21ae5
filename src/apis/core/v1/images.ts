/**
 * When to pull an image, by its reference: a moving tag is looked up each time, anything pinned only once. What is no reference counts as pinned;
 * refusing it is not defaulting's work. The grammar is that of github.com/distribution/reference.
 */
const DOMAIN = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = String.raw`[\w][\w.-]{0,127}`;
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::(${TAG}))?(?:@(${DIGEST}))?$`);
/** Of the name with its domain; the rest of a reference is bounded by its own grammar, but for digests. */
const MAX_NAME_LENGTH = 255;
const MAX_REFERENCE_LENGTH = 1024;
/** Could be the id of an image, so it is no name. */
const IDENTIFIER = /^[a-f0-9]{64}$/;
/** What names of the first public registry leave out. */
const DEFAULT_DOMAIN = 'docker.io/';
const DEFAULT_FOLDER = 'library/';

export function pullPolicyOf(reference: string | undefined): 'Always' | 'IfNotPresent' {
  if (reference === undefined || reference.length > MAX_REFERENCE_LENGTH) return 'IfNotPresent';
  const match = REFERENCE.exec(reference);
  if (match === null || IDENTIFIER.test(reference)) return 'IfNotPresent';
  const [, tag, digest] = match;
  if (nameLength(reference, tag, digest) > MAX_NAME_LENGTH) return 'IfNotPresent';
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

function nameLength(reference: string, tag: string | undefined, digest: string | undefined): number {
  const length = reference.length - (tag === undefined ? 0 : tag.length + 1) - (digest === undefined ? 0 : digest.length + 1);
  const slash = reference.indexOf('/');
  if (slash < 0) return length + DEFAULT_DOMAIN.length + DEFAULT_FOLDER.length;
  const first = reference.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return isDomain ? length : length + DEFAULT_DOMAIN.length;
}
