/**
 * The grammar of object names: DNS labels and subdomains, path segments (label keys and values: label-names.ts). A validator returns what is
 * wrong, in the API's words; an empty list means that the name is good. Texts quote the regular expression that they stand for.
 */

const EMPTY: readonly string[] = [];

const MAX_LABEL_LENGTH = 63;
export const MAX_SUBDOMAIN_LENGTH = 253;

const DNS1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';

const LABEL_PATTERN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const DNS1035_PATTERN = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
/** The same language as DNS1123_SUBDOMAIN, written so that a long name costs one pass. */
const SUBDOMAIN_PATTERN = /^[a-z0-9](?:-*[a-z0-9])*(?:\.[a-z0-9](?:-*[a-z0-9])*)*$/;

const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

/** `TEXT (e.g. 'a',  or 'b', regex used for validation is 'R')`, two spaces before each "or" as upstream prints it. */
export function regexText(text: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${text} (regex used for validation is '${pattern}')`;
  return `${text} (e.g. ${examples.map((each) => `'${each}'`).join(',  or ')}, regex used for validation is '${pattern}')`;
}

export function maxLengthText(length: number): string {
  return `must be no more than ${length} characters`;
}

/** The limit is one of bytes, whatever the text says. */
const tooLong = (value: string, limit: number): boolean => value.length > limit || (value.length * 3 > limit && Buffer.byteLength(value) > limit);

export function validateDns1123Label(value: string): readonly string[] {
  const long = tooLong(value, MAX_LABEL_LENGTH);
  const good = LABEL_PATTERN.test(value);
  if (good && !long) return EMPTY;
  const errors = long ? [maxLengthText(MAX_LABEL_LENGTH)] : [];
  if (!good) errors.push(SUBDOMAIN_PATTERN.test(value) ? 'must not contain dots' : regexText(LABEL_TEXT, DNS1123_LABEL, 'my-name', '123-abc'));
  return errors;
}

export function validateDns1123Subdomain(value: string): readonly string[] {
  return check(value, MAX_SUBDOMAIN_LENGTH, SUBDOMAIN_PATTERN, () => regexText(SUBDOMAIN_TEXT, DNS1123_SUBDOMAIN, 'example.com'));
}

export function validateDns1035Label(value: string): readonly string[] {
  return check(value, MAX_LABEL_LENGTH, DNS1035_PATTERN, () => regexText(DNS1035_TEXT, DNS1035_LABEL, 'my-name', 'abc-123'));
}

function check(value: string, limit: number, pattern: RegExp, text: () => string): readonly string[] {
  const long = tooLong(value, limit);
  const good = pattern.test(value);
  if (good && !long) return EMPTY;
  return [...(long ? [maxLengthText(limit)] : []), ...(good ? [] : [text()])];
}

/** What a name may not be if it is to stand in a URL. A prefix may still become a good name, so "." is not refused there. */
export function validatePathSegment(name: string, prefix = false): readonly string[] {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  if (!name.includes('/') && !name.includes('%')) return EMPTY;
  return ['/', '%'].filter((each) => name.includes(each)).map((each) => `may not contain '${each}'`);
}

/** A prefix of a generated name may end in a dash; what comes behind it is good. */
const maskTrailingDash = (name: string): string => (name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);

/** Object names of most kinds. @param prefix the name is a generateName */
export function nameIsDns1123Subdomain(name: string, prefix = false): readonly string[] {
  return validateDns1123Subdomain(prefix ? maskTrailingDash(name) : name);
}

/** Object names of namespaces, services and the like. */
export function nameIsDns1123Label(name: string, prefix = false): readonly string[] {
  return validateDns1123Label(prefix ? maskTrailingDash(name) : name);
}

export function nameIsDns1035Label(name: string, prefix = false): readonly string[] {
  return validateDns1035Label(prefix ? maskTrailingDash(name) : name);
}

/** Object names of roles, bindings and others: anything that can stand in a path. */
export const nameIsPathSegment = validatePathSegment;
