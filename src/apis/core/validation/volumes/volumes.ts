/**
 * Volumes of pods: each has a name and exactly one source. Only volumes without faults count when containers mount them.
 *
 * The sources stand in upstream's order: of several, the first one is checked and the others are refused. Some paths are spelled oddly there
 * ("persistentDisk", "downwarAPI", "cephFS"); clients see them, so they are the same here.
 */
import { ErrorList, type FieldPath } from '../../../../machinery/field-errors.ts';
import { goQuote } from '../../../../machinery/go/text.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import { parseQuantity } from '../../../../machinery/quantity.ts';
import type { EphemeralVolumeSource, Volume } from '../../v1/objects.gen.ts';
import type { PodRules } from '../pod-rules.ts';
import { checkPullPolicy } from '../pull-policy.ts';
import { checkClaimTemplate } from './claims.ts';
import { checkConfigMap, checkDownwardApi, checkProjected, checkSecret } from './file-volumes.ts';
import {
  COMMON_SOURCES,
  checkAzureFile,
  checkCinder,
  checkClaim,
  checkCsi,
  checkGitRepo,
  checkGlusterfs,
  checkIscsi,
  checkStorageOs,
} from './volume-sources.ts';

interface Place {
  readonly volume: string;
  /** Undefined in templates: names of generated claims are not known there. */
  readonly pod: string | undefined;
  readonly rules: PodRules;
}

interface Source {
  readonly field: Exclude<keyof Volume, 'name'>;
  /** The path of the source when it is refused as a second one, and of what is wrong inside. */
  readonly refused: string;
  readonly inside: string;
  readonly check: (errors: ErrorList, path: FieldPath, volume: Volume, place: Place) => void;
}

type SourceField = Exclude<keyof Volume, 'name'>;

function source<F extends SourceField>(
  field: F,
  check: (errors: ErrorList, path: FieldPath, source: NonNullable<Volume[F]>, place: Place) => void,
  paths: { readonly refused?: string; readonly inside?: string } = {},
): Source {
  return {
    field,
    refused: paths.refused ?? field,
    inside: paths.inside ?? field,
    check: (errors, path, volume, place) => check(errors, path, volume[field] as NonNullable<Volume[F]>, place),
  };
}

type Paths = Parameters<typeof source>[2];

/** Erases the source's type: the row is read with the field that it stands for. */
function common(field: keyof typeof COMMON_SOURCES, paths?: Paths): Source {
  return source(field, COMMON_SOURCES[field] as Parameters<typeof source>[1], paths);
}

const SOURCES: readonly Source[] = [
  source('emptyDir', (errors, path, { sizeLimit }) => {
    if (sizeLimit !== undefined && parseQuantity(sizeLimit).sign < 0)
      errors.forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity');
  }),
  common('hostPath'),
  source('gitRepo', checkGitRepo),
  common('gcePersistentDisk', { inside: 'persistentDisk' }),
  common('awsElasticBlockStore'),
  source('secret', checkSecret),
  common('nfs'),
  source('iscsi', (errors, path, each) => checkIscsi(errors, path, each)),
  source('glusterfs', checkGlusterfs),
  common('flocker'),
  source('persistentVolumeClaim', checkClaim),
  common('rbd'),
  source('cinder', checkCinder),
  common('cephfs', { refused: 'cephFS' }),
  common('quobyte'),
  source('downwardAPI', checkDownwardApi, { refused: 'downwarAPI' }),
  common('fc'),
  common('flexVolume'),
  source('configMap', checkConfigMap),
  source('azureFile', checkAzureFile),
  common('vsphereVolume'),
  common('photonPersistentDisk'),
  common('portworxVolume'),
  common('azureDisk'),
  source('storageos', checkStorageOs),
  source('projected', (errors, path, projected, { rules }) => checkProjected(errors, path, projected, rules)),
  common('scaleIO'),
  source('csi', checkCsi),
  source('ephemeral', checkEphemeral),
  source('image', (errors, path, image, { rules }) => {
    if (rules.pod && (image.reference ?? '') === '') errors.required(path.child('reference'));
    checkPullPolicy(errors, path.child('pullPolicy'), image.pullPolicy);
  }),
];

const BY_FIELD = new Map<string, Source>(SOURCES.map((each) => [each.field, each]));

/** @returns the volumes that containers may use, by name */
export function checkVolumes(
  errors: ErrorList,
  path: FieldPath,
  volumes: readonly Volume[],
  pod: string | undefined,
  rules: PodRules,
): ReadonlyMap<string, Volume> {
  const good = new Map<string, Volume>();
  const generated = generatedClaims(volumes, pod);
  let found = new ErrorList();
  volumes.forEach((volume, i) => {
    const at = path.index(i);
    checkSources(found, at, volume, { volume: volume.name, pod, rules });
    if (volume.name === '') found.required(at.child('name'));
    else found.eachInvalid(at.child('name'), volume.name, validateDns1123Label(volume.name));
    if (good.has(volume.name)) found.duplicate(at.child('name'), volume.name);
    if (found.length === 0) good.set(volume.name, volume);
    else {
      errors.append(found);
      found = new ErrorList();
    }
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && generated?.has(claim) === true)
      errors.invalid(at.child('persistentVolumeClaim', 'claimName'), claim, 'must not reference a PVC that gets created for an ephemeral volume');
  });
  return good;
}

/** The names of claims that are made for the pod. */
function generatedClaims(volumes: readonly Volume[], pod: string | undefined): ReadonlySet<string> | undefined {
  if (pod === undefined || !volumes.some((each) => each.ephemeral !== undefined)) return undefined;
  return new Set(volumes.filter((each) => each.ephemeral !== undefined).map((each) => `${pod}-${each.name}`));
}

function checkSources(errors: ErrorList, path: FieldPath, volume: Volume, place: Place): void {
  const given = sourcesOf(volume);
  const [first] = given;
  if (first === undefined) errors.required(path, 'must specify a volume type');
  for (const each of given) {
    if (each === first) each.check(errors, path.child(each.inside), volume, place);
    else errors.forbidden(path.child(each.refused), 'may not specify more than 1 volume type');
    if (each.field === 'iscsi') checkIscsiName(errors, path, volume);
  }
}

function sourcesOf(volume: Volume): readonly Source[] {
  const given: Source[] = [];
  for (const field in volume) {
    const known = BY_FIELD.get(field);
    if (known !== undefined && volume[known.field] !== undefined && volume[known.field] !== null) given.push(known);
  }
  return given.length < 2 ? given : given.sort((a, b) => SOURCES.indexOf(a) - SOURCES.indexOf(b));
}

function checkIscsiName(errors: ErrorList, path: FieldPath, { name, iscsi }: Volume): void {
  if (iscsi?.initiatorName === undefined || Buffer.byteLength(`${name}:${iscsi.targetPortal}`) <= 64) return;
  const text = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  errors.invalid(path.child('name'), name, text);
}

/** A claim made from a template for this pod alone; its name comes from the pod's and the volume's. */
function checkEphemeral(errors: ErrorList, path: FieldPath, { volumeClaimTemplate }: EphemeralVolumeSource, place: Place): void {
  if (volumeClaimTemplate === undefined) errors.required(path.child('volumeClaimTemplate'));
  else checkClaimTemplate(errors, path.child('volumeClaimTemplate'), volumeClaimTemplate, place.rules.gate);
  if (place.pod === undefined || place.volume === '') return;
  const claim = `${place.pod}-${place.volume}`;
  for (const text of nameIsDns1123Subdomain(claim)) errors.invalid(path.sibling('name'), place.volume, `PVC name ${goQuote(claim)}: ${text}`);
}
