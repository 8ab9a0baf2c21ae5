import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkedList } from './linked-list.ts';

test('members stand in the order in which they came, and leave from anywhere', () => {
  const list = new LinkedList<string>();
  const [a, b, c] = [list.add('a'), list.add('b'), list.add('c')];
  assert.deepEqual(list.values(), ['a', 'b', 'c']);
  b.leave();
  assert.deepEqual(list.values(), ['a', 'c']);
  a.leave();
  list.add('d');
  assert.deepEqual(list.values(), ['c', 'd']);
  c.leave();
  assert.equal(list.first?.value, 'd');
  assert.equal(list.size, 1);
});

test('a member that has left refers to nobody, and leaving twice is leaving once', () => {
  const list = new LinkedList<object>();
  const [first, second, third] = [list.add({}), list.add({}), list.add({})];
  second.leave();
  second.leave();
  assert.deepEqual([second.value, second.previous, second.next], [undefined, undefined, undefined]);
  assert.equal(first.next, third);
  assert.equal(list.size, 2);
});
