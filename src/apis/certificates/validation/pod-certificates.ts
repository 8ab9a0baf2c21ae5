/** Requests for pod certificates: which pod on which node asks, with a key that it has; a status that ends issued, denied or failed. */
import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import { checkAnnotations } from '../../meta/validation/labels.ts';
import type { PodCertificateRequest, PodCertificateRequestSpec, PodCertificateRequestStatus } from '../v1beta1/objects.gen.ts';
import { checkSigner } from './signers.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const PUBLIC_KEY = SPEC.child('pkixPublicKey');
const PROOF = SPEC.child('proofOfPossession');
const CHAIN = STATUS.child('certificateChain');
const MAX_UID = 128;
const MIN_SECONDS = 3600;
const MAX_SECONDS = 91 * 86_400;
const MAX_SECONDS_OF_KUBERNETES = 86_400;
const MAX_KEY_BYTES = 10 * 1024;
const MAX_CHAIN_BYTES = 100 * 1024;
const FINAL: readonly string[] = ['Issued', 'Denied', 'Failed'];
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

export function validatePodCertificateRequest({ spec }: PodCertificateRequest): ErrorList {
  const errors = new ErrorList();
  checkSigner(errors, SPEC.child('signerName'), spec.signerName);
  if (spec.unverifiedUserAnnotations !== undefined) checkAnnotations(errors, SPEC.child('unverifiedUserAnnotations'), spec.unverifiedUserAnnotations);
  for (const owner of ['pod', 'serviceAccount', 'node'] as const) checkOwner(errors, spec, owner);
  if (checkSeconds(errors, spec)) checkKey(errors, spec);
  return errors;
}

export function validatePodCertificateRequestUpdate(request: PodCertificateRequest, old: PodCertificateRequest): ErrorList {
  const errors = new ErrorList();
  checkImmutable(errors, SPEC, request.spec, old.spec);
  return errors;
}

function checkOwner(errors: ErrorList, spec: PodCertificateRequestSpec, owner: 'pod' | 'serviceAccount' | 'node'): void {
  const name = spec[`${owner}Name`];
  const uid = spec[`${owner}UID`];
  errors.eachInvalid(SPEC.child(`${owner}Name`), name, nameIsDns1123Subdomain(name));
  if (uid === '') errors.invalid(SPEC.child(`${owner}UID`), uid, 'must not be empty');
  if (Buffer.byteLength(uid) > MAX_UID) errors.tooLong(SPEC.child(`${owner}UID`), MAX_UID);
}

function checkSeconds(errors: ErrorList, { maxExpirationSeconds, signerName }: PodCertificateRequestSpec): boolean {
  const at = SPEC.child('maxExpirationSeconds');
  if (maxExpirationSeconds === undefined) {
    errors.required(at, 'must be set');
    return false;
  }
  const [domain = ''] = signerName.split('/');
  const most = domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io') ? MAX_SECONDS_OF_KUBERNETES : MAX_SECONDS;
  if (maxExpirationSeconds < MIN_SECONDS || maxExpirationSeconds > most)
    errors.invalid(at, maxExpirationSeconds, `must be in the range [${MIN_SECONDS}, ${most}]`);
  return true;
}

/** Whoever asks for a certificate proves with a signature of the pod's uid that they hold the key. */
function checkKey(errors: ErrorList, { pkixPublicKey, proofOfPossession, podUID }: PodCertificateRequestSpec): void {
  const bytes = Buffer.from(pkixPublicKey ?? '', 'base64');
  const proof = Buffer.from(proofOfPossession ?? '', 'base64');
  if (bytes.length > MAX_KEY_BYTES || proof.length > MAX_KEY_BYTES) {
    errors.tooLong(bytes.length > MAX_KEY_BYTES ? PUBLIC_KEY : PROOF, MAX_KEY_BYTES);
    return;
  }
  const key = publicKey(bytes);
  const problem: KeyProblem | undefined = key === undefined ? { text: 'must be a valid PKIX-serialized public key' } : keyProblem(key);
  if (problem !== undefined) errors.invalid(PUBLIC_KEY, problem.value ?? pkixPublicKey, problem.text);
  else if (key !== undefined && !isSignedBy(key, Buffer.from(podUID), proof))
    errors.invalidWithoutValue(PROOF, 'could not verify proof-of-possession signature');
}

