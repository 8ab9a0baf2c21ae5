import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pemBlocks } from './pem.ts';

const block = (type: string, content: string): string => `-----BEGIN ${type}-----\n${content}\n-----END ${type}-----\n`;

test('blocks are read wherever they stand, with or without headers, in lines of any length', () => {
  const text = `before\n${block('A', 'AQ I=\r')}between\n${block('B C', 'Key: value\nOther: one\n\nAwQF\nBgcI')}-----BEGIN D-----\n-----END D-----`;
  const shown = pemBlocks(text).map(({ type, hasHeaders, bytes }) => [type, hasHeaders, bytes.toString('hex')]);
  assert.deepEqual(shown, [
    ['A', false, '0102'],
    ['B C', true, '030405060708'],
    ['D', false, ''],
  ]);
});

test('what is no block is skipped', () => {
  for (const text of [
    '',
    'junk',
    '-----BEGIN A-----\nAAAA',
    block('A', 'no_base64'),
    '-----BEGIN A-----\nAAAA\n-----END B-----\n',
    '-----BEGIN A-----\nAAAA\n-----END A-----x\n',
    ' -----BEGIN A-----\nAAAA\n-----END A-----\n',
    '-----BEGIN ----\n',
  ]) {
    assert.deepEqual(pemBlocks(text), [], text);
  }
  assert.equal(pemBlocks(block('A', 'broken!') + block('B', 'AAAA'))[0]?.type, 'B');
});

test('a megabyte of beginnings is read at once', () => {
  assert.deepEqual(pemBlocks('-----BEGIN A-----\n'.repeat(60_000)), []);
  assert.equal(pemBlocks(`-----BEGIN A-----\n`.repeat(30_000) + '-----END A-----\n'.repeat(30_000)).length, 1);
  assert.deepEqual(pemBlocks('-----END A-----\n'.repeat(60_000)), []);
  assert.deepEqual(pemBlocks(`-----BEGIN A-----\n${'a: b\n'.repeat(200_000)}`), []);
});

test('a decoy in front of the real block is taken for one exactly where Go takes it', () => {
  const first = (text: string): string => pemBlocks(text)[0]?.bytes.toString('hex') ?? '';
  const real = block('A', 'AQ==');
  const decoy = 'AA==\n-----END A-----\n';
  for (const beginning of ['-----BEGIN A-----\v', '-----BEGIN A-----\r ', 'x-----BEGIN A-----', '-----BEGIN A-----\n-----BEGIN A-----: x'])
    assert.equal(first(`${beginning}\n${decoy}${real}`), '01', JSON.stringify(beginning));
  for (const beginning of [
    '-----BEGIN A-----',
    '-----BEGIN A-----\r',
    '-----BEGIN A----- \t',
    '-----BEGIN A-----\nk: v',
    '-----BEGIN A-----\n-----BEGIN A-----',
  ])
    assert.equal(first(`${beginning}\n${decoy}${real}`), '00', JSON.stringify(beginning));
  assert.equal(first(`-----BEGIN A-----\nAA==\n-----END A-----\v\n${real}`), '01');
  assert.equal(first(`-----BEGIN A-----\nk: v\n-----END A-----\n${real}`), '01', 'headers want a content');
});
