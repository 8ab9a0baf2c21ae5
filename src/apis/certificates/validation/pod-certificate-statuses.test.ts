import 'reflect-metadata';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { type JsonGeneralName, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { PodCertificateRequest, PodCertificateRequestStatus } from '../v1beta1/objects.gen.ts';
import { validatePodCertificateRequestStatus } from './pod-certificate-statuses.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const NOW = Date.parse('2026-01-01T00:00:00Z');
const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const publicKey = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey)).toString('base64');

const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString().replace('.000', '');

async function certificate(from: number, to: number, names: JsonGeneralName[] = [], holder = keys): Promise<string> {
  const extensions = names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)];
  const validity = { notBefore: new Date(at(from)), notAfter: new Date(at(to)) };
  const made = await X509CertificateGenerator.createSelfSigned({ name: 'CN=p', keys: holder, signingAlgorithm: ALGORITHM, extensions, ...validity });
  return `${made.toString('pem')}\n`;
}

function verdict(type: string, status: PodCertificateRequestStatus = {}): PodCertificateRequestStatus {
  return { ...status, conditions: [{ type, status: 'True', reason: 'Because', message: '', lastTransitionTime: at(0) }] };
}

function request(status: PodCertificateRequestStatus): PodCertificateRequest {
  const owners = { podName: 'p', podUID: 'pu', serviceAccountName: 's', serviceAccountUID: 'su', nodeName: 'n', nodeUID: 'nu' };
  const spec = {
    signerName: 'example.com/signer',
    maxExpirationSeconds: 7200,
    pkixPublicKey: publicKey,
    proofOfPossession: null,
    stubPKCS10Request: null,
    ...owners,
  };
  return { metadata: { name: 'x', namespace: 'd' }, spec, status };
}

const found = (status: PodCertificateRequestStatus, old: PodCertificateRequestStatus = {}): string[] =>
  validatePodCertificateRequestStatus(request(status), request(old), NOW).errors.map(({ field, body }) => `${field}: ${body}`);

const TIMES = { notBefore: at(0), notAfter: at(120), beginRefreshAt: at(60) };
const good = await certificate(0, 120);

test('a verdict is final, and until there is one nothing is said', () => {
  const denied = verdict('Denied');
  assert.deepEqual(found(denied, denied), []);
  assert.deepEqual(found({ ...denied, certificateChain: 'x' }, denied), [
    'status: Invalid value: immutable after PodCertificateRequest is issued, denied, or failed',
  ]);
  assert.deepEqual(found({ ...denied, certificateChain: 'x' }), [
    'status: Invalid value: non-condition status fields must be empty when denying or failing the PodCertificateRequest',
  ]);
  assert.deepEqual(found({ certificateChain: 'x' }), [
    'status: Invalid value: status is immutable unless transitioning to "Issued", "Denied", or "Failed"',
  ]);
  assert.deepEqual(found(verdict('Approved')), [
    'status.conditions.[0].type: Unsupported value: "Approved": supported values: "Issued", "Denied", "Failed"',
  ]);
});

test('what is issued is a certificate for the key that was asked with', async () => {
  const issued = (certificateChain: string): string | undefined =>
    found(verdict('Issued', { certificateChain, ...TIMES }))[0]
      ?.split(': ')
      .at(-1);
  assert.equal(issued(good), undefined);
  assert.equal(issued(''), 'issued certificate chain must contain at least one certificate');
  const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
  assert.equal(issued(key), 'issued certificate chain must consist entirely of CERTIFICATE PEM blocks');
  const junk = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  assert.equal(issued(junk), 'leaf certificate does not parse as valid X.509');
  assert.equal(issued(good + good), undefined);
  assert.equal(issued(good + junk), 'intermediate certificate does not parse as valid X.509');
  assert.equal(issued(good + key), 'issued certificate chain must consist entirely of CERTFICATE PEM blocks');
  const others = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  assert.equal(issued(await certificate(0, 120, [], others)), 'leaf certificate was not issued to the requested public key');
});

