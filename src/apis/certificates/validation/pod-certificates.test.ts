import assert from 'node:assert/strict';
import 'reflect-metadata';
import { createHash, generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { PodCertificateRequest, PodCertificateRequestSpec } from '../v1beta1/objects.gen.ts';
import { validatePodCertificateRequest } from './pod-certificates.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

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

test('elliptic keys are on the curves that Go knows, and not on the shortest', () => {
  const onCurve = (namedCurve: string): readonly [key: string, found: string[]] => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
    const pkixPublicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const proofOfPossession = sign('sha256', Buffer.from(UID), privateKey).toString('base64');
    return [pkixPublicKey, found(request('ec', { pkixPublicKey, proofOfPossession }))];
  };
  for (const good of ['P-384', 'P-521']) assert.deepEqual(onCurve(good)[1], []);
  assert.deepEqual(onCurve('secp224r1')[1], ['spec.pkixPublicKey: Invalid value: "curve P-224": elliptic public keys must use curve P256 or P384']);
  const [strange, refused] = onCurve('secp256k1');
  assert.deepEqual(refused, [`spec.pkixPublicKey: Invalid value: "${strange}": must be a valid PKIX-serialized public key`]);
});

test('a certificate request of the key proves that, too, and then nothing else may', async () => {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const stub = Buffer.from((await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: ALGORITHM })).rawData);
  const alone = { pkixPublicKey: null, proofOfPossession: null };
  assert.deepEqual(found(request('ec', { ...alone, stubPKCS10Request: stub.toString('base64') })), []);
  const both = found(request('ec', { stubPKCS10Request: stub.toString('base64') })).map((each) => each.split(':', 1)[0]);
  assert.deepEqual(both, ['spec.pkixPublicKey', 'spec.proofOfPossession']);
  const [broken] = found(request('ec', { ...alone, stubPKCS10Request: 'AAAA' }));
  assert.match(broken ?? '', /^spec\.stubPKCS10Request: Invalid value: "AAAA"/);
  stub[stub.length - 1] = (stub[stub.length - 1] as number) ^ 1;
  const [forged] = found(request('ec', { ...alone, stubPKCS10Request: stub.toString('base64') }));
  assert.match(forged ?? '', /^spec\.stubPKCS10Request: .*signature/);
});
