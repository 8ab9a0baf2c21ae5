/**
 * Which label keys and values are valid, in the words of k8s.io/apimachinery/pkg/api/validate/content: a client sees these sentences in
 * selectors as well as in metadata.
 */
const KEY_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const NONE: readonly string[] = [];

const MAX_NAME_BYTES = 63;
const MAX_SUBDOMAIN_BYTES = 253;

const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const tooLong = (limit: number): string => `must be no more than ${limit} bytes`;

/** What is wrong with a label key (also: annotation key, qualified name); empty when nothing is. */
export function labelKeyErrors(key: string): readonly string[] {
  if (isKey(key)) return NONE;
  const parts = key.split('/');
  if (parts.length > 2) return [`a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const errors: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] as string;
    if (prefix === '') errors.push('prefix part must be non-empty');
    else {
      if (Buffer.byteLength(prefix) > MAX_SUBDOMAIN_BYTES) errors.push(`prefix part ${tooLong(MAX_SUBDOMAIN_BYTES)}`);
      if (!SUBDOMAIN.test(prefix)) errors.push(`prefix part ${SUBDOMAIN_RULE}`);
    }
  }
  const name = parts.at(-1) as string;
  if (name === '') errors.push('name part must be non-empty');
  else if (Buffer.byteLength(name) > MAX_NAME_BYTES) errors.push(`name part ${tooLong(MAX_NAME_BYTES)}`);
  if (!KEY_NAME.test(name)) errors.push(`name part ${NAME_RULE}`);
  return errors;
}

/** Whether a key is right, in one look that builds nothing: an object may have a hundred thousand of them. */
function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  const length = key.length - slash - 1;
  if (length === 0 || length > MAX_NAME_BYTES || !isName(key, slash + 1)) return false;
  return slash < 0 || (slash > 0 && slash <= MAX_SUBDOMAIN_BYTES && isSubdomain(key, slash));
}

const DASH = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

/** KEY_NAME, from `start` to the end; also what is empty. */
function isName(text: string, start: number): boolean {
  const last = text.length - 1;
  for (let i = start; i <= last; i++) {
    const code = text.charCodeAt(i);
    if (isLowerOrDigit(code) || (code >= 0x41 && code <= 0x5a)) continue;
    if (i === start || i === last || (code !== DASH && code !== DOT && code !== UNDERSCORE)) return false;
  }
  return true;
}

/** SUBDOMAIN, up to `end`. */
function isSubdomain(text: string, end: number): boolean {
  let before = DOT;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (before === DOT || before === DASH) return false;
    } else if (!isLowerOrDigit(code) && (code !== DASH || before === DOT)) return false;
    before = code;
  }
  return before !== DOT && before !== DASH;
}

const isLowerOrDigit = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);

/** What is wrong with a label value; empty when nothing is. */
export function labelValueErrors(value: string): readonly string[] {
  const good = isName(value, 0);
  if (good && value.length <= MAX_NAME_BYTES) return NONE;
  const errors: string[] = [];
  if (Buffer.byteLength(value) > MAX_NAME_BYTES) errors.push(tooLong(MAX_NAME_BYTES));
  if (!good) errors.push(VALUE_RULE);
  return errors;
}
