/**
 * Answers to requests for pod certificates: issued, denied or failed, once and for ever. What is issued is for the key that was asked with, begins
 * now, and leaves its pod the time to get another one before it ends.
 */

import { type KeyObject, X509Certificate } from 'node:crypto';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { timeToMillis } from '../../../machinery/time.ts';
import { type PemBlock, pemBlocks } from '../../../machinery/x509/pem.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import type { PodCertificateRequest, PodCertificateRequestSpec, PodCertificateRequestStatus } from '../v1beta1/objects.gen.ts';
import { requestedKey } from './pod-keys.ts';

const STATUS = FieldPath.root('status');
const CONDITIONS = STATUS.child('conditions');
const CHAIN = STATUS.child('certificateChain');
const NOT_BEFORE = STATUS.child('notBefore');
const NOT_AFTER = STATUS.child('notAfter');
const BEGIN_REFRESH = STATUS.child('beginRefreshAt');
const FINAL: readonly string[] = ['Issued', 'Denied', 'Failed'];
const MAX_CHAIN_BYTES = 100 * 1024;
const MINUTE_MS = 60_000;
const MAX_SKEW_MS = 5 * MINUTE_MS;
const MIN_LIFETIME_MS = 60 * MINUTE_MS;
/** Between the ends of the lifetime and the moment from which on it is renewed. */
const REFRESH_MARGIN_MS = 10 * MINUTE_MS;

/** @param now milliseconds since the epoch */
export function validatePodCertificateRequestStatus(request: PodCertificateRequest, old: PodCertificateRequest, now: number): ErrorList {
  const errors = new ErrorList();
  const { status } = request;
  checkVerdicts(errors, status);
  checkConditions(errors, CONDITIONS, status.conditions ?? []);
  if (errors.length > 0) return errors;
  const unchanged = equal(status, old.status);
  if (FINAL.some((type) => has(old.status, type))) {
    if (!unchanged) errors.invalidWithoutValue(STATUS, 'immutable after PodCertificateRequest is issued, denied, or failed');
  } else if (has(status, 'Denied') || has(status, 'Failed')) {
    if (!equal(status, { conditions: status.conditions }))
      errors.invalidWithoutValue(STATUS, 'non-condition status fields must be empty when denying or failing the PodCertificateRequest');
  } else if (has(status, 'Issued')) checkIssued(errors, status, old.spec, now);
  else if (!unchanged) errors.invalidWithoutValue(STATUS, 'status is immutable unless transitioning to "Issued", "Denied", or "Failed"');
  return errors;
}

function has({ conditions }: PodCertificateRequestStatus, type: string): boolean {
  return conditions?.some((each) => each.type === type && each.status === 'True') === true;
}

function checkVerdicts(errors: ErrorList, { conditions = [] }: PodCertificateRequestStatus): void {
  let count = 0;
  conditions.forEach(({ type, status }, i) => {
    // Upstream's paths have a dot too many here.
    const at = CONDITIONS.child(`[${i}]`);
    if (!FINAL.includes(type)) {
      errors.notSupported(at.child('type'), type, FINAL);
      return;
    }
    if (++count > 1) errors.invalid(at.child('type'), type, 'There may be at most one condition with type "Issued", "Denied", or "Failed"');
    if (status !== 'True') errors.notSupported(at.child('status'), status, ['True']);
  });
}

function checkIssued(errors: ErrorList, status: PodCertificateRequestStatus, spec: PodCertificateRequestSpec, now: number): void {
  const { certificateChain: chain = '' } = status;
  if (Buffer.byteLength(chain) > MAX_CHAIN_BYTES) {
    errors.tooLong(CHAIN, MAX_CHAIN_BYTES);
    return;
  }
  const [leaf, ...others] = pemBlocks(Buffer.from(chain).toString('latin1'));
  const certificate = leaf === undefined ? undefined : certificateIn(leaf);
  const problem = leafProblem(leaf, certificate);
  if (problem !== undefined || certificate === undefined) {
    errors.invalid(CHAIN, chain, problem ?? '');
    return;
  }
  checkNames(errors, certificate);
  if (!isFor(certificate, requestedKey(spec))) errors.invalid(CHAIN, chain, 'leaf certificate was not issued to the requested public key');
  else if (checkTimes(errors, certificate, status, spec, now)) checkOthers(errors, chain, others);
}

/** As OpenSSL prints what is no time; the dates of such a certificate are anything. */
const NO_TIME = 'Bad time value';

/** Undefined for what Go's parser refuses; OpenSSL takes any text for a time, and says only when asked that it is none. */
function certificateIn({ bytes }: PemBlock): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(bytes);
    return certificate.validFrom === NO_TIME || certificate.validTo === NO_TIME ? undefined : certificate;
  } catch {
    return undefined;
  }
}

