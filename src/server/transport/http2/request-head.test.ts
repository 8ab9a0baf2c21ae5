import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areTrailers, type RequestHead, RequestHeads } from './request-head.ts';

const START = [':method', 'GET', ':scheme', 'https', ':authority', 'localhost', ':path', '/x'];

function read(...list: readonly string[]): RequestHead | undefined {
  return new RequestHeads().read(list);
}

test('a request is its pseudo headers and the others, in order', () => {
  assert.deepEqual(read(...START, 'accept', 'a', 'x-twice', '1', 'x-twice', '2', 'te', 'trailers'), {
    method: 'GET',
    target: '/x',
    host: 'localhost',
    headers: ['accept', 'a', 'x-twice', '1', 'x-twice', '2', 'te', 'trailers'],
    contentLength: -1,
  });
});

test('the host is what the authority says, or else the host header', () => {
  assert.equal(read(...START, 'host', 'other')?.host, 'localhost');
  assert.equal(read(':method', 'GET', ':scheme', 'https', ':path', '/', 'host', 'other')?.host, 'other');
  assert.equal(read(':method', 'GET', ':scheme', 'https', ':path', '/')?.host, '');
});

test('crumbs of a cookie are one header', () => {
  assert.deepEqual(read(...START, 'cookie', 'a=1', 'x', 'y', 'cookie', 'b=2')?.headers, ['cookie', 'a=1; b=2', 'x', 'y']);
});

test('CONNECT has an authority and nothing else; OPTIONS may ask about everything', () => {
  assert.deepEqual(read(':method', 'CONNECT', ':authority', 'a:1')?.host, 'a:1');
  assert.equal(read(':method', 'CONNECT', ':authority', 'a:1', ':path', '/', ':scheme', 'https'), undefined);
  assert.equal(read(':method', 'CONNECT'), undefined);
  assert.equal(read(':method', 'OPTIONS', ':scheme', 'https', ':path', '*')?.target, '*');
});

const malformed: readonly (readonly [string, readonly string[]])[] = [
  ['upper case in a name', [...START, 'Accept', 'a']],
  ['a name with a blank', [...START, 'a b', 'a']],
  ['a name with a colon', [...START, 'a:b', 'a']],
  ['an empty name', [...START, '', 'a']],
  ['a carriage return', [...START, 'a', 'b\rc']],
  ['a line feed', [...START, 'a', 'b\nc']],
  ['a NUL', [...START, 'a', 'b\0c']],
  ['a control character in a path', [':method', 'GET', ':scheme', 'https', ':path', '/\x7f']],
  ['no method', [':scheme', 'https', ':path', '/']],
  ['an empty method', [':method', '', ':scheme', 'https', ':path', '/']],
  ['a method with a blank', [':method', 'GET /', ':scheme', 'https', ':path', '/']],
  ['no path', [':method', 'GET', ':scheme', 'https']],
  ['an empty path', [':method', 'GET', ':scheme', 'https', ':path', '']],
  ['a path without a slash', [':method', 'GET', ':scheme', 'https', ':path', 'x']],
  ['an asterisk that is not asked about', [':method', 'GET', ':scheme', 'https', ':path', '*']],
  ['no scheme', [':method', 'GET', ':path', '/']],
  ['another scheme', [':method', 'GET', ':scheme', 'ftp', ':path', '/']],
  ['a pseudo header twice', [...START, ':path', '/y']],
  ['a pseudo header of answers', [':status', '200', ...START]],
  ['an unknown pseudo header', [...START, ':protocol', 'websocket']],
  ['a pseudo header after others', [':method', 'GET', ':scheme', 'https', 'a', 'b', ':path', '/']],
  ...['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].map((name) => [name, [...START, name, 'x']] as const),
  ['te other than trailers', [...START, 'te', 'gzip']],
  ['two hosts', [...START, 'host', 'a', 'host', 'a']],
  ['two lengths', [...START, 'content-length', '1', 'content-length', '1']],
  ['a length that is none', [...START, 'content-length', '1x']],
  ['a negative length', [...START, 'content-length', '-1']],
];

for (const [what, list] of malformed) test(`malformed: ${what}`, () => assert.equal(read(...list), undefined));

test('what one request said is no excuse for the next', () => {
  const heads = new RequestHeads();
  const good = [...START, 'a', 'b', 'c', 'd'];
  assert.ok(heads.read(good));
  assert.equal(heads.read([...START, 'a', 'b', 'c', 'd\n']), undefined);
  assert.ok(heads.read(good));
  assert.equal(heads.read([...START, 'a', 'b', 'C', 'd']), undefined);
});

test('trailers are headers like others, without pseudo headers', () => {
  assert.ok(areTrailers(['x-checksum', '1']));
  for (const bad of [
    [':path', '/'],
    ['X', '1'],
    ['x', '\n'],
  ])
    assert.equal(areTrailers(bad), false);
});
