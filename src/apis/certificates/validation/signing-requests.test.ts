import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CertificateSigningRequest } from '../v1/objects.gen.ts';
import { validateSigningRequestUpdate } from './signing-requests.ts';

const pem = (type: string, content: string): string => `-----BEGIN ${type}-----\n${content}\n-----END ${type}-----\n`;

const CONTENT =
  'MIIBLjCB4aADAgECAhR+FZaTkxirZMZGTEX9xLPThSb31TAFBgMrZXAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjExNzE4NTdaGA8yMTI2MTAyOD' +
  'E3MTg1N1owDDEKMAgGA1UEAwwBYTAqMAUGAytlcAMhAEvp/KlYf87SEeJv6SO+4O1OJULJ/jkRoWmd5OhfmXl2o1MwUTAdBgNVHQ4EFgQUXwaK' +
  '6I1vKk0cCBzKv9WJJm0TYnkwHwYDVR0jBBgwFoAUXwaK6I1vKk0cCBzKv9WJJm0TYnkwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDGiUup5Q' +
  '1qNVlKL8PypDb8Kb4XZvc9Z5V+KsF2hWsNjmR854javSKl20R8DiiAlx+kSe6YJC1XI2fzwlAml8EJ';

/** What is said of a certificate that the status gets. */
function complaint(certificate: string): string | undefined {
  const request = (status: object) => ({ metadata: {}, spec: { usages: [] }, status }) as unknown as CertificateSigningRequest;
  const issued = request({ certificate: Buffer.from(certificate).toString('base64') });
  return validateSigningRequestUpdate(issued, request({}), 'status').errors.find(({ field }) => field === 'status.certificate')?.body;
}

test('an issued certificate is a chain of certificates and nothing else; what is wrong is said without its content', () => {
  assert.equal(complaint(pem('CERTIFICATE', CONTENT)), undefined);
  assert.equal(complaint(`text\n${pem('CERTIFICATE', CONTENT)}${pem('CERTIFICATE', CONTENT)}`), undefined);
  const cases: readonly (readonly [certificate: string, complaint: string])[] = [
    ['junk', 'must contain at least one CERTIFICATE PEM block'],
    [pem('CERTIFICATE', 'no_base64'), 'must contain at least one CERTIFICATE PEM block'],
    [pem('CERTIFICATE', CONTENT) + pem('PRIVATE KEY', 'AAAA'), 'only CERTIFICATE PEM blocks are allowed, found "PRIVATE KEY"'],
    [pem('CERTIFICATE', `Key: value\n${CONTENT}`), 'no PEM block headers are permitted'],
    [pem('CERTIFICATE', ''), 'found CERTIFICATE PEM block containing 0 certificates'],
    [pem('CERTIFICATE', 'AAAA'), 'x509: malformed certificate'],
    [pem('CERTIFICATE', 'MAMCAQE='), 'x509: malformed tbs certificate'],
    [pem('CERTIFICATE', CONTENT.slice(0, 200)), 'x509: malformed certificate'],
  ];
  for (const [certificate, text] of cases) assert.equal(complaint(certificate), `Invalid value: "<certificate data>": ${text}`);
});
