/** Certificate signing requests: a PEM request, usages, a signer; verdicts that stay, a certificate that is set once. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { certificateRequestProblem } from '../../../machinery/x509/certificate-request-signature.ts';
import { certificatesProblem } from '../../../machinery/x509/certificates.ts';
import { pemBlocks } from '../../../machinery/x509/pem.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../v1/objects.gen.ts';
import { KeyUsage } from '../v1/types.ts';
import { checkSigner } from './signers.ts';

const SPEC = FieldPath.root('spec');
const CONDITIONS = FieldPath.root('status').child('conditions');
const CERTIFICATE = FieldPath.root('status').child('certificate');
const MIN_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const VERDICTS: readonly string[] = ['Approved', 'Denied'];
const FINAL: readonly string[] = [...VERDICTS, 'Failed'];
const STATUSES: readonly string[] = ['False', 'True', 'Unknown'];
const USAGES = KeyUsage.values ?? [];

export function validateSigningRequest(csr: CertificateSigningRequest): ErrorList {
  const errors = new ErrorList();
  const { request, usages, signerName = '', expirationSeconds } = csr.spec;
  const problem = certificateRequestProblem(Buffer.from(request ?? '', 'base64').toString('latin1'));
  if (problem !== undefined) errors.invalid(SPEC.child('request'), request, problem);
  checkUsages(errors, usages ?? []);
  if (signerName === LEGACY_SIGNER) {
    errors.invalid(SPEC.child('signerName'), signerName, 'the legacy signerName is not allowed via this API version');
  } else checkSigner(errors, SPEC.child('signerName'), signerName);
  if (expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS) {
    const text = `may not specify a duration less than ${MIN_SECONDS} seconds (10 minutes)`;
    errors.invalid(SPEC.child('expirationSeconds'), expirationSeconds, text);
  }
  checkConditions(errors, csr.status?.conditions ?? []);
  return errors;
}

function checkUsages(errors: ErrorList, usages: readonly string[]): void {
  const path = SPEC.child('usages');
  if (usages.length === 0) errors.required(path);
  usages.forEach((usage, i) => {
    if (!USAGES.includes(usage)) errors.notSupported(path.index(i), usage, USAGES);
  });
  errors.eachDuplicate(path, usages);
}

function checkConditions(errors: ErrorList, conditions: readonly CertificateSigningRequestCondition[]): void {
  const seen = new Set<string>();
  conditions.forEach(({ type, status }, i) => {
    const at = CONDITIONS.index(i);
    const allowed = FINAL.includes(type) ? ['True'] : STATUSES;
    if (type === '') errors.required(at.child('type'));
    if (status === '') errors.required(at.child('status'));
    else if (!allowed.includes(status)) errors.notSupported(at.child('status'), status, allowed);
    const opposite = VERDICTS.find((each) => each !== type);
    if (VERDICTS.includes(type) && seen.has(opposite ?? ''))
      errors.invalid(CONDITIONS, type, 'Approved and Denied conditions are mutually exclusive');
    if (seen.has(type)) errors.duplicate(at.child('type'), type);
    seen.add(type);
  });
}

/** Through which endpoint an update comes: the object itself or one of its subresources. */
export type UpdateEndpoint = 'main' | 'status' | 'approval';

export function validateSigningRequestUpdate(csr: CertificateSigningRequest, old: CertificateSigningRequest, endpoint: UpdateEndpoint): ErrorList {
  const errors = validateSigningRequest(csr);
  const now = csr.status?.certificate ?? '';
  const then = old.status?.certificate ?? '';
  if (now !== '' && now !== then) checkCertificate(errors, now);
  checkVerdicts(errors, csr, old, endpoint === 'approval');
  if (now === then) return errors;
  if (endpoint !== 'status') errors.forbidden(CERTIFICATE, 'updates may not set certificate content');
  else if (then !== '') errors.forbidden(CERTIFICATE, 'updates may not modify existing certificate content');
  return errors;
}

/** First what is gone, then what is new or other than it was. */
function checkVerdicts(errors: ErrorList, csr: CertificateSigningRequest, old: CertificateSigningRequest, mayApprove: boolean): void {
  const of = ({ status }: CertificateSigningRequest, type: string): readonly CertificateSigningRequestCondition[] =>
    (status?.conditions ?? []).filter((each) => each.type === type);
  const refuse = (what: string, type: string): void => errors.forbidden(CONDITIONS, `updates may not ${what} a condition of type ${goQuote(type)}`);
  for (const type of FINAL) if (of(csr, type).length < of(old, type).length) refuse('remove', type);
  if (mayApprove) return;
  for (const type of VERDICTS) {
    const now = of(csr, type);
    const then = of(old, type);
    if (now.length > then.length) refuse('add', type);
    else if (now.length === then.length && !equal(now, then)) refuse('modify', type);
  }
}

function checkCertificate(errors: ErrorList, base64: string): void {
  const problem = certificateProblem(Buffer.from(base64, 'base64').toString('latin1'));
  // The content is not repeated in errors.
  if (problem !== undefined) errors.invalid(CERTIFICATE, '<certificate data>', problem);
}

/** The first that is wrong, in the order of the blocks. */
function certificateProblem(pem: string): string | undefined {
  const blocks = pemBlocks(pem);
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    const problem = certificatesProblem(bytes);
    if (problem !== undefined) return problem;
    if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}
