/**
 * Names that are IP addresses. One address must have one name, so only the canonical form (RFC 5952) is accepted.
 */
import { isIPv4, isIPv6 } from 'node:net';

const LEADING_ZEROS = /(^|\.)0+(?=[0-9])/g;

export function nameIsAddress(name: string): readonly string[] {
  if (isIPv4(name)) return [];
  if (isIPv4(name.replace(LEADING_ZEROS, '$1'))) return ['must not have leading 0s'];
  if (!isIPv6(name) || name.includes('%')) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  const canonical = new URL(`http://[${name}]/`).hostname.slice(1, -1);
  if (canonical.startsWith('::ffff:')) return ['must not be an IPv4-mapped IPv6 address'];
  return canonical === name ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
}
