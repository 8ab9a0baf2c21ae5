import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../failures.ts';
import type { Authentication } from '../interface.ts';
import { tokenUnion } from './union.ts';

const JANE: Authentication = { kind: 'user', user: { name: 'jane', uid: '', groups: [], extra: new Map() } };
const failing = (message: string): Authentication => ({ kind: 'failed', error: new Error(message) });
const UNKNOWN: Authentication = { kind: 'unknown' };

async function ask(...answers: readonly (Authentication | Promise<Authentication>)[]): Promise<string | readonly string[]> {
  const found = await tokenUnion(answers.map((answer) => ({ authenticateToken: () => answer }))).authenticateToken('t');
  if (found.kind !== 'failed') return found.kind === 'user' ? found.user.name : found.kind;
  return partsOf(found.error).map(({ message }) => message);
}

test('the first that knows the token wins, whatever the others say, at once or later', async () => {
  assert.equal(await ask(UNKNOWN, failing('a'), JANE, failing('b')), 'jane');
  assert.equal(await ask(Promise.resolve(failing('a')), Promise.resolve(UNKNOWN), Promise.resolve(JANE)), 'jane');
  assert.equal(await ask(UNKNOWN, Promise.resolve(UNKNOWN)), 'unknown');
  assert.equal(await ask(), 'unknown');
});

test('all failures are told, in their order', async () => {
  assert.deepEqual(await ask(failing('a')), ['a']);
  assert.deepEqual(await ask(failing('a'), UNKNOWN, Promise.resolve(failing('b')), failing('c')), ['a', 'b', 'c']);
});
