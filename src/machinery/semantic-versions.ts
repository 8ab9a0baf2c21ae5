/** Semantic versions (semver.org 2.0.0): "1.2.3-rc.1+build". */
export interface SemanticVersion {
  readonly numbers: readonly number[];
  /** Of a pre-release, empty for a release. */
  readonly parts: readonly string[];
}

const SHAPE = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const ZERO: SemanticVersion = { numbers: [0, 0, 0], parts: [] };

export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const found = SHAPE.exec(text);
  if (found === null) return undefined;
  return { numbers: found.slice(1, 4).map(Number), parts: found[4] === undefined ? [] : found[4].split('.') };
}

/** Negative, zero or positive; no version is 0.0.0. */
export function compareSemanticVersions(a: SemanticVersion = ZERO, b: SemanticVersion = ZERO): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.parts.length === 0 || b.parts.length === 0) return b.parts.length - a.parts.length;
  for (let i = 0; i < Math.min(a.parts.length, b.parts.length); i++) {
    const difference = comparePart(a.parts[i] ?? '', b.parts[i] ?? '');
    if (difference !== 0) return difference;
  }
  return a.parts.length - b.parts.length;
}

/** Numbers come before words. */
function comparePart(a: string, b: string): number {
  const numeric = [a, b].map((each) => /^\d+$/.test(each));
  if (numeric[0] && numeric[1]) return Number(a) - Number(b);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
