/** IP addresses that are read, but not written as they should be: what old fields still accept, and IPv6 in another than its one canonical form. */
import { formatAddress, parseAddress } from '../../machinery/addresses.ts';
import type { FieldPath } from '../../machinery/field-errors.ts';
import { addressErrors } from '../../machinery/formats.ts';
import { goQuote } from '../../machinery/go-text.ts';

export function addressWarnings(text: string, at: FieldPath): string[] {
  const address = parseAddress(text);
  if (address === undefined) return [];
  const canonical = formatAddress(address);
  if (addressErrors(text).length > 0)
    return [`${at}: non-standard IP address ${goQuote(text)} will be considered invalid in a future Kubernetes release: use ${goQuote(canonical)}`];
  if (address.family === 4 || canonical === text) return [];
  return [`${at}: IPv6 address ${goQuote(text)} should be in RFC 5952 canonical format (${goQuote(canonical)})`];
}
