/**
 * The certificates and keys of a server: an authority, a serving certificate, the administrator's client certificate, and the key that signs
 * service account tokens. What is there and still good is used; what is missing, about to expire, lacks a name or does not fit its key or the
 * authority is made anew. What somebody else has put here is never overwritten: a serving certificate of another authority is used as it is, as
 * upstream uses what it finds in --cert-dir.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { TlsMaterial } from '../options.ts';
import type { PemPair } from './authority.ts';
import { encodeKey, type PemFiles, type PemName } from './files.ts';
import type { ServingNames } from './names.ts';

const AUTHORITY_NAME = 'coxswain-ca';
const ADMIN_USER = 'kubernetes-admin';
const ADMIN_GROUP = 'system:masters';
const RENEW_BEFORE_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

export interface ServerCertificates {
  /** PEM of the authority that both sides trust. */
  readonly authority: string;
  readonly serving: TlsMaterial;
  /** Whether the server made it; otherwise the authority above says nothing about it. */
  readonly servingIsOwn: boolean;
  readonly admin: TlsMaterial;
  /** PEM. */
  readonly serviceAccountKey: string;
  /** What was made or renewed this time. */
  readonly made: readonly string[];
}

/**
 * @param now milliseconds since the epoch
 * @throws system errors of `files` when it cannot be read or written, and an {Error} of one line when somebody else's files are in the way
 */
export async function ensureCertificates(files: PemFiles, names: ServingNames, now: number): Promise<ServerCertificates> {
  const made: string[] = [];
  const keep = async (
    crt: PemName,
    key: PemName,
    good: (certificate: X509Certificate) => boolean,
    make: () => Promise<PemPair>,
  ): Promise<PemPair> => {
    const present = readPair(files, crt, key);
    if (present !== undefined && isFresh(present, now) && good(parse(present))) return present;
    refuseToReplace(files, crt);
    const pair = await make();
    // The key goes first: a certificate without its key would be noticed, a key without its certificate is made anew.
    files.write(key, pair.privateKey);
    files.write(crt, pair.certificate);
    made.push(crt);
    return pair;
  };
  const authority = await keep(
    'ca.crt',
    'ca.key',
    (certificate) => certificate.ca,
    async () => (await import('./authority.ts')).makeAuthority(`${AUTHORITY_NAME}@${Math.floor(now / 1000)}`, now),
  );
  const issuer = parse(authority);
  const found = readPair(files, 'apiserver.crt', 'apiserver.key');
  const servingIsOwn = found === undefined || isOwn(parse(found));
  const serving = servingIsOwn
    ? await keep(
        'apiserver.crt',
        'apiserver.key',
        (certificate) => isIssuedBy(certificate, issuer) && carries(certificate, names),
        async () => (await import('./authority.ts')).makeServing(authority, names, now),
      )
    : found;
  const admin = await keep(
    'admin.crt',
    'admin.key',
    (certificate) => isIssuedBy(certificate, issuer),
    async () => (await import('./authority.ts')).makeClient(authority, ADMIN_USER, [ADMIN_GROUP], now),
  );
  return { authority: authority.certificate, serving, servingIsOwn, admin, serviceAccountKey: ensureServiceAccountKey(files, made), made };
}

/**
 * A client certificate for any user, signed by the authority in `files`.
 * @param days how long it is valid, fractions allowed; default a year
 * @throws {Error} when there is no authority yet
 */
export async function issueClient(files: PemFiles, user: string, groups: readonly string[], now: number, days?: number): Promise<TlsMaterial> {
  const authority = readPair(files, 'ca.crt', 'ca.key');
  if (authority === undefined) throw new Error('there is no certificate authority yet');
  return (await import('./authority.ts')).makeClient(authority, user, groups, now, days);
}

function ensureServiceAccountKey(files: PemFiles, made: string[]): string {
  const present = files.read('sa.key');
  if (present !== undefined && isKey(present)) return present;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = encodeKey(privateKey);
  files.write('sa.key', pem);
  files.write('sa.pub', String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })));
  made.push('sa.key');
  return pem;
}

/** @throws {Error} of one line: the certificate is somebody else's, and of no use to this server as it lies there */
function refuseToReplace(files: PemFiles, crt: PemName): void {
  const present = files.read(crt);
  if (crt === 'admin.crt' || present === undefined || !isCertificate(present) || isOwn(new X509Certificate(present))) return;
  throw new Error(`${crt} was not made by this server and cannot be used (it has no key beside it, or expires): it needs a folder of its own`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).issuer !== '';
  } catch {
    return false;
  }
}

function isOwn({ issuer }: X509Certificate): boolean {
  return issuer.startsWith(`CN=${AUTHORITY_NAME}@`);
}

function readPair(files: PemFiles, crt: PemName, key: PemName): PemPair | undefined {
  const certificate = files.read(crt);
  const privateKey = files.read(key);
  if (certificate === undefined || privateKey === undefined) return undefined;
  return isPair(certificate, privateKey) ? { certificate, privateKey } : undefined;
}

function isPair(certificate: string, privateKey: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    // Garbage in our own folder is replaced, as a missing file is.
    return false;
  }
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType !== undefined;
  } catch {
    return false;
  }
}

function parse(pair: PemPair): X509Certificate {
  return new X509Certificate(pair.certificate);
}

/** One that is not valid yet was made while the clock was wrong: nobody would believe it until then. */
function isFresh(pair: PemPair, now: number): boolean {
  const { validFrom, validTo } = parse(pair);
  return Date.parse(validFrom) <= now && Date.parse(validTo) - now > RENEW_BEFORE_DAYS * DAY;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function carries(certificate: X509Certificate, names: ServingNames): boolean {
  return (
    names.dns.every((name) => certificate.checkHost(name, { subject: 'never' }) !== undefined) &&
    names.ips.every((ip) => certificate.checkIP(ip) !== undefined)
  );
}
