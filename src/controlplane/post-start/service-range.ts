/** The range of service addresses (`--service-cluster-ip-range`), as far as the start needs it. */
import { formatAddress, parseRange, sizeOf } from '../../machinery/grammar/addresses.ts';

/**
 * The first address of a range, which the service `kubernetes` gets: "10.0.0.0/16" -> "10.0.0.1". Of two ranges, one a family, it is the first one's.
 * @throws {Error} one line for what is no range
 */
export function firstServiceAddress(ranges: string): string {
  const range = parseRange((ranges.split(',')[0] ?? '').trim());
  if (range === undefined || sizeOf(range) < 2n) throw new Error(`invalid service IP range ${ranges}`);
  return formatAddress({ family: range.family, bits: range.first + 1n });
}
