/** How Go's YAML encoder sorts keys: letters after everything else, runs of digits by their number. */

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isDigit = (character: string | undefined): boolean => character !== undefined && /\p{Nd}/u.test(character);

/** More digits than these are counted with BigInt. */
const MAX_DIGITS = 15;

export function compareKeys(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === end) return a.length - b.length;
  return compareAscii(a, b, at) ?? compareCharacters([...a], [...b]);
}

/** Keys whose first difference, at `at`, is among ASCII, as it nearly always is; undefined for others. */
function compareAscii(a: string, b: string, at: number): number | undefined {
  const left = a.charCodeAt(at);
  const right = b.charCodeAt(at);
  if (left > LAST_ASCII || right > LAST_ASCII) return undefined;
  const isLeftLetter = isAsciiLetter(left);
  const isRightLetter = isAsciiLetter(right);
  if (isLeftLetter && isRightLetter) return left - right;
  if (isLeftLetter || isRightLetter) return isRightLetter ? -1 : 1;
  if (!isAsciiDigit(left) && !isAsciiDigit(right)) return left - right;
  const leftEnd = endOfDigits(a, at);
  const rightEnd = endOfDigits(b, at);
  if (leftEnd < 0 || rightEnd < 0) return undefined;
  let lead = '';
  if (left === ZERO || right === ZERO) {
    let before = at - 1;
    while (before >= 0 && a.charCodeAt(before) === ZERO) before--;
    if (before >= 0 && a.charCodeAt(before) > LAST_ASCII) return undefined;
    if (before >= 0 && isAsciiDigit(a.charCodeAt(before))) lead = '1';
  }
  const difference = Number(lead + a.slice(at, leftEnd)) - Number(lead + b.slice(at, rightEnd));
  return difference || leftEnd - rightEnd || left - right;
}

const ZERO = 48;
const LAST_ASCII = 127;
const isAsciiDigit = (code: number): boolean => code >= ZERO && code <= 57;
const isAsciiLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** Where the digits from `at` on end; negative when there are too many, or one of another script may follow. */
function endOfDigits(text: string, at: number): number {
  let end = at;
  while (isAsciiDigit(text.charCodeAt(end))) end++;
  return end - at > MAX_DIGITS || text.charCodeAt(end) > LAST_ASCII ? -1 : end;
}

function compareCharacters(x: readonly string[], y: readonly string[]): number {
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
