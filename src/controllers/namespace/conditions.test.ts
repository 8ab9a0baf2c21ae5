import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsAfter } from './conditions.ts';

const NOW = Date.UTC(2026, 0, 1);
const LATER = NOW + 60_000;
const nothing = { failures: [], remaining: new Map<string, number>(), finalizers: new Map<string, number>() };

test('the first round sets all five conditions, in order', () => {
  const conditions = conditionsAfter([], nothing, NOW);
  assert.deepEqual(
    conditions?.map(({ type, status }) => `${type} ${status}`),
    [
      'NamespaceDeletionDiscoveryFailure False',
      'NamespaceDeletionGroupVersionParsingFailure False',
      'NamespaceDeletionContentFailure False',
      'NamespaceContentRemaining False',
      'NamespaceFinalizersRemaining False',
    ],
  );
});

test('a round that finds the same changes nothing', () => {
  const before = conditionsAfter([], nothing, NOW) ?? [];
  assert.equal(conditionsAfter(before, nothing, LATER), undefined);
});

test('what remains is counted by resource and by finalizer, sorted; other conditions stay as they were', () => {
  const before = conditionsAfter([], nothing, NOW) ?? [];
  const remaining = new Map([
    ['pods.', 2],
    ['deployments.apps', 1],
  ]);
  const after = conditionsAfter(before, { ...nothing, remaining, finalizers: new Map([['a.b/c', 3]]) }, LATER) ?? [];
  assert.deepEqual(after.slice(0, 3), before.slice(0, 3));
  assert.deepEqual(after[3], {
    type: 'NamespaceContentRemaining',
    status: 'True',
    lastTransitionTime: '2026-01-01T00:01:00Z',
    reason: 'SomeResourcesRemain',
    message: 'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
  });
  assert.equal(after[4]?.message, 'Some content in the namespace has finalizers remaining: a.b/c in 3 resource instances');
});

test('a condition that says something else with the same status keeps its transition time', () => {
  const one = conditionsAfter([], { ...nothing, remaining: new Map([['pods.', 2]]) }, NOW) ?? [];
  const two = conditionsAfter(one, { ...nothing, remaining: new Map([['pods.', 1]]) }, LATER) ?? [];
  assert.equal(two[3]?.lastTransitionTime, '2026-01-01T00:00:00Z');
  assert.match(two[3]?.message ?? '', /pods\. has 1/);
});

test('failures are told all together', () => {
  const after = conditionsAfter([], { ...nothing, failures: ['z', 'a'] }, NOW) ?? [];
  assert.equal(after[2]?.message, 'Failed to delete all resource types, 2 remaining: a, z');
  assert.equal(after[2]?.reason, 'ContentDeletionFailed');
});
