import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KlogOptions, klog, parseModuleLevels } from './klog.ts';
import { named } from './log.ts';

const noon = new Date(2026, 0, 2, 12, 4, 5, 678).getTime();

function logger(options: Partial<KlogOptions> = {}) {
  const lines: string[] = [];
  const clock = { now: () => noon, after: () => () => {} };
  return { lines, log: klog({ format: 'text', verbosity: 2, clock, processId: 42, write: (line) => lines.push(line), ...options }) };
}

test('text lines have klog’s head and quoted values', () => {
  const { lines, log } = logger();
  log.info('hello', { name: 'a "b"', count: 3, on: true, nothing: null, absent: undefined });
  log.warn('careful');
  assert.deepEqual(lines, [
    'I0102 12:04:05.678000      42 server] "hello" name="a \\"b\\"" count=3 on=true nothing=<nil>\n',
    'W0102 12:04:05.678000      42 server] "careful"\n',
  ]);
});

test('JSON lines have the reference’s keys', () => {
  const { lines, log } = logger({ format: 'json' });
  log.info('hello', { name: 'a' }, 2);
  assert.deepEqual(JSON.parse(lines.join('')), { ts: noon, caller: 'server', msg: 'hello', v: 2, name: 'a' });
});

test('lines above the verbosity are left out; vmodule raises single parts', () => {
  const { lines, log } = logger({ modules: parseModuleLevels('watch*=4,x=0') });
  log.info('detail', {}, 3);
  named(log, 'watch-cache').info('detail', {}, 4);
  named(log, 'x').info('detail', {}, 1);
  assert.deepEqual(lines.length, 1);
  assert.match(lines.join(''), / watch-cache\] "detail"/);
  assert.throws(() => parseModuleLevels('a=b'), { message: 'syntax error: expect comma-separated list of filename=N' });
});

test('nobody can forge a line, and credentials are masked wherever they turn up', () => {
  const { lines, log } = logger();
  log.info('a\nI0102 forged', { agent: 'x\u2028y\u001b[2J', header: 'Authorization: Bearer abc.def-ghi' });
  log.error('failed', new Error('sent Basic dXNlcjpwYXNz'));
  assert.equal(lines.length, 2);
  for (const line of lines) assert.equal(line.indexOf('\n'), line.length - 1);
  assert.doesNotMatch(lines.join(''), /abc\.def|dXNlcjpwYXNz|\u2028/);
});
