/** Keys of extras travel in names of headers, which have no case and few characters: lower-case, the rest percent-escaped. */
import { textOfBytes } from '../base/byte-text.ts';

/**
 * @param encoded what follows the prefix in a header's name, in lower case: only an escape can make an upper-case letter
 * @returns the key; a name with a broken escape is the key as it is
 */
export function decodeExtraKey(encoded: string): string {
  if (!encoded.includes('%') || /%(?![0-9a-fA-F]{2})/.test(encoded)) return encoded;
  const bytes = encoded.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return textOfBytes(Buffer.from(bytes, 'latin1'));
}
