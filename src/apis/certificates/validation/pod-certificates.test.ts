import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import type { PodCertificateRequest, PodCertificateRequestSpec } from '../v1beta1/objects.gen.ts';
import { validatePodCertificateRequest, validatePodCertificateRequestStatus } from './pod-certificates.ts';

const UID = createHash('sha256').update('pod').digest('hex');

function request(kind: 'ed25519' | 'rsa' | 'ec', change: Partial<PodCertificateRequestSpec> = {}): PodCertificateRequest {
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  const spec: PodCertificateRequestSpec = {
    signerName: 'example.com/signer',
    podName: 'p',
    podUID: UID,
    serviceAccountName: 's',
    serviceAccountUID: 'su',
    nodeName: 'n',
    nodeUID: 'nu',
    maxExpirationSeconds: 86_400,
    pkixPublicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    proofOfPossession: sign(kind === 'ed25519' ? null : 'sha256', Buffer.from(UID), privateKey).toString('base64'),
    stubPKCS10Request: null,
    ...change,
  };
  return { metadata: { name: 'x', namespace: 'd' }, spec, status: {} };
}

const found = (object: PodCertificateRequest): string[] => validatePodCertificateRequest(object).errors.map(({ field, body }) => `${field}: ${body}`);

test('whoever asks proves that they hold the key', () => {
  assert.deepEqual(found(request('ed25519')), []);
  assert.deepEqual(found(request('ec')), []);
  const refused = ['spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature'];
  assert.deepEqual(found(request('ed25519', { podUID: 'another' })), refused);
  assert.deepEqual(found(request('ec', { proofOfPossession: 'AAAA' })), refused);
});

test('keys that are too short and what is no key are refused', () => {
  assert.deepEqual(found(request('rsa')), ['spec.pkixPublicKey: Invalid value: "2048-bit modulus": RSA keys must have modulus size 3072 or 4096']);
  assert.deepEqual(found(request('ec', { pkixPublicKey: 'AAAA' })), [
    'spec.pkixPublicKey: Invalid value: "AAAA": must be a valid PKIX-serialized public key',
  ]);
});

test('a verdict is final', () => {
  const conditions = [{ type: 'Denied', status: 'True', reason: 'No', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }];
  const old: PodCertificateRequest = { ...request('ec'), status: { conditions } };
  assert.equal(validatePodCertificateRequestStatus(old, old).length, 0);
  const changed: PodCertificateRequest = { ...old, status: { conditions, certificateChain: 'x' } };
  assert.equal(validatePodCertificateRequestStatus(changed, old).length, 1);
});
