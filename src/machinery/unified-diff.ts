/**
 * Unified diffs of lines, as the messages of refused updates carry them. Which lines are matched follows Python's difflib (and its Go port that
 * upstream uses), junk heuristic included: clients see the hunks.
 */

/** Above it, a diff would keep the event loop busy for long. */
export const MAX_DIFF_LINES = 10_000;

const CONTEXT = 3;

type Tag = 'equal' | 'change';

/** Lines a1..a2 of the old text against b1..b2 of the new one. */
interface Edit {
  readonly tag: Tag;
  readonly a1: number;
  readonly a2: number;
  readonly b1: number;
  readonly b2: number;
}

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** Hunks with three lines of context, each line ended; '' when nothing differs or there is too much to compare. */
export function unifiedDiff(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  if (a.length + b.length > MAX_DIFF_LINES) return '';
  return hunksOf(editsOf(a, b))
    .map((edits) => renderHunk(edits, a, b))
    .join('');
}

function renderHunk(edits: readonly Edit[], a: readonly string[], b: readonly string[]): string {
  const first = edits[0] as Edit;
  const last = edits.at(-1) as Edit;
  let out = `@@ -${rangeText(first.a1, last.a2)} +${rangeText(first.b1, last.b2)} @@\n`;
  for (const { tag, a1, a2, b1, b2 } of edits) {
    if (tag === 'equal') for (const line of a.slice(a1, a2)) out += ` ${line}\n`;
    else {
      for (const line of a.slice(a1, a2)) out += `-${line}\n`;
      for (const line of b.slice(b1, b2)) out += `+${line}\n`;
    }
  }
  return out;
}

function rangeText(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}

/** Long stretches of equal lines separate hunks. */
function hunksOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const hunks: Edit[][] = [];
  let hunk: Edit[] = [];
  edits.forEach((edit, i) => {
    if (edit.tag !== 'equal') {
      hunk.push(edit);
      return;
    }
    const head: Edit = { ...edit, a2: Math.min(edit.a2, edit.a1 + CONTEXT), b2: Math.min(edit.b2, edit.b1 + CONTEXT) };
    const tail: Edit = { ...edit, a1: Math.max(edit.a1, edit.a2 - CONTEXT), b1: Math.max(edit.b1, edit.b2 - CONTEXT) };
    if (i === 0) hunk.push(tail);
    else if (i === edits.length - 1) hunk.push(head);
    else if (edit.a2 - edit.a1 <= 2 * CONTEXT) hunk.push(edit);
    else {
      hunk.push(head);
      hunks.push(hunk);
      hunk = [tail];
    }
  });
  hunks.push(hunk);
  return hunks.filter((each) => each.some(({ tag }) => tag === 'change'));
}

function editsOf(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < block.a || j < block.b) edits.push({ tag: 'change', a1: i, a2: block.a, b1: j, b2: block.b });
    i = block.a + block.size;
    j = block.b + block.size;
    if (block.size > 0) edits.push({ tag: 'equal', a1: block.a, a2: i, b1: block.b, b2: j });
  }
  return edits;
}

/** Longest match first, then the same left and right of it; neighbouring blocks are joined. */
function matchingBlocks(a: readonly string[], b: readonly string[]): readonly Block[] {
  const positions = positionsOf(b);
  const found: Block[] = [];
  const pending: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const [a1, a2, b1, b2] = range;
    const block = longestMatch(a, b, positions, range);
    if (block.size === 0) continue;
    found.push(block);
    pending.push([a1, block.a, b1, block.b], [block.a + block.size, a2, block.b + block.size, b2]);
  }
  found.sort((x, y) => x.a - y.a || x.b - y.b);
  const joined: Block[] = [];
  for (const block of found) {
    const last = joined.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b)
      joined[joined.length - 1] = { ...last, size: last.size + block.size };
    else joined.push(block);
  }
  return joined;
}

/** Where each line of the new text stands. In long texts, lines that are everywhere do not start a match. */
function positionsOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  b.forEach((line, j) => {
    const known = positions.get(line);
    if (known === undefined) positions.set(line, [j]);
    else known.push(j);
  });
  if (b.length >= 200) {
    const limit = Math.trunc(b.length / 100) + 1;
    for (const [line, at] of positions) if (at.length > limit) positions.delete(line);
  }
  return positions;
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  [a1, a2, b1, b2]: readonly [number, number, number, number],
): Block {
  let best: Block = { a: a1, b: b1, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = a1; i < a2; i++) {
    const next = new Map<number, number>();
    for (const j of positions.get(a[i] as string) ?? []) {
      if (j < b1) continue;
      if (j >= b2) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  let { a: i, b: j, size } = best;
  while (i > a1 && j > b1 && a[i - 1] === b[j - 1]) {
    i--;
    j--;
    size++;
  }
  while (i + size < a2 && j + size < b2 && a[i + size] === b[j + size]) size++;
  return { a: i, b: j, size };
}
