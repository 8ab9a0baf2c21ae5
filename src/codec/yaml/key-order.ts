/** How Go's YAML encoder sorts keys: letters after everything else, runs of digits by their number. */

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string | undefined): boolean => character !== undefined && /\p{Nd}/u.test(character);

export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const left = x[i] as string;
    const right = y[i] as string;
    if (left !== right) return compareAt(x, y, i);
  }
  return x.length - y.length;
}

/** The first difference is at `at`. */
function compareAt(x: readonly string[], y: readonly string[], at: number): number {
  const left = x[at] as string;
  const right = y[at] as string;
  const letters = [isLetter(left), isLetter(right)];
  const byCode = (left.codePointAt(0) as number) - (right.codePointAt(0) as number);
  if (letters[0] && letters[1]) return byCode;
  if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
  const lead = (left === '0' || right === '0') && insideNumber(x, at) ? 1n : 0n;
  const [leftNumber, leftEnd] = numberAt(x, at, lead);
  const [rightNumber, rightEnd] = numberAt(y, at, lead);
  if (leftNumber !== rightNumber) return leftNumber < rightNumber ? -1 : 1;
  return leftEnd !== rightEnd ? leftEnd - rightEnd : byCode;
}

/** Whether a digit other than zero stands in the run of digits before `at`. */
function insideNumber(characters: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(characters[i]); i--) if (characters[i] !== '0') return true;
  return false;
}

function numberAt(characters: readonly string[], at: number, lead: bigint): [bigint, number] {
  let value = lead;
  let end = at;
  for (; isDigit(characters[end]); end++)
    value = BigInt.asIntN(64, value * 10n + BigInt(((characters[end] as string).codePointAt(0) as number) - 48));
  return [value, end];
}
