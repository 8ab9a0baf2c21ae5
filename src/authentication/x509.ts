/**
 * Client certificates: verified against a bundle of authorities, the subject's CN is the user, its O the groups (k8s.io/apiserver's
 * CommonNameUserConversion), a UID attribute the uid.
 *
 * The rules of paths (authorities, path lengths, name constraints) are OpenSSL's, at the handshake, where all bundles are trusted. Which of our
 * authorities a certificate leads to is looked for once per certificate and bundle; that everything on the way is valid now is checked on every
 * request, however old the connection is.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { asError } from '../base/errors.ts';
import { subjectValues } from '../machinery/x509/certificates.ts';
import { pemBlocks } from '../machinery/x509/pem.ts';
import type { HttpRequest } from '../request/http.ts';
import { CREDENTIAL_ID } from '../request/user.ts';
import { type Authentication, failed, type RequestAuthenticator, UNKNOWN } from './interface.ts';

/** id-kubernetes-user-uid. */
const UID_ATTRIBUTE = '1.3.6.1.4.1.57683.2';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_USAGE = '2.5.29.37.0';
const MAX_CHAIN = 8;

/** A certificate that leads to an authority. */
export interface Verified {
  /** '' when it has none. */
  readonly commonName: string;
  /** Whom it names: somebody, nobody, or nobody that could be told. */
  readonly identity: Authentication;
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
  // As Go's bundles: other blocks, and those with headers, are passed over.
  const blocks = pemBlocks(pem).filter(({ type, hasHeaders }) => type === 'CERTIFICATE' && !hasHeaders);
  if (blocks.length === 0) throw new Error('data does not contain any valid RSA or ECDSA certificates');
  return blocks.map(({ bytes }) => new X509Certificate(bytes));
}

/** A bundle of authorities that may be replaced while it is in use; what was found out with the old one is forgotten then. */
export class AuthorityBundle {
  #certificates: readonly X509Certificate[];
  #verdicts = new WeakMap<X509Certificate, Verdict>();
  #pem: string;

  /** @throws {Error} see parseCertificates */
  constructor(pem: string) {
    this.#certificates = parseCertificates(pem);
    this.#pem = pem;
  }

  get pem(): string {
    return this.#pem;
  }

  /** @throws {Error} and keeps the old ones when they are broken */
  replace(pem: string): void {
    this.#certificates = parseCertificates(pem);
    this.#pem = pem;
    this.#verdicts = new WeakMap();
  }

  /** The caller's certificate as it stands now, or what is wrong with it; undefined when none was shown. @param now milliseconds since the epoch */
  check({ peerCertificate, peerProblem }: Pick<HttpRequest, 'peerCertificate' | 'peerProblem'>, now: number): Verdict | undefined {
    if (peerCertificate === undefined) return undefined;
    const verdict = this.#verdict(peerCertificate, peerProblem);
    if (verdict instanceof Error) return verdict;
    if (now < verdict.notBefore) return new Error('x509: certificate has expired or is not yet valid: it is not valid yet');
    return now > verdict.notAfter ? new Error('x509: certificate has expired or is not yet valid: it has expired') : verdict;
  }

  /** @param problem what OpenSSL said of the certificate at the handshake */
  #verdict(certificate: X509Certificate, problem: string | undefined): Verdict {
    let verdict = this.#verdicts.get(certificate);
    if (verdict === undefined) {
      verdict = problem === undefined || JUDGED_HERE.has(problem) ? verify(certificate, this.#certificates) : refusal(problem);
      this.#verdicts.set(certificate, verdict);
    }
    return verdict;
  }
}

/** What is decided below instead: times by our clock, usages as Go reads them (any usage fits, and usages of keys do not matter for a leaf). */
const JUDGED_HERE: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'INVALID_PURPOSE']);

function refusal(problem: string): Error {
  const isStranger = /^(UNABLE_TO|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED)/.test(problem);
  return new Error(`x509: ${isStranger ? 'certificate signed by unknown authority' : problem}`);
}

/** @param seen is told of every certificate, whether it is believed or not */
export function x509Authenticator(
  authorities: AuthorityBundle,
  clock: Clock,
  seen?: (certificate: X509Certificate, now: number) => void,
): RequestAuthenticator {
  return {
    authenticate(request) {
      if (request.peerCertificate === undefined) return UNKNOWN;
      const now = clock.now();
      seen?.(request.peerCertificate, now);
      const found = authorities.check(request, now);
      if (found === undefined) return UNKNOWN;
      return found instanceof Error ? { kind: 'failed', error: found } : found.identity;
    },
  };
}

function verify(certificate: X509Certificate, authorities: readonly X509Certificate[]): Verdict {
  try {
    const chain = chainOf(certificate, authorities);
    if (chain === undefined) return new Error('x509: certificate signed by unknown authority');
    if (!chain.every(allowsClients)) return new Error('x509: certificate specifies an incompatible key usage');
    return {
      ...identityOf(certificate),
      notBefore: Math.max(...chain.map((each) => each.validFromDate.getTime())),
      notAfter: Math.min(...chain.map((each) => each.validToDate.getTime())),
    };
  } catch (error) {
    return asError(error);
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

function identityOf(certificate: X509Certificate): Pick<Verified, 'commonName' | 'identity'> {
  const commonName = subjectValues(certificate, 'CN').at(-1) ?? '';
  if (commonName === '') return { commonName, identity: UNKNOWN };
  const uids = subjectValues(certificate, UID_ATTRIBUTE);
  if (uids.length > 1) return { commonName, identity: failed(`expected 1 UID, but found multiple: [${uids.join(' ')}]`) };
  if (uids[0] === '') return { commonName, identity: failed('UID cannot be an empty string') };
  const digest = createHash('sha256').update(certificate.raw).digest('hex');
  const extra = new Map([[CREDENTIAL_ID, [`X509SHA256=${digest}`]]]);
  return { commonName, identity: { kind: 'user', user: { name: commonName, uid: uids[0] ?? '', groups: subjectValues(certificate, 'O'), extra } } };
}
