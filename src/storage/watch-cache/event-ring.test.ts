import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventRing } from './event-ring.ts';

const event = (revision: number, at = 0, bytes = 1) => ({ revision, at, bytes });
const MINUTE = 60_000;

test('finds what happened after a revision, in pieces', () => {
  const ring = new EventRing(10);
  for (const revision of [12, 15, 19]) ring.push(event(revision));
  assert.deepEqual(
    ring.after(10, 2)?.map((each) => each.revision),
    [12, 15],
  );
  assert.deepEqual(
    ring.after(15, 2)?.map((each) => each.revision),
    [19],
  );
  assert.deepEqual(ring.after(19, 2), []);
  assert.deepEqual(ring.after(99, 2), []);
  assert.equal(ring.countAfter(12), 2);
});

test('keeps the events of one revision together', () => {
  const ring = new EventRing(0);
  for (const revision of [1, 2, 2, 2, 3]) ring.push(event(revision));
  assert.deepEqual(
    ring.after(0, 2)?.map((each) => each.revision),
    [1, 2, 2, 2],
  );
});

test('says when the past is gone instead of leaving a gap', () => {
  const ring = new EventRing(10);
  ring.push(event(11, 0));
  ring.push(event(12, 4 * MINUTE));
  ring.push(event(13, 6 * MINUTE));
  assert.equal(ring.start, 11);
  assert.equal(ring.after(10, 9), undefined);
  assert.deepEqual(
    ring.after(11, 9)?.map((each) => each.revision),
    [12, 13],
  );
});

test('drops events younger than five minutes only above its bound in bytes', () => {
  const ring = new EventRing(0, 10);
  for (let revision = 1; revision <= 5000; revision++) ring.push(event(revision, 0, 1));
  assert.equal(ring.start, 4990);
  assert.equal(ring.size, 10);
});
