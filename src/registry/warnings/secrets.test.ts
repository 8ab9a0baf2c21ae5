import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { secretWarnings } from './secrets.ts';

const pem = (type: string, base64: string): string => `-----BEGIN ${type}-----\n${base64}\n-----END ${type}-----\n`;

/** A pair of its own, valid for a hundred years. */
const CERTIFICATE = pem(
  'CERTIFICATE',
  [
    'MIIBLjCB4aADAgECAhR+FZaTkxirZMZGTEX9xLPThSb31TAFBgMrZXAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjExNzE4NTdaGA8yMTI2MTAyOD',
    'E3MTg1N1owDDEKMAgGA1UEAwwBYTAqMAUGAytlcAMhAEvp/KlYf87SEeJv6SO+4O1OJULJ/jkRoWmd5OhfmXl2o1MwUTAdBgNVHQ4EFgQUXwaK',
    '6I1vKk0cCBzKv9WJJm0TYnkwHwYDVR0jBBgwFoAUXwaK6I1vKk0cCBzKv9WJJm0TYnkwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDGiUup5Q',
    '1qNVlKL8PypDb8Kb4XZvc9Z5V+KsF2hWsNjmR854javSKl20R8DiiAlx+kSe6YJC1XI2fzwlAml8EJ',
  ].join(''),
);
const KEY = pem('PRIVATE KEY', 'MC4CAQAwBQYDK2VwBCIEIEqNArqCadghrpNPC8dApKyadPpu/LzhyVanVY4+Yz6X');

function warnings(certificate: string, key: string): readonly string[] {
  const data = { 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') };
  return secretWarnings({ kind: 'Secret', apiVersion: 'v1', metadata: {}, type: 'kubernetes.io/tls', data });
}

test('a certificate and its key are warned of nothing, also with more around them', () => {
  assert.deepEqual(warnings(CERTIFICATE, KEY), []);
  assert.deepEqual(warnings(`text\n${pem('OTHER', 'AAAA')}${CERTIFICATE}${CERTIFICATE}`, `${pem('EC PARAMETERS', 'AAAA')}${KEY}`), []);
});

test('what does not fit is said in the words of Go', () => {
  const generated = (type: 'ed25519' | 'ec'): string => {
    const pair = type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  };
  const cases: readonly (readonly [certificate: string, key: string, warning: string])[] = [
    ['junk', KEY, 'tls: failed to find any PEM data in certificate input'],
    [pem('CERTIFICATE', 'not base64'), KEY, 'tls: failed to find any PEM data in certificate input'],
    [
      KEY,
      CERTIFICATE,
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    ],
    [
      pem('A', 'AAAA') + pem('B', 'AAAA'),
      KEY,
      'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [A B]',
    ],
    [pem('CERTIFICATE', 'AAAA'), KEY, 'x509: malformed certificate'],
    [CERTIFICATE, '', 'tls: failed to find any PEM data in key input'],
    [CERTIFICATE, CERTIFICATE, 'tls: found a certificate rather than a key in the PEM for the private key'],
    [
      CERTIFICATE,
      pem('A', 'AAAA'),
      'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [A]',
    ],
    [CERTIFICATE, pem('RSA PRIVATE KEY', 'AAAA'), 'tls: failed to parse private key'],
    [CERTIFICATE, generated('ec'), 'tls: private key type does not match public key type'],
    [CERTIFICATE, generated('ed25519'), 'tls: private key does not match public key'],
  ];
  for (const [certificate, key, warning] of cases) assert.deepEqual(warnings(certificate, key), [warning], warning);
});
