/** Requests for pod certificates (KEP-4317): which pod on which node asks. The key that it has: pod-keys.ts; the answer: pod-certificate-statuses.ts. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import { checkAnnotations } from '../../meta/validation/labels.ts';
import type { PodCertificateRequest, PodCertificateRequestSpec } from '../v1beta1/objects.gen.ts';
import { checkKey } from './pod-keys.ts';
import { checkSigner } from './signers.ts';

const SPEC = FieldPath.root('spec');
const MAX_UID = 128;
const MIN_SECONDS = 3600;
const MAX_SECONDS = 91 * 86_400;
const MAX_SECONDS_OF_KUBERNETES = 86_400;

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
