/** Volumes made of files that the API knows: secrets, config maps, the downward API, and projections of them. */
import { type ErrorList, type FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { checkLabelSelector } from '../../../meta/validation/labels.ts';
import type {
  ClusterTrustBundleProjection,
  ConfigMapVolumeSource,
  DownwardAPIVolumeSource,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  SecretVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../v1/objects.gen.ts';
import { checkDownwardFile } from '../downward.ts';
import { printInternal } from '../internal-form.ts';
import { checkFileMode, checkLocalPath } from '../paths.ts';
import type { PodRules } from '../pod-rules.ts';

export function checkSecret(errors: ErrorList, path: FieldPath, { secretName = '', defaultMode, items }: SecretVolumeSource): void {
  if (secretName === '') errors.required(path.child('secretName'));
  checkFileMode(errors, path.child('defaultMode'), defaultMode);
  checkItems(errors, path.child('items'), items);
}

export function checkConfigMap(errors: ErrorList, path: FieldPath, { name = '', defaultMode, items }: ConfigMapVolumeSource): void {
  if (name === '') errors.required(path.child('name'));
  checkFileMode(errors, path.child('defaultMode'), defaultMode);
  checkItems(errors, path.child('items'), items);
}

function checkItems(errors: ErrorList, path: FieldPath, items: readonly KeyToPath[] = []): void {
  items.forEach((item, i) => {
    checkItem(errors, path.index(i), item);
  });
}

function checkItem(errors: ErrorList, path: FieldPath, item: KeyToPath): void {
  if (item.key === '') errors.required(path.child('key'));
  if (item.path === '') errors.required(path.child('path'));
  checkLocalPath(errors, path.child('path'), item.path);
  checkFileMode(errors, path.child('mode'), item.mode);
}

export function checkDownwardApi(errors: ErrorList, path: FieldPath, { defaultMode, items = [] }: DownwardAPIVolumeSource): void {
  checkFileMode(errors, path.child('defaultMode'), defaultMode);
  for (const file of items) checkDownwardFile(errors, path, file);
}

/** Several sources in one folder: their paths may not collide, as far as they are known. */
export function checkProjected(errors: ErrorList, path: FieldPath, { sources, defaultMode }: ProjectedVolumeSource, rules: PodRules): void {
  checkFileMode(errors, path.child('defaultMode'), defaultMode);
  const paths = new Set<string>();
  const claim = (file: string, shown: string): void => {
    if (paths.has(file)) errors.invalid(path, shown, 'conflicting duplicate paths');
    paths.add(file);
  };
  sources?.forEach((source, i) => {
    const at = path.child('sources').index(i);
    checkFileSources(errors, at, source, claim);
    if (source.serviceAccountToken !== undefined) checkToken(errors, at.child('serviceAccountToken'), path, source.serviceAccountToken, rules);
    if (source.clusterTrustBundle !== undefined) checkTrustBundle(errors, at.child('clusterTrustBundle'), source.clusterTrustBundle, claim);
    if (source.podCertificate !== undefined) checkPodCertificate(errors, at.child('podCertificate'), source.podCertificate, claim);
    if (Object.values(source).filter((each) => each !== undefined && each !== null).length > 1)
      errors.forbidden(at, 'may not specify more than 1 volume type per source');
  });
}

type ClaimPath = (file: string, shown: string) => void;

function checkFileSources(errors: ErrorList, path: FieldPath, source: VolumeProjection, claim: ClaimPath): void {
  for (const kind of ['secret', 'configMap'] as const) {
    const projection = source[kind];
    if (projection === undefined) continue;
    const { name = '', items = [] } = projection;
    if (name === '') errors.required(path.child(kind, 'name'));
    items.forEach((item, i) => {
      checkItem(errors, path.child(kind, 'items').index(i), item);
      if (item.path !== '') claim(item.path, name);
    });
  }
  for (const file of source.downwardAPI?.items ?? []) {
    checkDownwardFile(errors, path.child('downwardAPI'), file);
    if (file.path !== '') claim(file.path, file.path);
  }
}

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

/** Its path is reported at the volume, as upstream does. */
function checkToken(errors: ErrorList, path: FieldPath, volume: FieldPath, token: ServiceAccountTokenProjection, rules: PodRules): void {
  const seconds = token.expirationSeconds ?? 0;
  const at = path.child('expirationSeconds');
  if (seconds < MIN_TOKEN_SECONDS) errors.invalid(at, seconds, 'may not specify a duration less than 10 minutes');
  if (seconds > MAX_TOKEN_SECONDS) errors.invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds');
  if (token.path === '') errors.required(volume.child('path'));
  else if (!rules.nonLocalTokenPaths) checkLocalPath(errors, volume.child('path'), token.path);
}

function checkTrustBundle(errors: ErrorList, path: FieldPath, bundle: ClusterTrustBundleProjection, claim: ClaimPath): void {
  const { name, signerName, labelSelector } = bundle;
  if (name !== undefined && signerName !== undefined)
    errors.invalid(path, new Verbatim(printInternal(bundle, 'ClusterTrustBundleProjection')), 'only one of name and signerName may be used');
  else if (name !== undefined) {
    if (name === '') errors.required(path.child('name'), 'must be a valid object name');
    for (const text of bundleNameErrors(name)) errors.invalid(path.child('name'), name, `not a valid clustertrustbundlename: ${text}`);
    if (labelSelector !== undefined) errors.invalid(path.child('labelSelector'), labelSelector, 'labelSelector must be unset if name is specified');
  } else if (signerName !== undefined) {
    if (signerName === '') errors.required(path.child('signerName'), 'must be a valid signer name');
    checkLabelSelector(errors, path.child('labelSelector'), labelSelector);
  } else errors.required(path, 'either name or signerName must be specified');
  if (bundle.path === '') errors.required(path.child('path'));
  checkLocalPath(errors, path.child('path'), bundle.path);
  claim(bundle.path, bundle.path);
}

/** "signer.example.com:foo:name" or a plain name. */
function bundleNameErrors(name: string): readonly string[] {
  return nameIsDns1123Subdomain(name.slice(name.lastIndexOf(':') + 1), false);
}

const KEY_TYPES: readonly string[] = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const CERTIFICATE_PATHS = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
const MIN_CERTIFICATE_SECONDS = 3600;
const MAX_CERTIFICATE_SECONDS = 91 * 86_400;

function checkPodCertificate(errors: ErrorList, path: FieldPath, certificate: PodCertificateProjection, claim: ClaimPath): void {
  const { keyType = '', maxExpirationSeconds } = certificate;
  if ((certificate.signerName ?? '') === '') errors.required(path.child('signerName'));
  if (!KEY_TYPES.includes(keyType)) errors.notSupported(path.child('keyType'), keyType, KEY_TYPES);
  if (maxExpirationSeconds !== undefined) {
    const at = path.child('maxExpirationSeconds');
    if (maxExpirationSeconds < MIN_CERTIFICATE_SECONDS) errors.invalid(at, maxExpirationSeconds, 'if provided, maxExpirationSeconds must be >= 3600');
    if (maxExpirationSeconds > MAX_CERTIFICATE_SECONDS)
      errors.invalid(at, maxExpirationSeconds, 'if provided, maxExpirationSeconds must be <= 7862400');
  }
  const given = CERTIFICATE_PATHS.filter((each) => (certificate[each] ?? '') !== '');
  if (given.length === 0) errors.required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath');
  for (const field of given) {
    const file = certificate[field] as string;
    checkLocalPath(errors, path.child(field), file);
    claim(file, file);
  }
}
