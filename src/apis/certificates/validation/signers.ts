/** Names of signers: a domain and a path, "example.com/signer-name". */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { validateDns1123Label, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';

const MAX_DOMAIN = 253;
const MAX_SIGNER = 571;

export function checkSigner(errors: ErrorList, at: FieldPath, signer: string): void {
  if (signer === '') {
    errors.required(at);
    return;
  }
  const [domain = '', name = '', ...more] = signer.split('/');
  if (!signer.includes('/') || more.length > 0) {
    errors.invalid(at, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    return;
  }
  if (Buffer.byteLength(domain) > MAX_DOMAIN) errors.tooLong(at, MAX_DOMAIN);
  const labels = domain.split('.');
  checkLabels(errors, at, domain, labels, validateDns1123Label);
  if (labels.length < 2) errors.invalid(at, domain, 'should be a domain with at least two segments separated by dots');
  checkLabels(errors, at, name, name.split('.'), validateDns1123Subdomain);
  if (Buffer.byteLength(signer) > MAX_SIGNER) errors.tooLong(at, MAX_SIGNER);
}

/** The first bad label is enough. */
function checkLabels(errors: ErrorList, at: FieldPath, whole: string, labels: readonly string[], rule: (label: string) => readonly string[]): void {
  for (const label of labels) {
    const bad = rule(label);
    for (const text of bad) errors.invalid(at, whole, `validating label ${goQuote(label)}: ${text}`);
    if (bad.length > 0) return;
  }
}
