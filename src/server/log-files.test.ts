import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { exchange } from '../endpoints/exchange.fixture.ts';
import { PathTable } from '../endpoints/routing/paths.ts';
import { installLogFiles } from './log-files.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'coxswain-logs-'));
after(() => rmSync(root, { recursive: true, force: true }));
const folder = path.join(root, 'log');
mkdirSync(path.join(folder, 'pods'), { recursive: true });
writeFileSync(path.join(root, 'secret'), 'not for you');
writeFileSync(path.join(folder, 'sys<log>'), 'one\ntwo\n');
writeFileSync(path.join(folder, 'core'), Buffer.of(0, 1, 2));
utimesSync(path.join(folder, 'sys<log>'), 1_700_000_000, 1_700_000_000);

const paths = new PathTable();
installLogFiles(paths, folder);

async function get(target: string, headers: { readonly [name: string]: string } = {}, method = 'GET') {
  const { context, answer } = exchange(target, { headers, method });
  context.info = { ...context.info, path: decodeURIComponent(context.info.path) };
  await paths.find(context.info.path)?.handler(context);
  return answer;
}

test('a folder is a page of links', async () => {
  const answer = await get('/logs/');
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.headers.get('content-type'), ['text/html; charset=utf-8']);
  assert.equal(
    answer.text(),
    '<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n<a href="core">core</a>\n<a href="pods/">pods/</a>\n<a href="sys%3Clog%3E">sys&lt;log&gt;</a>\n</pre>\n',
  );
  assert.deepEqual((await get('/logs')).headers.get('location'), ['logs/']);
  assert.deepEqual((await get('/logs/pods')).headers.get('location'), ['pods/']);
});

test('a file is shown with its type and its date, and not again when it has not changed', async () => {
  const answer = await get('/logs/sys%3Clog%3E');
  assert.equal(answer.text(), 'one\ntwo\n');
  assert.deepEqual(answer.headers.get('content-type'), ['text/plain; charset=utf-8']);
  assert.deepEqual(answer.headers.get('last-modified'), ['Tue, 14 Nov 2023 22:13:20 GMT']);
  assert.equal((await get('/logs/sys%3Clog%3E', { 'if-modified-since': 'Tue, 14 Nov 2023 22:13:20 GMT' })).status, 304);
  assert.deepEqual((await get('/logs/core')).headers.get('content-type'), ['application/octet-stream']);
});

for (const [range, status, body] of [
  ['bytes=4-', 206, 'two\n'],
  ['bytes=0-2', 206, 'one'],
  ['bytes=-4', 206, 'two\n'],
  ['bytes= 0 - 2 ', 206, 'one'],
  ['bytes=0-99', 206, 'one\ntwo\n'],
  ['bytes=8-', 416, 'invalid range: failed to overlap\n'],
  ['lines=1', 200, 'one\ntwo\n'],
] as const) {
  test(`a part of a file can be asked for: ${range}`, async () => {
    const answer = await get('/logs/sys%3Clog%3E', { range });
    assert.deepEqual([answer.status, answer.text()], [status, body]);
  });
}

test('a range of white space costs one pass', async () => {
  const started = performance.now();
  const blanks = ' '.repeat(5000);
  assert.equal((await get('/logs/sys%3Clog%3E', { range: `bytes=${blanks}-${blanks}-` })).status, 200);
  assert.ok(performance.now() - started < 1000);
});

test('nothing outside the folder can be reached, and what is missing is a 404', async () => {
  assert.equal((await get('/logs/../secret')).status, 400);
  assert.equal((await get('/logs/pods/%2e%2e/%2e%2e/secret')).status, 400);
  assert.equal((await get('/logs/none')).text(), '404 page not found\n');
  assert.equal((await get('/logs/core/below')).status, 404);
  assert.equal((await get(`/logs/${'x'.repeat(300)}`)).text(), 'file not found\n');
  assert.equal((await get('/logs/a%00b')).status, 404);
  assert.equal((await get('/logs/core', {}, 'POST')).status, 405);
});
