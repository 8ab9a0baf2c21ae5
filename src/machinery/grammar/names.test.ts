import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameIsDns1035Label, nameIsDns1123Label, nameIsDns1123Subdomain, nameIsPathSegment } from './names.ts';

test('a subdomain name says what it must look like, with the expression that clients see', () => {
  assert.deepEqual(nameIsDns1123Subdomain('a.b-c'), []);
  assert.deepEqual(nameIsDns1123Subdomain('a..b'), [
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ]);
});

test('the length limit comes before the shape, and both are told', () => {
  const errors = nameIsDns1123Subdomain('A'.repeat(254));
  assert.equal(errors.length, 2);
  assert.equal(errors[0], 'must be no more than 253 characters');
  assert.deepEqual(nameIsDns1123Subdomain('a'.repeat(253)), []);
});

test('a label with dots hears of the dots, not of the expression', () => {
  assert.deepEqual(nameIsDns1123Label('a.b'), ['must not contain dots']);
  assert.deepEqual(nameIsDns1123Label('1a'), []);
  assert.equal(nameIsDns1035Label('1a').length, 1);
});

test('a prefix may end in a dash, a name may not', () => {
  assert.deepEqual(nameIsDns1123Subdomain('gen-', true), []);
  assert.equal(nameIsDns1123Subdomain('gen-').length, 1);
  assert.equal(nameIsDns1123Subdomain('-', true).length, 1);
});

test('a path segment may be anything but dots alone, slashes and percent signs', () => {
  assert.deepEqual(nameIsPathSegment('System:Some_Role'), []);
  assert.deepEqual(nameIsPathSegment('..'), ["may not be '..'"]);
  assert.deepEqual(nameIsPathSegment('..', true), []);
  assert.deepEqual(nameIsPathSegment('a/b%c'), ["may not contain '/'", "may not contain '%'"]);
});

test('a long bad name costs one pass', () => {
  const started = performance.now();
  nameIsDns1123Subdomain(`${'a-'.repeat(100_000)}!`);
  nameIsDns1123Label(`${'a'.repeat(200_000)}!`);
  assert.ok(performance.now() - started < 200);
});