/** A certificate may hold a key of a kind that nobody knows, which cannot be read. */
function isFor(certificate: X509Certificate, key: KeyObject | undefined): boolean {
  try {
    return key?.equals(certificate.publicKey) === true;
  } catch {
    return false;
  }
}

function leafProblem(leaf: PemBlock | undefined, certificate: X509Certificate | undefined): string | undefined {
  if (leaf === undefined) return 'issued certificate chain must contain at least one certificate';
  if (leaf.type !== 'CERTIFICATE') return 'issued certificate chain must consist entirely of CERTIFICATE PEM blocks';
  return certificate === undefined ? 'leaf certificate does not parse as valid X.509' : undefined;
}

/** Names as OpenSSL lists them; those with unusual characters are quoted. */
const NAMES = /(?:^|, )(DNS|email):("(?:[^"\\]|\\.)*"?|[^,]*)/g;
const MAILBOX = /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+$/;

function checkNames(errors: ErrorList, { subjectAltName = '' }: X509Certificate): void {
  for (const [, kind, shown = ''] of subjectAltName.matchAll(NAMES)) {
    const name = shown.startsWith('"') ? String(JSON.parse(shown)) : shown;
    if (kind === 'email') {
      if (!MAILBOX.test(name)) errors.invalid(CHAIN, name, 'leaf certificate should not contain invalid EmailAddress');
      continue;
    }
    if (name === '') errors.invalid(CHAIN, name, 'leaf certificate should not contain empty DNSName');
    if (name.includes('..')) errors.invalid(CHAIN, name, "leaf certificate's DNSName should not contain '..'");
    if (name.startsWith('.') || name.endsWith('.')) errors.invalid(CHAIN, name, "leaf certificate's DNSName should not start or end with '.'");
  }
}

/** @returns whether what comes behind is looked at */
function checkTimes(
  errors: ErrorList,
  { validFromDate, validToDate }: X509Certificate,
  { notBefore, notAfter, beginRefreshAt }: PodCertificateRequestStatus,
  { maxExpirationSeconds = 0 }: PodCertificateRequestSpec,
  now: number,
): boolean {
  if (!notBefore) errors.required(NOT_BEFORE, 'must be present and consistent with the issued certificate');
  if (!notAfter) errors.required(NOT_AFTER, 'must be present and consistent with the issued certificate');
  if (!beginRefreshAt) errors.required(BEGIN_REFRESH, 'must be present and in the range [notbefore+10min, notafter-10min]');
  if (!notBefore || !notAfter || !beginRefreshAt || errors.length > 0) return false;
  const [from, to, refresh] = [validFromDate.getTime(), validToDate.getTime(), timeToMillis(beginRefreshAt)];
  // Upstream prints nanoseconds.
  const lifetime = BigInt(to - from) * 1_000_000n;
  if (timeToMillis(notBefore) !== from) errors.invalid(NOT_BEFORE, notBefore, 'must be set to the NotBefore time encoded in the leaf certificate');
  else if (Math.abs(from - now) >= MAX_SKEW_MS)
    errors.invalid(NOT_BEFORE, notBefore, "must be set to within 5 minutes of kube-apiserver's current time");
  else if (timeToMillis(notAfter) !== to) errors.invalid(NOT_AFTER, notAfter, 'must be set to the NotAfter time encoded in the leaf certificate');
  else if (to - from < MIN_LIFETIME_MS) errors.invalid(CHAIN, lifetime, 'leaf certificate lifetime must be >= 1 hour');
  else if (to - from > maxExpirationSeconds * 1000)
    errors.invalid(CHAIN, lifetime, `leaf certificate lifetime must be <= spec.maxExpirationSeconds (${maxExpirationSeconds})`);
  else if (refresh < from + REFRESH_MARGIN_MS) errors.invalid(BEGIN_REFRESH, beginRefreshAt, 'must be at least 10 minutes after status.notBefore');
  else if (refresh > to - REFRESH_MARGIN_MS) errors.invalid(BEGIN_REFRESH, beginRefreshAt, 'must be at least 10 minutes before status.notAfter');
  return errors.length === 0;
}

/** The first certificate that is none is told. */
function checkOthers(errors: ErrorList, chain: string, others: readonly PemBlock[]): void {
  const wrong = others.find((each) => each.type !== 'CERTIFICATE' || certificateIn(each) === undefined);
  if (wrong === undefined) return;
  const isCertificate = wrong.type === 'CERTIFICATE';
  // Upstream's spelling.
  const text = isCertificate
    ? 'intermediate certificate does not parse as valid X.509'
    : 'issued certificate chain must consist entirely of CERTFICATE PEM blocks';
  errors.invalid(CHAIN, chain, text);
}
