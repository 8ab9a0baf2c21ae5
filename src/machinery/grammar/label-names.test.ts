import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelKeyErrors } from './label-names.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

test('a key with a prefix is right when both of its parts are', () => {
  const pieces = ['a', 'Z', '0', '-', '.', '_', '', '\u00e9', 'a'.repeat(64), 'b'.repeat(250)];
  const parts = pieces.flatMap((a) => pieces.flatMap((b) => pieces.map((c) => a + b + c)));
  for (const prefix of parts) {
    for (const name of ['a', 'A-b_c.d', '-a', 'a.', '', 'a'.repeat(63), 'a'.repeat(64), '\u00e9']) {
      const isRight = SUBDOMAIN.test(prefix) && Buffer.byteLength(prefix) <= 253 && NAME.test(name) && Buffer.byteLength(name) <= 63;
      assert.equal(labelKeyErrors(`${prefix}/${name}`).length === 0, isRight, `${prefix}/${name}`);
    }
  }
  for (const name of parts) assert.equal(labelKeyErrors(`a.b/${name}`).length === 0, NAME.test(name) && Buffer.byteLength(name) <= 63, name);
});
