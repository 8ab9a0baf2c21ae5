import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderedTree } from './ordered-tree.ts';

/** A small repeatable generator: failures can be replayed. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function check(
  tree: {
    readonly size: number;
    get(key: string): number | undefined;
    range(from: string, until: string): Iterable<number>;
    count(from: string, until: string): number;
  },
  model: ReadonlyMap<string, number>,
  from: string,
  until: string,
): void {
  const keys = [...model.keys()].sort(byBytes).filter((key) => byBytes(key, from) >= 0 && byBytes(key, until) < 0);
  assert.equal(tree.size, model.size);
  assert.deepEqual(
    [...tree.range(from, until)],
    keys.map((key) => model.get(key)),
  );
  assert.equal(tree.count(from, until), keys.length);
}

test('behaves like a sorted array under random changes, and snapshots stay as they were', () => {
  for (let seed = 1; seed <= 6; seed++) {
    const pick = random(seed);
    const tree = new OrderedTree<number>();
    const model = new Map<string, number>();
    const snapshots: { readonly tree: OrderedTree<number>; readonly model: ReadonlyMap<string, number> }[] = [];
    for (let step = 0; step < 4000; step++) {
      const key = `/r/ns${pick(5)}/${pick(seed < 4 ? 300 : 3000)}`;
      // Rounds alternate between growing and shrinking, so that nodes split and vanish.
      if (pick(10) < (Math.floor(step / 1000) % 2 === 0 ? 8 : 2)) {
        assert.equal(tree.set(key, step), model.get(key));
        model.set(key, step);
      } else {
        assert.equal(tree.delete(key), model.get(key));
        model.delete(key);
      }
      if (pick(200) === 0) snapshots.push({ tree: tree.snapshot(), model: new Map(model) });
      assert.equal(tree.get(key), model.get(key));
    }
    for (const each of [...snapshots, { tree, model }]) {
      check(each.tree, each.model, '/r/', '/r0');
      check(each.tree, each.model, '/r/ns2/', '/r/ns20');
      check(each.tree, each.model, '/r/ns3/15', '/r/ns4/2');
    }
  }
});

test('orders keys by their UTF-8 bytes, also where UTF-16 would not', () => {
  const keys = ['/a/\u{1f600}', '/a/\uff5e', '/a/z', '/a/é', '/a/\ue000'];
  const tree = new OrderedTree<string>();
  for (const key of keys) tree.set(key, key);
  assert.deepEqual([...tree.range('/a/', '/a0')], [...keys].sort(byBytes));
});

test('an emptied tree can be used again', () => {
  const tree = new OrderedTree<number>();
  for (let i = 0; i < 500; i++) tree.set(`k${i}`, i);
  for (let i = 0; i < 500; i++) tree.delete(`k${i}`);
  assert.equal(tree.size, 0);
  assert.deepEqual([...tree.range('', '~')], []);
  tree.set('k', 1);
  assert.deepEqual([...tree.range('', '~')], [1]);
});

test('a snapshot can be changed without changing the tree', () => {
  const tree = new OrderedTree<number>();
  for (let i = 0; i < 200; i++) tree.set(`k${String(i).padStart(3, '0')}`, i);
  const copy = tree.snapshot();
  copy.delete('k000');
  copy.set('k100', -1);
  assert.equal(tree.get('k000'), 0);
  assert.equal(tree.get('k100'), 100);
  tree.set('k001', -2);
  assert.equal(copy.get('k001'), 1);
});
