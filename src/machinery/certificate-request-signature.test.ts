import 'reflect-metadata';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
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
