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

test('complaints come in the order of the rules: usages nobody knows before repeated ones, verdicts gone before verdicts new', () => {
  const request = (usages: readonly string[], type: string, certificate: string) =>
    ({
      metadata: {},
      spec: { usages },
      status: { conditions: [{ type, status: 'True' }], certificate: Buffer.from(certificate).toString('base64') },
    }) as unknown as CertificateSigningRequest;
  const now = request(['any', 'any', 'x', 'x'], 'Approved', 'junk');
  const said = validateSigningRequestUpdate(now, request([], 'Failed', ''), 'status').errors.map(
    ({ field, body }) => `${field}: ${body.split(': supported values')[0]}`,
  );
  assert.deepEqual(
    said.filter((each) => /^(spec.usages|status)/.test(each)),
    [
      'spec.usages[2]: Unsupported value: "x"',
      'spec.usages[3]: Unsupported value: "x"',
      'spec.usages[1]: Duplicate value: "any"',
      'spec.usages[3]: Duplicate value: "x"',
      'status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block',
      'status.conditions: Forbidden: updates may not remove a condition of type "Failed"',
      'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
    ],
  );
  const issued = request([], 'Approved', pem('CERTIFICATE', CONTENT));
  const { errors } = validateSigningRequestUpdate(now, issued, 'status');
  assert.deepEqual(
    errors.filter(({ field }) => field.startsWith('status')).map(({ body }) => body),
    [
      'Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block',
      'Forbidden: updates may not modify existing certificate content',
    ],
    'what replaces a certificate is read like a first one',
  );
  const gone = validateSigningRequestUpdate(request([], 'Approved', ''), issued, 'status').errors.filter(({ field }) => field.startsWith('status'));
  assert.deepEqual(
    gone.map(({ body }) => body),
    ['Forbidden: updates may not modify existing certificate content'],
  );
});
