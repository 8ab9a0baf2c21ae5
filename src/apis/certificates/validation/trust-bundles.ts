/** Cluster trust bundles: certificates of authorities in PEM, each once, for one signer or for anybody. */
import { X509Certificate } from 'node:crypto';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { type PemBlock, pemBlocks } from '../../../machinery/x509/pem.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import { checkObjectMetaName } from '../../meta/validation/object-names.ts';
import type { ClusterTrustBundle } from '../v1beta1/objects.gen.ts';
import { checkSigner } from './signers.ts';

const SPEC = FieldPath.root('spec');
const BUNDLE = SPEC.child('trustBundle');
const MAX_BUNDLE_BYTES = 1024 * 1024;
/** The content is not repeated in errors. */
const OMITTED = '<value omitted>';

export function validateClusterTrustBundle(bundle: ClusterTrustBundle): ErrorList {
  const errors = new ErrorList();
  checkRest(errors, bundle);
  checkBundle(errors, bundle.spec.trustBundle);
  return errors;
}

export function validateClusterTrustBundleUpdate(bundle: ClusterTrustBundle, old: ClusterTrustBundle): ErrorList {
  const errors = new ErrorList();
  checkRest(errors, bundle);
  if (bundle.spec.trustBundle !== old.spec.trustBundle) checkBundle(errors, bundle.spec.trustBundle);
  checkImmutable(errors, SPEC.child('signerName'), bundle.spec.signerName ?? '', old.spec.signerName ?? '');
  return errors;
}

function checkRest(errors: ErrorList, { metadata, spec }: ClusterTrustBundle): void {
  const { signerName = '' } = spec;
  checkObjectMetaName(errors, metadata, (name, prefix) => trustBundleNameErrors(signerName, name, prefix));
  if (signerName !== '') checkSigner(errors, SPEC.child('signerName'), signerName);
}

/** A bundle of a signer begins with the signer's name, a colon for its slash. */
function trustBundleNameErrors(signerName: string, name: string, prefix: boolean): readonly string[] {
  if (signerName === '') {
    return name.includes(':') ? ['ClusterTrustBundle without signer name must not have ":" in its name'] : nameIsDns1123Subdomain(name, prefix);
  }
  const start = `${signerName.replaceAll('/', ':')}:`;
  if (!name.startsWith(start)) return [`ClusterTrustBundle for signerName ${signerName} must be named with prefix ${start}`];
  return nameIsDns1123Subdomain(name.slice(start.length), prefix);
}

function checkBundle(errors: ErrorList, pem: string): void {
  if (Buffer.byteLength(pem) > MAX_BUNDLE_BYTES) {
    errors.tooLong(BUNDLE, MAX_BUNDLE_BYTES);
    return;
  }
  const before = errors.length;
  const places = new Map<string, number[]>();
  pemBlocks(pem).forEach((block, i) => {
    const problem = blockProblem(block);
    if (problem !== undefined) errors.invalid(BUNDLE, OMITTED, `entry ${i} ${problem}`);
    const key = block.bytes.toString('latin1');
    places.set(key, [...(places.get(key) ?? []), i]);
  });
  if (errors.length > before) return;
  if (places.size === 0) errors.invalid(BUNDLE, OMITTED, 'at least one trust anchor must be provided');
  for (const indexes of places.values()) {
    if (indexes.length > 1) errors.invalid(BUNDLE, OMITTED, `duplicate trust anchor (indices [${indexes.join(' ')}])`);
  }
}

function blockProblem({ type, hasHeaders, bytes }: PemBlock): string | undefined {
  if (type !== 'CERTIFICATE') return `has bad block type: ${type}`;
  if (hasHeaders) return 'has PEM block headers';
  try {
    const { ca } = new X509Certificate(bytes);
    return ca ? undefined : 'does not have the CA bit set';
  } catch {
    return 'does not parse as X.509';
  }
}
