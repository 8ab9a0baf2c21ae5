import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Claims, userOfClaims } from './claims.ts';

const MAPPINGS = { username: { claim: 'sub', prefix: '' } };
const extraOf = (claims: Claims) => [...userOfClaims({ sub: 'jane', ...claims }, MAPPINGS, []).extra];

test('which token it was is told where the provider gives its tokens names', () => {
  assert.deepEqual(extraOf({ jti: 'abc' }), [['authentication.kubernetes.io/credential-id', ['JTI=abc']]]);
  for (const jti of ['', 7, null, undefined, ['abc']]) assert.deepEqual(extraOf({ jti }), []);
});
