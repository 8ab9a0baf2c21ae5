import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../../machinery/status.ts';
import { readListOptions } from './list-options.ts';

const read = (query: string) => readListOptions(new URLSearchParams(query));

const failure = (query: string): string => {
  try {
    read(query);
    return '';
  } catch (error) {
    const { code, message } = error as ApiError;
    return `${code} ${message}`;
  }
};

test('the first value counts, and a bool is false only for 0 and false', () => {
  assert.equal(read('limit=1&limit=2').limit, 1);
  assert.equal(read('limit=-1').limit, -1);
  for (const text of ['watch', 'watch=', 'watch=1', 'watch=maybe', 'watch=TRUE']) assert.equal(read(text).watch, true, text);
  for (const text of ['', 'watch=0', 'watch=false', 'watch=FALSE']) assert.equal(read(text).watch, false, text);
  assert.equal(read('labelSelector=a%3Db&fieldSelector=metadata.name%3Dx').labels.toString(), 'a=b');
  assert.equal(read('watch=1&resourceVersion=5').sendInitialEvents, undefined);
});

test('numbers fail as in Go', () => {
  assert.equal(failure('limit='), '400 strconv.ParseInt: parsing "": invalid syntax');
  assert.equal(failure('limit=1.5'), '400 strconv.ParseInt: parsing "1.5": invalid syntax');
  assert.equal(failure('timeoutSeconds=99999999999999999999'), '400 strconv.ParseInt: parsing "99999999999999999999": value out of range');
  assert.equal(failure('labelSelector=a+b&timeoutSeconds=x'), '400 strconv.ParseInt: parsing "x": invalid syntax');
  assert.equal(failure('labelSelector=a+b'), "400 unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt");
});

test('options of a list that do not go together', () => {
  const head = '422 ListOptions.meta.k8s.io "" is invalid:';
  assert.equal(
    failure('resourceVersionMatch=Exact'),
    `${head} resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
  );
  assert.equal(
    failure('resourceVersionMatch=Exact&resourceVersion=0'),
    `${head} resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
  );
  assert.equal(
    failure('resourceVersionMatch=exact&resourceVersion=5'),
    `${head} resourceVersionMatch: Unsupported value: "exact": supported values: "Exact", "NotOlderThan", ""`,
  );
  assert.equal(failure('sendInitialEvents=false'), `${head} sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`);
  assert.equal(
    failure('resourceVersionMatch=Exact&continue=x'),
    `${head} [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]`,
  );
});

test('options of a watch that do not go together', () => {
  const head = '422 ListOptions.meta.k8s.io "" is invalid: ';
  const needsMatch = 'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
  assert.equal(failure('watch=1&sendInitialEvents=true'), head + needsMatch);
  assert.equal(
    failure('watch=1&sendInitialEvents=true&resourceVersionMatch=Exact'),
    `${head}[${needsMatch}, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]`,
  );
  assert.equal(
    failure('watch=1&resourceVersionMatch=NotOlderThan'),
    `${head}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided`,
  );
  assert.equal(failure('watch=1&continue=x&limit=1&resourceVersion=5'), '');
});

test('a watch without a version is a streaming list', () => {
  for (const query of ['watch=1', 'watch=1&resourceVersion=0']) {
    assert.equal(read(query).sendInitialEvents, true);
    assert.equal(read(query).resourceVersionMatch, 'NotOlderThan');
  }
  assert.equal(read('resourceVersion=0').sendInitialEvents, undefined);
  assert.match(failure('watch=1&continue=x'), /resourceVersionMatch is forbidden when continue is provided/);
});
