/**
 * IP addresses and ranges that are read, but not written as they should be: what old fields still accept, and IPv6 in another than its one canonical
 * form.
 */

import { isIPv4 } from 'node:net';
import type { FieldPath } from '../../machinery/field-errors.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { formatAddress, formatRange, parseAddress, parseRange, rangeErrors, widthOf } from '../../machinery/grammar/addresses.ts';
import { addressErrors } from '../../machinery/grammar/formats.ts';

export function addressWarnings(text: string, at: FieldPath): string[] {
  if (isIPv4(text)) return [];
  const address = parseAddress(text);
  if (address === undefined) return [];
  const canonical = formatAddress(address);
  if (addressErrors(text).length > 0)
    return [`${at}: non-standard IP address ${goQuote(text)} will be considered invalid in a future Kubernetes release: use ${goQuote(canonical)}`];
  if (address.family === 4 || canonical === text) return [];
  return [`${at}: IPv6 address ${goQuote(text)} should be in RFC 5952 canonical format (${goQuote(canonical)})`];
}

/** A range with bits beyond its prefix may have been meant as the network, or as the one address. */
export function rangeWarnings(text: string, at: FieldPath): string[] {
  if (!text.includes(':') && rangeErrors(text).length === 0) return [];
  const range = parseRange(text);
  const [address = '', suffix = ''] = text.split('/');
  const parsed = parseAddress(address);
  if (range === undefined || parsed === undefined) return [];
  const network = goQuote(formatRange(range));
  const value = goQuote(text);
  const warnings: string[] = [];
  if (parsed.bits !== range.first) {
    const one = goQuote(`${formatAddress(parsed)}/${widthOf(parsed.family)}`);
    warnings.push(`${at}: CIDR value ${value} is ambiguous in this context (should be ${network} or ${one}?)`);
  }
  if (addressErrors(address).length > 0 || String(Number(suffix)) !== suffix) {
    warnings.push(`${at}: non-standard CIDR value ${value} will be considered invalid in a future Kubernetes release: use ${network}`);
  }
  if (warnings.length > 0 || range.family === 4 || formatRange(range) === text) return warnings;
  return [`${at}: IPv6 CIDR value ${value} should be in RFC 5952 canonical format (${network})`];
}
