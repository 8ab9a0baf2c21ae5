import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeUntyped, decodeUntypedStrict, encodeUntyped } from './untyped.ts';

const decode = (text: string): unknown => decodeUntyped(Buffer.from(text));

test('integers are exact as far as an int64 goes', () => {
  assert.deepEqual(decode('[9223372036854775807,-9223372036854775808,9223372036854775808,1.0,-0,1e3]'), [
    9223372036854775807n,
    -9223372036854775808n,
    2 ** 63,
    1,
    0,
    1000,
  ]);
  assert.throws(() => decode('1e400'), { message: 'json: cannot unmarshal number 1e400 into Go value of type float64' });
});

test('hostile keys are ordinary keys', () => {
  const value = decode('{"__proto__":{"x":1},"a":1}') as object;
  assert.deepEqual(Object.keys(value), ['__proto__', 'a']);
  assert.equal(encodeUntyped(value), '{"__proto__":{"x":1},"a":1}');
});

test('duplicates are reported with their path, the last one wins', () => {
  assert.deepEqual(decodeUntypedStrict(Buffer.from('{"a":{"b":1,"b":2},"c":[{"d":1,"d":2}]}')), {
    value: { a: { b: 2 }, c: [{ d: 2 }] },
    strictErrors: ['duplicate field "a.b"', 'duplicate field "c[0].d"'],
  });
});

test('depth has a limit, with a message instead of a crash', () => {
  assert.throws(() => decode('['.repeat(3_000_000)), { message: "invalid character '[' exceeded max depth" });
  assert.throws(() => decode('['.repeat(5_000) + ']'.repeat(5_000)), { message: "invalid character '[' exceeded max depth" });
  assert.throws(() => decodeUntyped(Buffer.from('{"a":{"b":{}}}'), { depth: 2 }), { message: "invalid character '{' exceeded max depth" });
});

test('encoding sorts keys and escapes as Go does', () => {
  assert.equal(encodeUntyped({ b: [1n, 1e21, 1e-7, true, null], a: '<', skipped: undefined }), '{"a":"\\u003c","b":[1,1e+21,1e-7,true,null]}');
});

test('numbers that would be printed otherwise can be kept as they were written', () => {
  const text = '[2.0,1e2,12345678901234567890,1,-0.5,9007199254740993]';
  const value = decodeUntyped(Buffer.from(text), { literals: true });
  assert.equal(encodeUntyped(value), text);
  assert.equal(JSON.stringify((value as unknown[]).slice(0, 5)), '[2.0,1e2,12345678901234567890,1,-0.5]');
});
