/**
 * Client certificates: verified against a bundle of authorities, the subject's CN is the user, its O the groups (k8s.io/apiserver's
 * CommonNameUserConversion), a UID attribute the uid. The chain is looked for once a certificate; that everything in it is valid now is checked on
 * every request.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { UserInfo } from '../request/user.ts';
import { type Authentication, type RequestAuthenticator, UNKNOWN } from './interface.ts';

/** id-kubernetes-user-uid. */
const UID_ATTRIBUTE = '1.3.6.1.4.1.57683.2';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_USAGE = '2.5.29.37.0';
const MAX_CHAIN = 8;
const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';

interface Verified {
  readonly user: UserInfo | undefined;
  /** Milliseconds since the epoch between which the whole chain is valid. */
  readonly notBefore: number;
  readonly notAfter: number;
}

type Verdict = Verified | Error;

/**
 * @param pem a bundle of certificates
 * @throws {Error} when there is no certificate in it, or a broken one
 */
export function parseCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('data does not contain any valid RSA or ECDSA certificates');
  return blocks.map((block) => new X509Certificate(block));
}

export function x509Authenticator(authorities: readonly X509Certificate[], clock: Clock): RequestAuthenticator {
  const verdicts = new WeakMap<X509Certificate, Verdict>();
  return {
    authenticate(request) {
      const certificate = request.peerCertificate;
      if (certificate === undefined) return UNKNOWN;
      let verdict = verdicts.get(certificate);
      if (verdict === undefined) {
        verdict = verify(certificate, authorities);
        verdicts.set(certificate, verdict);
      }
      return judge(verdict, clock.now());
    },
  };
}

function judge(verdict: Verdict, now: number): Authentication {
  if (verdict instanceof Error) return { kind: 'failed', error: verdict };
  if (now < verdict.notBefore) return { kind: 'failed', error: new Error('x509: certificate has expired or is not yet valid: it is not valid yet') };
  if (now > verdict.notAfter) return { kind: 'failed', error: new Error('x509: certificate has expired or is not yet valid: it has expired') };
  return verdict.user === undefined ? UNKNOWN : { kind: 'user', user: verdict.user };
}

function verify(certificate: X509Certificate, authorities: readonly X509Certificate[]): Verdict {
  try {
    const chain = chainOf(certificate, authorities);
    if (chain === undefined) return new Error('x509: certificate signed by unknown authority');
    if (!chain.every(allowsClients)) return new Error('x509: certificate specifies an incompatible key usage');
    return {
      user: userOf(certificate),
      notBefore: Math.max(...chain.map((each) => each.validFromDate.getTime())),
      notAfter: Math.min(...chain.map((each) => each.validToDate.getTime())),
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** From the leaf to an authority of ours, through intermediates that the client sent along. */
function chainOf(leaf: X509Certificate, authorities: readonly X509Certificate[]): X509Certificate[] | undefined {
  const chain = [leaf];
  let current = leaf;
  while (chain.length < MAX_CHAIN) {
    const below = current;
    const root = authorities.find((each) => issued(each, below));
    if (root !== undefined) return [...chain, root];
    const next = current.issuerCertificate;
    if (next === undefined || next.fingerprint256 === current.fingerprint256 || !next.ca || !issued(next, current)) break;
    chain.push(next);
    current = next;
  }
  return authorities.some((each) => each.fingerprint256 === leaf.fingerprint256) ? [leaf] : undefined;
}

function issued(authority: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** No extended usages at all means every usage. */
function allowsClients(certificate: X509Certificate): boolean {
  const usages = certificate.keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.length === 0 || usages.includes(CLIENT_AUTH) || usages.includes(ANY_USAGE);
}

function userOf(certificate: X509Certificate): UserInfo | undefined {
  const subject = certificate.toLegacyObject().subject as unknown as { readonly [attribute: string]: string | string[] | undefined };
  const name = valuesOf(subject, 'CN').at(-1) ?? '';
  if (name === '') return undefined;
  const digest = createHash('sha256').update(certificate.raw).digest('hex');
  return {
    name,
    uid: valuesOf(subject, UID_ATTRIBUTE)[0] ?? '',
    groups: valuesOf(subject, 'O'),
    extra: new Map([[CREDENTIAL_ID, [`X509SHA256=${digest}`]]]),
  };
}

function valuesOf(subject: { readonly [attribute: string]: string | string[] | undefined }, attribute: string): string[] {
  const value = Object.hasOwn(subject, attribute) ? subject[attribute] : undefined;
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
