/**
 * The order of keys. The contract orders them by their UTF-8 bytes, which is the order of their code points; JavaScript compares UTF-16 units,
 * and the two differ once a key holds characters beyond the basic plane.
 */

const NOT_ASCII = /[^\0-\x7f]/;
const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/**
 * A string to compare instead of `key`: its units are the UTF-8 bytes, so that `<` on order keys is the order of the contract. For ASCII keys
 * (nearly all) it is the key itself and costs nothing.
 */
export function orderKey(key: string): string {
  return NOT_ASCII.test(key) ? Buffer.from(key, 'utf8').toString('latin1') : key;
}

/** The least key behind everything that starts with `prefix`; for an empty prefix one that no key reaches. */
export function endOfPrefix(prefix: string): string {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) {
    points.pop();
  }
  const last = points.pop();
  if (last === undefined) {
    return String.fromCodePoint(LAST_CODE_POINT, LAST_CODE_POINT);
  }
  return String.fromCodePoint(...points, last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1);
}

/** The same of a key that is at hand as bytes; undefined when there is none: the prefix is empty, or nothing but 0xff. */
export function endOfBytePrefix(prefix: Uint8Array): Buffer | undefined {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end--;
  if (end === 0) return undefined;
  const after = Buffer.from(prefix.subarray(0, end));
  after[end - 1] = (after[end - 1] as number) + 1;
  return after;
}
