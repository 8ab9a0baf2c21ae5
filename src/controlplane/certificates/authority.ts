/**
 * Makes certificates (EC P-256). This file is imported only when one must be made: the library behind it takes longer to load than the rest of a
 * start.
 */
import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { encodeKey } from './files.ts';
import type { ServingNames } from './names.ts';

export interface PemPair {
  readonly certificate: string;
  readonly privateKey: string;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { ...CURVE, hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
const LEAF_DAYS = 365;
/** Certificates begin a little in the past: clocks of clients may lag. */
const BACKDATE = 5 * 60 * 1000;

/** @param now milliseconds since the epoch */
export async function makeAuthority(commonName: string, now: number): Promise<PemPair> {
  const { publicKey, privateKey } = newKey();
  const usage = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment | KeyUsageFlags.keyCertSign;
  const key = await importPublic(publicKey);
  return make({
    subject: [{ CN: [commonName] }],
    now,
    days: AUTHORITY_DAYS,
    publicKey: key,
    privateKey,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(usage, true),
      await SubjectKeyIdentifierExtension.create(key),
    ],
  });
}

export function makeServing(authority: PemPair, names: ServingNames, now: number): Promise<PemPair> {
  const alternatives = [
    ...names.dns.map((value) => ({ type: 'dns' as const, value })),
    ...names.ips.map((value) => ({ type: 'ip' as const, value })),
  ];
  return makeLeaf(authority, [{ CN: ['kube-apiserver'] }], now, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(alternatives),
  ]);
}

/** A client certificate: `user` becomes the common name, `groups` the organizations. */
export function makeClient(authority: PemPair, user: string, groups: readonly string[], now: number, days = LEAF_DAYS): Promise<PemPair> {
  const subject = [...groups.map((group) => ({ O: [group] })), { CN: [user] }];
  return makeLeaf(authority, subject, now, [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])], days);
}

async function makeLeaf(authority: PemPair, subject: Subject, now: number, extensions: Extension[], days = LEAF_DAYS): Promise<PemPair> {
  const { publicKey, privateKey } = newKey();
  const issuer = new X509Certificate(authority.certificate);
  const usage = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;
  return make({
    subject,
    issuer,
    issuerKey: createPrivateKey(authority.privateKey),
    now,
    days,
    publicKey: await importPublic(publicKey),
    privateKey,
    extensions: [
      new KeyUsagesExtension(usage, true),
      new BasicConstraintsExtension(false, undefined, true),
      await AuthorityKeyIdentifierExtension.create(issuer),
      ...extensions,
    ],
  });
}

type Subject = { [attribute: string]: string[] }[];

interface Plan {
  readonly subject: Subject;
  /** Absent: signed by itself. */
  readonly issuer?: X509Certificate;
  readonly issuerKey?: KeyObject;
  readonly now: number;
  readonly days: number;
  readonly publicKey: CryptoKey;
  readonly privateKey: KeyObject;
  readonly extensions: Extension[];
}

async function make(plan: Plan): Promise<PemPair> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: plan.subject,
    issuer: plan.issuer?.subject ?? plan.subject,
    notBefore: new Date(plan.now - BACKDATE),
    notAfter: new Date(plan.now + plan.days * DAY),
    publicKey: plan.publicKey,
    signingKey: await importPrivate(plan.issuerKey ?? plan.privateKey),
    signingAlgorithm: SIGNING,
    extensions: plan.extensions,
  });
  return { certificate: `${certificate.toString('pem').trimEnd()}\n`, privateKey: encodeKey(plan.privateKey) };
}

type CryptoKey = webcrypto.CryptoKey;

function newKey(): { publicKey: KeyObject; privateKey: KeyObject } {
  cryptoProvider.set(webcrypto as Crypto);
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function importPublic(key: KeyObject): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('spki', key.export({ type: 'spki', format: 'der' }), CURVE, true, ['verify']);
}

function importPrivate(key: KeyObject): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), CURVE, true, ['sign']);
}

/** 127 random bits: unique, positive, and within the 20 octets of RFC 5280. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
