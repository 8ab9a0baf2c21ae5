import 'reflect-metadata';
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { certificateRequestProblem } from './certificate-request-signature.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const PSS = { ...RSA, name: 'RSA-PSS', saltLength: 32 };

async function requestWith(signingAlgorithm: typeof EC | typeof RSA): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  return (await Pkcs10CertificateRequestGenerator.create({ name: 'CN=jane,O=dev', keys, signingAlgorithm })).toString('pem');
}

/** The same request with the last byte of its signature changed. */
function forged(pem: string): string {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
}

test('requests that were signed with their own key are fine, others are refused', async () => {
  for (const [algorithm, failure] of [
    [EC, 'x509: ECDSA verification failure'],
    [RSA, 'crypto/rsa: verification error'],
    [PSS, 'crypto/rsa: verification error'],
  ] as const) {
    const pem = await requestWith(algorithm);
    assert.equal(certificateRequestProblem(pem), undefined);
    assert.equal(certificateRequestProblem(forged(pem)), failure);
  }
});

test('what is no request is refused, wherever it ends', async () => {
  assert.equal(certificateRequestProblem('junk'), 'PEM block type must be CERTIFICATE REQUEST');
  assert.equal(
    certificateRequestProblem('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'),
    'PEM block type must be CERTIFICATE REQUEST',
  );
  const der = Buffer.from((await requestWith(EC)).replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  for (let length = 0; length < der.length; length++) {
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${der.subarray(0, length).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    assert.notEqual(certificateRequestProblem(pem), undefined);
  }
});

/** A request by hand: for what generators refuse. @param key where another one is told than the one that signs */
function requestBy(privateKey: KeyObject, algorithm: string, hash: string | null, key: Buffer): string {
  const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    const { length } = content;
    return Buffer.concat([
      Buffer.from(length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]),
      content,
    ]);
  };
  const info = der(0x30, Buffer.from('0201003000', 'hex'), key, Buffer.from('a000', 'hex'));
  const signature = der(0x03, Buffer.of(0), sign(hash, info, privateKey));
  const whole = der(0x30, info, der(0x30, Buffer.from(algorithm, 'hex')), signature);
  return `-----BEGIN CERTIFICATE REQUEST-----\n${whole.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
}

test('keys and algorithms that Go does not take are not taken here', () => {
  const told = ({ publicKey }: { readonly publicKey: KeyObject }) => publicKey.export({ format: 'der', type: 'spki' });
  const ed25519 = generateKeyPairSync('ed25519');
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const k256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  const small = generateKeyPairSync('rsa', { modulusLength: 512 });
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const ED25519 = '06032b6570';
  const ECDSA = '06082a8648ce3d040302';
  const SHA256 = '06092a864886f70d01010b0500';
  const MD5 = '06092a864886f70d0101040500';
  const without = Buffer.from(
    told(small).toString('hex').replace('300d06092a864886f70d0101010500', '300b06092a864886f70d010101').replace(/^305c/, '305a'),
    'hex',
  );
  for (const [problem, request] of [
    [undefined, requestBy(ed25519.privateKey, ED25519, null, told(ed25519))],
    [undefined, requestBy(p256.privateKey, ECDSA, 'sha256', told(p256))],
    ['x509: ECDSA verification failure', requestBy(p256.privateKey, ECDSA, 'sha384', told(p256))],
    ['x509: unsupported elliptic curve', requestBy(k256.privateKey, ECDSA, 'sha256', told(k256))],
    [
      'x509: signature algorithm specifies an ECDSA public key, but have public key of type ed25519.PublicKey',
      requestBy(p256.privateKey, ECDSA, 'sha256', told(ed25519)),
    ],
    [
      'crypto/rsa: 512-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)',
      requestBy(small.privateKey, SHA256, 'sha256', told(small)),
    ],
    ['x509: RSA key missing NULL parameters', requestBy(small.privateKey, SHA256, 'sha256', without)],
    ['x509: cannot verify signature: insecure algorithm MD5-RSA', requestBy(small.privateKey, MD5, 'md5', told(small))],
    ['x509: cannot verify signature: algorithm unimplemented', requestBy(pss.privateKey, SHA256, 'sha256', told(pss))],
    ['x509: cannot verify signature: algorithm unimplemented', requestBy(p256.privateKey, '06032b6571', 'sha256', told(p256))],
  ] as const)
    assert.equal(certificateRequestProblem(request), problem);
});
