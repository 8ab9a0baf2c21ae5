/** Client certificates as no honest authority issues them, and chains of authorities that break their own rules. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { TestCertificate } from '../../src/server/transport/certificates.fixture.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR = 3_600_000;
export const CLIENT_USAGE = '1.3.6.1.5.5.7.3.2';
export const SERVER_USAGE = '1.3.6.1.5.5.7.3.1';

export interface Issuer {
  readonly pem: string;
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Order {
  readonly subject: string;
  readonly issuer?: Issuer;
  /** Absent: a leaf. */
  readonly authority?: { readonly pathLength?: number };
  readonly usages?: readonly string[];
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly extensions?: readonly x509.Extension[];
}

let serial = 1000;

/** An authority, or a leaf that could pass for one. */
export async function makeIssuer(order: Order): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const usage = order.authority === undefined ? x509.KeyUsageFlags.digitalSignature : x509.KeyUsageFlags.keyCertSign;
  serial++;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(4, '0'),
    subject: order.subject,
    issuer: order.issuer?.certificate.subject ?? order.subject,
    publicKey: keys.publicKey,
    signingKey: (order.issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(order.notBefore ?? now - HOUR),
    notAfter: new Date(order.notAfter ?? now + HOUR),
    extensions: [
      new x509.BasicConstraintsExtension(order.authority !== undefined, order.authority?.pathLength, true),
      new x509.KeyUsagesExtension(usage, true),
      ...(order.usages === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...order.usages])]),
      ...(order.extensions ?? []),
    ],
  });
  return { pem: certificate.toString('pem'), certificate, keys };
}

/** A certificate with its key. @param chain goes behind the leaf */
export async function makeClient(order: Order, chain: readonly Issuer[] = []): Promise<TestCertificate> {
  const made = await makeIssuer({ usages: [CLIENT_USAGE], ...order });
  const der = await webcrypto.subtle.exportKey('pkcs8', made.keys.privateKey);
  return { certificate: [made.pem, ...chain.map(({ pem }) => pem)].join('\n'), privateKey: x509.PemConverter.encode(der, 'PRIVATE KEY') };
}
