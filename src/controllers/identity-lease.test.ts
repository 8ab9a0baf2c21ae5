import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverIdentity } from './identity-lease.ts';

test('the identity of a server is that of its host, in the form that other servers know', () => {
  assert.equal(serverIdentity('host-a'), 'apiserver-6zbmgnwmvuptjd3z3lqvqzcj5u');
  assert.notEqual(serverIdentity('host-b'), serverIdentity('host-a'));
});
