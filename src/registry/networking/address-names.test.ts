import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameIsAddress } from './address-names.ts';

test('an address has one name: its canonical form', () => {
  assert.deepEqual(nameIsAddress('10.0.0.1'), []);
  assert.deepEqual(nameIsAddress('2001:db8::1'), []);
  assert.deepEqual(nameIsAddress('2001:DB8::1'), ['must be in canonical form ("2001:db8::1")']);
  assert.deepEqual(nameIsAddress('2001:db8:0:0:0:0:0:142'), ['must be in canonical form ("2001:db8::142")']);
  assert.deepEqual(nameIsAddress('::ffff:10.0.0.142'), ['must not be an IPv4-mapped IPv6 address']);
  assert.deepEqual(nameIsAddress('10.0.0.041'), ['must not have leading 0s']);
  for (const name of ['kinds', '', '10.0.0', 'fe80::1%eth0'])
    assert.deepEqual(nameIsAddress(name), ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
});
