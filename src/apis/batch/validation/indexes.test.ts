import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstCommonIndex, type IndexSet, parseIndexes } from './indexes.ts';

test('sets of indexes are counted, or said to be wrong', () => {
  const cases: readonly (readonly [text: string, set: IndexSet])[] = [
    ['', { total: 0 }],
    ['0', { total: 1 }],
    ['0,2-4,9', { total: 5 }],
    ['+1', { total: 1 }],
    ['10', { total: 0, problem: 'too large index: "10"' }],
    ['8-10', { total: 0, problem: 'too large index: "10"' }],
    ['a', { total: 0, problem: 'cannot convert string to integer for index: "a"' }],
    ['1,', { total: 0, problem: 'cannot convert string to integer for index: ""' }],
    ['3,2', { total: 0, problem: 'non-increasing order, previous: 3, current: 2' }],
    ['3-3', { total: 0, problem: 'non-increasing order, previous: 3, current: 3' }],
    [
      '1-2-3',
      { total: 0, problem: 'the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by \'-\'' },
    ],
  ];
  for (const [text, set] of cases) assert.deepEqual(parseIndexes(text, 10), set, text);
});

test('the first index of two sets is found, past intervals that are wrong', () => {
  assert.equal(firstCommonIndex('0-2,5-7', '3,6-8', 10), 6);
  assert.equal(firstCommonIndex('0-2,x,5', '3,5', 10), 5);
  assert.equal(firstCommonIndex('0,2,4', '1,3,5', 10), undefined);
  assert.equal(firstCommonIndex('', '1', 10), undefined);
});
