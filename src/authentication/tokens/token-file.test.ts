import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTokenFile } from './token-file.ts';

test('a line is a token, a name, a uid and perhaps groups', async () => {
  const file = parseTokenFile('t1,ann,1\nt2,bob,2,"dev,qa"\nt3,"a ""b""",3,one\r\nt4,cat,4,\n', 'tokens.csv');
  const user = async (token: string) => {
    const found = await file.authenticateToken(token);
    return found.kind === 'user' ? [found.user.name, found.user.uid, ...found.user.groups] : found.kind;
  };
  assert.deepEqual(await user('t1'), ['ann', '1']);
  assert.deepEqual(await user('t2'), ['bob', '2', 'dev', 'qa']);
  assert.deepEqual(await user('t3'), ['a "b"', '3', 'one']);
  assert.deepEqual(await user('t4'), ['cat', '4', ''], 'an empty column is a group without a name');
  assert.equal(await user('t'), 'unknown');
  assert.equal(await user('__proto__'), 'unknown');
});

test('tokens that are not ASCII arrive byte by byte', async () => {
  const found = await parseTokenFile('t\u00f6ken,ann,1', 'tokens.csv').authenticateToken(Buffer.from('t\u00f6ken').toString('latin1'));
  assert.equal(found.kind, 'user');
});

test('too few columns and bad quotes are told in one line, without the token', () => {
  assert.throws(() => parseTokenFile('secret,ann\n', 'tokens.csv'), {
    message: "token file 'tokens.csv' must have at least 3 columns (token, user name, user uid), found 2",
  });
  assert.throws(
    () => parseTokenFile('secret,"ann,1\n', 'tokens.csv'),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('an empty token is left out, a repeated one replaces the earlier, both with a warning', async () => {
  const file = parseTokenFile(',nobody,0\nt,ann,1\nt,bob,2\n', 'tokens.csv');
  assert.equal(file.warnings.length, 2);
  const found = await file.authenticateToken('t');
  assert.equal(found.kind === 'user' && found.user.name, 'bob');
});