test('what is no certificate in its times or its key is refused like any other', () => {
  const changed = (before: Buffer, after: Buffer): string => {
    const der = Buffer.from(good.replace(/-----[^-]+-----/g, ''), 'base64');
    after.copy(der, der.indexOf(before));
    return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  };
  const [month, strange, curve, unknown] = ['260101', '2601AA', '2a8648ce3d0201', '2a8648ce3d027f'].map((each, i) =>
    Buffer.from(each, i < 2 ? 'latin1' : 'hex'),
  );
  const issued = (certificateChain: string): readonly string[] =>
    found(verdict('Issued', { certificateChain, ...TIMES })).map((each) => each.split(': ').at(-1) ?? '');
  assert.deepEqual(issued(changed(month as Buffer, strange as Buffer)), ['leaf certificate does not parse as valid X.509']);
  assert.deepEqual(issued(changed(curve as Buffer, unknown as Buffer)), ['leaf certificate was not issued to the requested public key']);
});

test('a certificate for a pod has no names that could not be looked up', async () => {
  const names: JsonGeneralName[] = [
    { type: 'dns', value: 'good.example.com' },
    { type: 'dns', value: '.a..b' },
    { type: 'email', value: 'pod@example.com' },
    { type: 'email', value: 'nobody' },
  ];
  assert.deepEqual(found(verdict('Issued', { certificateChain: await certificate(0, 120, names), ...TIMES })), [
    `status.certificateChain: Invalid value: ".a..b": leaf certificate's DNSName should not contain '..'`,
    `status.certificateChain: Invalid value: ".a..b": leaf certificate's DNSName should not start or end with '.'`,
    'status.certificateChain: Invalid value: "nobody": leaf certificate should not contain invalid EmailAddress',
  ]);
});

test('a certificate begins now, lasts as long as was asked for, and is renewed in time', async () => {
  const issued = async (from: number, to: number, times: object = {}): Promise<string[]> => {
    const own = { notBefore: at(from), notAfter: at(to), beginRefreshAt: at(from + 30) };
    return found(verdict('Issued', { certificateChain: await certificate(from, to), ...own, ...times }));
  };
  assert.deepEqual(await issued(0, 120, { notBefore: undefined, beginRefreshAt: undefined }), [
    'status.notBefore: Required value: must be present and consistent with the issued certificate',
    'status.beginRefreshAt: Required value: must be present and in the range [notbefore+10min, notafter-10min]',
  ]);
  assert.deepEqual(await issued(0, 120, { notBefore: at(1) }), [
    `status.notBefore: Invalid value: "${at(1)}": must be set to the NotBefore time encoded in the leaf certificate`,
  ]);
  assert.deepEqual(await issued(-5, 100), [
    `status.notBefore: Invalid value: "${at(-5)}": must be set to within 5 minutes of kube-apiserver's current time`,
  ]);
  assert.deepEqual(await issued(0, 120, { notAfter: at(119) }), [
    `status.notAfter: Invalid value: "${at(119)}": must be set to the NotAfter time encoded in the leaf certificate`,
  ]);
  assert.deepEqual(await issued(0, 59), ['status.certificateChain: Invalid value: 3540000000000: leaf certificate lifetime must be >= 1 hour']);
  assert.deepEqual(await issued(0, 121), [
    'status.certificateChain: Invalid value: 7260000000000: leaf certificate lifetime must be <= spec.maxExpirationSeconds (7200)',
  ]);
  assert.deepEqual(await issued(0, 120, { beginRefreshAt: at(9) }), [
    `status.beginRefreshAt: Invalid value: "${at(9)}": must be at least 10 minutes after status.notBefore`,
  ]);
  assert.deepEqual(await issued(0, 120, { beginRefreshAt: at(111) }), [
    `status.beginRefreshAt: Invalid value: "${at(111)}": must be at least 10 minutes before status.notAfter`,
  ]);
});
