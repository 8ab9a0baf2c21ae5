/** The range of service addresses (`--service-cluster-ip-range`), as far as the start needs it. */
import { isIPv4, isIPv6 } from 'node:net';

/** Upstream's default. */
export const DEFAULT_SERVICE_RANGE = '10.0.0.0/24';

/**
 * The first address of a range, which the service `kubernetes` gets: "10.0.0.0/16" -> "10.0.0.1".
 * @throws {Error} one line for what is no range
 */
export function firstServiceAddress(range: string): string {
  const [address = '', bits = ''] = range.split('/');
  const size = Number(bits);
  if (bits === '' || !Number.isInteger(size)) throw new Error(`invalid service IP range ${range}`);
  if (isIPv4(address) && size >= 0 && size <= 31) {
    const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    const first = number - (number % 2 ** (32 - size)) + 1;
    return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  }
  if (isIPv6(address) && size >= 0 && size <= 127) {
    const groups = expandIPv6(address);
    const mask = (bitsLeft: number): number => (bitsLeft <= 0 ? 0 : bitsLeft >= 16 ? 0xffff : (0xffff << (16 - bitsLeft)) & 0xffff);
    const network = groups.map((group, i) => group & mask(size - i * 16));
    network[7] = (network[7] as number) + 1;
    return compressIPv6(network);
  }
  throw new Error(`invalid service IP range ${range}`);
}

function expandIPv6(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = parse(head);
  const right = tail === undefined ? [] : parse(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** RFC 5952: the longest run of zero groups becomes "::". */
function compressIPv6(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  const [run] = runs;
  if (run === undefined) return text;
  const before = text.slice(0, run.index).replace(/:$/, '');
  const after = text.slice(run.index + run[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
