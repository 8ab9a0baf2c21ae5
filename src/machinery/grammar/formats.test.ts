import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressErrors,
  addressFamily,
  configKeyErrors,
  environmentNameErrors,
  headerNameErrors,
  portErrors,
  portNameErrors,
  searchDomainErrors,
} from './formats.ts';

function judge(errorsOf: (text: string) => readonly string[], good: readonly string[], bad: readonly string[]): void {
  for (const text of good) assert.deepEqual(errorsOf(text), [], text);
  for (const text of bad) assert.notDeepEqual(errorsOf(text), [], text);
}

test('formats: ports', () => {
  judge(portNameErrors, ['http', 'a-1', '8080-a'], ['', '80', 'HTTP', 'a--b', '-a', 'a-', 'sixteen-letters-', 'a_b']);
  for (const port of [1, 65535, 'http']) assert.deepEqual(portErrors(port), [], `${port}`);
  for (const port of [0, 65536, -1, '80']) assert.notDeepEqual(portErrors(port), [], `${port}`);
});

test('formats: names of variables, keys and headers', () => {
  judge(environmentNameErrors, ['A', 'a.b-c', 'a b', '1', '.', '..a'], ['', 'a=b', 'é', 'a\n']);
  judge(configKeyErrors, ['a', '.a', 'A_b-c.d'], ['', '.', '..', '..a', '...a', 'a/b', 'a b', 'a'.repeat(254)]);
  judge(headerNameErrors, ['Accept', 'X-1'], ['', 'a b', 'a:b', 'a_b!']);
});

test('formats: search domains', () => {
  judge(searchDomainErrors, ['a', 'a.b', '_tcp.a'], ['.', 'a.', 'a b', 'a..b', '-']);
});

test('formats: addresses as old fields take them', () => {
  const cases: readonly (readonly [text: string, family: 4 | 6 | undefined, strict: boolean])[] = [
    ['1.2.3.4', 4, true],
    ['010.2.3.4', 4, false],
    ['256.1.1.1', undefined, false],
    ['1.2.3', undefined, false],
    ['::1', 6, true],
    ['2001:DB8::1', 6, true],
    ['::ffff:1.2.3.4', 6, false],
    ['::ffff:0102:0304', 6, false],
    ['fe80::1%eth0', undefined, false],
    ['', undefined, false],
  ];
  for (const [text, family, strict] of cases) {
    assert.equal(addressFamily(text), family, text);
    assert.equal(addressErrors(text).length === 0, strict, text);
    assert.deepEqual(addressErrors(text, [text]), [], text);
  }
});
