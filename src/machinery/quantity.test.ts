import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalQuantity, parseQuantity, QuantityError } from './quantity.ts';

test('quantities are written as upstream writes them: canonical, unless they were nearly so', () => {
  const said = {
    '1000m': '1',
    '0.5Gi': '512Mi',
    '100u': '100u',
    '007': '007',
    '+1': '+1',
    '5.': '5.',
    '1E3': '1E3',
    Mi: '0',
    '5e-1': '500e-3',
    '9Ei': '9223372036854775807',
    '1.5Ki': '1536',
    '1048576': '1048576',
    '0.1n': '1n',
    '1000k': '1M',
    '1024Mi': '1Gi',
    '1.10': '1100m',
    '1e-999999999': '1e-9',
  };
  for (const [text, expected] of Object.entries(said)) assert.equal(canonicalQuantity(text), expected, text);
});

test('what was read before is written as it was the first time', () => {
  for (const text of ['0', '1', '100m', '1000m', '128Mi', '1024Mi', '1500Mi', '250k', '2000k', '007', '1E3', '123456789012345']) {
    const first = canonicalQuantity(text);
    parseQuantity(text);
    assert.equal(canonicalQuantity(text), first, text);
    assert.equal(parseQuantity(text).toString(), first, text);
  }
});

test('what is no quantity is refused', () => {
  for (const text of ['', 'abc', '1GB', '1_0', '1.2.3'])
    assert.throws(() => parseQuantity(text), { message: /^quantities must match the regular expression/ });
  for (const text of ['1e', '1ki', '1K', '1e9223372036854775808', `1e${'0'.repeat(50)}99999999999999999999`])
    assert.throws(() => parseQuantity(text), { message: "unable to parse quantity's suffix" });
});

test('a long text that is no quantity costs one pass', () => {
  const digits = '0'.repeat(100_000);
  const started = performance.now();
  for (const text of [`${digits}x`, `1${digits}x`, `${digits}.${digits}.`, `1e${digits}x`]) assert.throws(() => parseQuantity(text), QuantityError);
  assert.ok(performance.now() - started < 200);
});

test('arithmetic is exact and keeps the notation', () => {
  const [a, b] = [parseQuantity('1500m'), parseQuantity('1.5Gi')];
  assert.equal(a.add(parseQuantity('0.5')).toString(), '2');
  assert.equal(a.sub(parseQuantity('2')).toString(), '-500m');
  assert.equal(b.add(parseQuantity('512Mi')).toString(), '2Gi');
  assert.equal(parseQuantity('0').add(b).toString(), '1536Mi');
  assert.deepEqual([a.value(), a.milliValue(), b.value()], [2n, 1500n, 1610612736n]);
  assert.equal(parseQuantity('1234567n').roundUp(-3).toString(), '2m');
});

test('comparison is by value, and cheap for any exponent', () => {
  const cmp = (a: string, b: string): number => parseQuantity(a).cmp(parseQuantity(b));
  assert.deepEqual([cmp('1', '1000m'), cmp('1Ki', '1k'), cmp('-1', '0'), cmp('1e2000000000', '1'), cmp('-1e2000000000', '1')], [0, 1, -1, 1, -1]);
  assert.equal(parseQuantity('1e2000000000').value(), 9223372036854775807n);
});
