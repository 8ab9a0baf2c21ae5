/** Certificates for tests: an authority, serving and client certificates, made in memory. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR = 3_600_000;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export interface TestCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface TestAuthority {
  readonly pem: string;
  serving(names: readonly string[]): Promise<TestCertificate>;
  /** @param subject "CN=jane,O=dev,O=qa" */
  client(subject: string, validity?: { readonly notBefore: Date; readonly notAfter: Date }): Promise<TestCertificate>;
}

export async function testAuthority(name = 'test-ca'): Promise<TestAuthority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const validity = { notBefore: new Date(now - HOUR), notAfter: new Date(now + 24 * HOUR) };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  });
  let serial = 1;
  const issue = async (
    subject: string,
    extensions: x509.Extension[],
    valid: { readonly notBefore: Date; readonly notAfter: Date },
  ): Promise<TestCertificate> => {
    const own = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    serial++;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serial.toString(16).padStart(2, '0'),
      subject,
      issuer: ca.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions,
      ...valid,
    });
    const der = await webcrypto.subtle.exportKey('pkcs8', own.privateKey);
    return { certificate: certificate.toString('pem'), privateKey: x509.PemConverter.encode(der, 'PRIVATE KEY') };
  };
  return {
    pem: ca.toString('pem'),
    serving: (names) =>
      issue(
        `CN=${names[0]}`,
        [
          new x509.ExtendedKeyUsageExtension([SERVER_AUTH]),
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }))),
        ],
        validity,
      ),
    client: (subject, valid = validity) => issue(subject, [new x509.ExtendedKeyUsageExtension([CLIENT_AUTH])], valid),
  };
}
