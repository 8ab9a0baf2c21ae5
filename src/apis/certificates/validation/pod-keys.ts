/**
 * The key of a request for a pod certificate, and the proof that whoever asks has it: a certificate request that is signed with it, or, as before 1.36,
 * the key alone and a signature of the pod's uid. Never both.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { parseCertificateRequest } from '../../../machinery/x509/certificate-request.ts';
import { certificateRequestProblem } from '../../../machinery/x509/certificate-request-signature.ts';
import { pemText } from '../../../machinery/x509/pem.ts';
import type { PodCertificateRequestSpec } from '../v1beta1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const PUBLIC_KEY = SPEC.child('pkixPublicKey');
const PROOF = SPEC.child('proofOfPossession');
const STUB = SPEC.child('stubPKCS10Request');
const MAX_KEY_BYTES = 10 * 1024;
/** Keys that Go can read. */
const KINDS: readonly (string | undefined)[] = ['ed25519', 'ec', 'rsa', 'dsa', 'x25519'];
const GOOD_CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];
/** Go can read keys on this one, too. */
const SHORT_CURVE = 'secp224r1';

export function checkKey(errors: ErrorList, spec: PodCertificateRequestSpec): void {
  if ((spec.stubPKCS10Request ?? '') === '') checkBareKey(errors, spec);
  else checkStub(errors, spec);
}

/** The key for which the certificate is to be; undefined for what validation would have refused. */
export function requestedKey({ pkixPublicKey, stubPKCS10Request }: PodCertificateRequestSpec): KeyObject | undefined {
  if ((stubPKCS10Request ?? '') === '') return publicKey(Buffer.from(pkixPublicKey ?? '', 'base64'));
  const request = parseCertificateRequest(stubText(stubPKCS10Request));
  return typeof request === 'string' ? undefined : publicKey(request.keyInfo);
}

function stubText(request: string | null | undefined): string {
  return pemText({ type: 'CERTIFICATE REQUEST', hasHeaders: false, bytes: Buffer.from(request ?? '', 'base64') });
}

function checkStub(errors: ErrorList, spec: PodCertificateRequestSpec): void {
  const { stubPKCS10Request: stub, pkixPublicKey, proofOfPossession } = spec;
  const alone = 'must be empty when spec.stubPKCS10Request is set';
  if ((pkixPublicKey ?? '') !== '') errors.invalid(PUBLIC_KEY, pkixPublicKey, alone);
  if ((proofOfPossession ?? '') !== '') errors.invalid(PROOF, proofOfPossession, alone);
  if (Buffer.byteLength(stub ?? '', 'base64') > MAX_KEY_BYTES) errors.tooLong(STUB, MAX_KEY_BYTES);
  else {
    const key = requestedKey(spec);
    if (key === undefined) {
      errors.invalid(STUB, stub, 'must be a valid PKCS#10 certificate signing request');
      return;
    }
    const problem = certificateRequestProblem(stubText(stub));
    const keyFault = keyProblem(key);
    if (keyFault !== undefined) errors.invalid(STUB, keyFault.value ?? stub, keyFault.text);
    else if (problem !== undefined) errors.invalidWithoutValue(STUB, `could not verify the signature: ${problem}`);
  }
}

function checkBareKey(errors: ErrorList, { pkixPublicKey, proofOfPossession, podUID }: PodCertificateRequestSpec): void {
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

/** Undefined for what Go cannot read. */
function publicKey(bytes: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' });
    const { namedCurve } = key.asymmetricKeyDetails ?? {};
    const isCurveKnown = namedCurve === undefined || namedCurve === SHORT_CURVE || GOOD_CURVES.includes(namedCurve);
    return KINDS.includes(key.asymmetricKeyType) && isCurveKnown ? key : undefined;
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
      return namedCurve === SHORT_CURVE ? { value: 'curve P-224', text: 'elliptic public keys must use curve P256 or P384' } : undefined;
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