function publicKey(bytes: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

interface KeyProblem {
  readonly value?: string;
  readonly text: string;
}

function keyProblem({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyProblem | undefined {
  const { namedCurve = '', modulusLength = 0 } = asymmetricKeyDetails ?? {};
  switch (asymmetricKeyType) {
    case 'ed25519':
      return undefined;
    case 'ec':
      return CURVES.includes(namedCurve) ? undefined : { value: `curve ${namedCurve}`, text: 'elliptic public keys must use curve P256 or P384' };
    case 'rsa':
      if (modulusLength === 3072 || modulusLength === 4096) return undefined;
      return { value: `${modulusLength}-bit modulus`, text: 'RSA keys must have modulus size 3072 or 4096' };
    default:
      return { text: 'unknown public key type; supported types are Ed25519, ECDSA, and RSA' };
  }
}

function isSignedBy(key: KeyObject, text: Buffer, signature: Buffer): boolean {
  if (key.asymmetricKeyType === 'ed25519') return verify(null, text, key, signature);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return verify('sha256', text, key.asymmetricKeyType === 'rsa' ? { key, ...padding } : key, signature);
}

export function validatePodCertificateRequestStatus(request: PodCertificateRequest, old: PodCertificateRequest): ErrorList {
  const errors = new ErrorList();
  const { status } = request;
  checkVerdicts(errors, status);
  checkConditions(errors, STATUS.child('conditions'), status.conditions ?? []);
  if (errors.length > 0) return errors;
  if (FINAL.some((type) => has(old.status, type))) {
    if (!equal(status, old.status)) errors.invalid(STATUS, status, 'immutable after PodCertificateRequest is issued, denied, or failed');
  } else if (has(status, 'Denied') || has(status, 'Failed')) {
    if (!equal(status, { conditions: status.conditions }))
      errors.invalid(STATUS, status, 'non-condition status fields must be empty when denying or failing the PodCertificateRequest');
  } else if (has(status, 'Issued')) checkChain(errors, status, old.spec);
  return errors;
}

function has({ conditions }: PodCertificateRequestStatus, type: string): boolean {
  return conditions?.some((each) => each.type === type && each.status === 'True') === true;
}

function checkVerdicts(errors: ErrorList, { conditions = [] }: PodCertificateRequestStatus): void {
  let count = 0;
  conditions.forEach(({ type, status }, i) => {
    const at = STATUS.child('conditions').index(i);
    if (!FINAL.includes(type)) {
      errors.notSupported(at.child('type'), type, FINAL);
      return;
    }
    if (++count > 1) errors.invalid(at.child('type'), type, 'There may be at most one condition with type "Issued", "Denied", or "Failed"');
    if (status !== 'True') errors.notSupported(at.child('status'), status, ['True']);
  });
}

function checkChain(errors: ErrorList, { certificateChain = '' }: PodCertificateRequestStatus, { pkixPublicKey }: PodCertificateRequestSpec): void {
  if (Buffer.byteLength(certificateChain) > MAX_CHAIN_BYTES) errors.tooLong(CHAIN, MAX_CHAIN_BYTES);
  else {
    const problem = chainProblem(certificateChain, Buffer.from(pkixPublicKey ?? '', 'base64'));
    if (problem !== undefined) errors.invalid(CHAIN, certificateChain, problem);
  }
}

function chainProblem(chain: string, publicKey: Buffer): string | undefined {
  const type = /-----BEGIN ([^\n-]+)-----/.exec(chain)?.[1];
  if (type === undefined) return 'issued certificate chain must contain at least one certificate';
  if (type !== 'CERTIFICATE') return 'issued certificate chain must consist entirely of CERTIFICATE PEM blocks';
  try {
    const key = new X509Certificate(chain).publicKey.export({ format: 'der', type: 'spki' });
    return key.equals(publicKey) ? undefined : 'leaf certificate was not issued to the requested public key';
  } catch {
    return 'leaf certificate does not parse as valid X.509';
  }
}
