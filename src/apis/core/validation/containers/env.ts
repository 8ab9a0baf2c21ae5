/** Environment variables of containers: where their values come from. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { configKeyErrors, environmentNameErrors } from '../../../../machinery/grammar/formats.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import type { EnvFromSource, EnvVar, EnvVarSource, FileKeySelector, PodSpec, Volume } from '../../v1/objects.gen.ts';
import { checkFieldSelector, checkResourceFieldSelector, ENVIRONMENT_FIELDS } from '../downward.ts';
import { checkNoBacksteps } from '../paths.ts';
import { type PodRules, visitContainers } from '../pod-rules.ts';

/** Volumes of the pod that are valid themselves, by name. */
export type Volumes = ReadonlyMap<string, Volume>;

export function checkEnv(errors: ErrorList, path: FieldPath, variables: readonly EnvVar[], rules: PodRules): void {
  variables.forEach(({ name, value = '', valueFrom }, i) => {
    if (name === '') errors.required(path.index(i).child('name'));
    else {
      const found = environmentNameErrors(name);
      if (found.length > 0) errors.eachInvalid(path.index(i).child('name'), name, found);
    }
    if (valueFrom !== undefined) checkSource(errors, path.index(i).child('valueFrom'), valueFrom, value, rules);
  });
}

const SOURCES = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
const SOURCES_AND_FILES = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

function checkSource(errors: ErrorList, path: FieldPath, source: EnvVarSource, value: string, rules: PodRules): void {
  let sources = 0;
  if (source.fieldRef !== undefined) {
    sources++;
    checkFieldSelector(errors, path.child('fieldRef'), source.fieldRef, ENVIRONMENT_FIELDS);
  }
  if (source.resourceFieldRef !== undefined) {
    sources++;
    checkResourceFieldSelector(errors, path.child('resourceFieldRef'), source.resourceFieldRef, false);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const selector = source[kind];
    if (selector === undefined) continue;
    sources++;
    const at = path.child(kind);
    errors.eachInvalid(at.child('name'), selector.name ?? '', nameIsDns1123Subdomain(selector.name ?? ''));
    if (selector.key === '') errors.required(at.child('key'));
    else errors.eachInvalid(at.child('key'), selector.key, configKeyErrors(selector.key));
  }
  if (source.fileKeyRef !== undefined) {
    sources++;
    checkFileKey(errors, path.child('fileKeyRef'), source.fileKeyRef);
  }
  if (sources === 0) errors.invalid(path, '', `must specify one of: ${rules.envFiles ? SOURCES_AND_FILES : SOURCES}`);
  else if (value !== '') errors.invalid(path, '', 'may not be specified when `value` is not empty');
  else if (sources > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
}

/** A line of a file that an init container wrote into an emptyDir (KEP-3721). */
function checkFileKey(errors: ErrorList, path: FieldPath, { key, volumeName, path: file }: FileKeySelector): void {
  if (key === '') errors.required(path.child('key'));
  else errors.eachInvalid(path.child('key'), key, environmentNameErrors(key));
  if (volumeName === '') errors.required(path.child('volumeName'));
  else errors.eachInvalid(path.child('volumeName'), volumeName, validateDns1123Label(volumeName));
  if (file === '') errors.required(path.child('path'));
  else checkNoBacksteps(errors, path.child('path'), file);
}

/** Such files are in volumes of the pod. */
export function checkFileVolumes(errors: ErrorList, path: FieldPath, spec: PodSpec): void {
  const volumes = new Map(spec.volumes?.map((each) => [each.name, each]));
  visitContainers(spec, path, ({ env }, at) => {
    env?.forEach(({ valueFrom }, i) => {
      if (valueFrom?.fileKeyRef === undefined) return;
      const { volumeName } = valueFrom.fileKeyRef;
      const field = at.child('env').index(i).child('valueFrom', 'fileKeyRef', 'volumeName');
      const volume = volumes.get(volumeName);
      if (volume === undefined) errors.notFound(field, volumeName);
      else if (volume.emptyDir === undefined) errors.invalid(field, volumeName, 'referenced volume must be of type emptyDir');
    });
  });
}

export function checkEnvFrom(errors: ErrorList, path: FieldPath, sources: readonly EnvFromSource[]): void {
  sources.forEach((source, i) => {
    const { prefix = '' } = source;
    if (prefix !== '') errors.eachInvalid(path.index(i).child('prefix'), prefix, environmentNameErrors(prefix));
    let count = 0;
    for (const kind of ['configMapRef', 'secretRef'] as const) {
      const reference = source[kind];
      if (reference === undefined) continue;
      count++;
      const at = path.index(i).child(kind, 'name');
      if ((reference.name ?? '') === '') errors.required(at);
      else errors.eachInvalid(at, reference.name, nameIsDns1123Subdomain(reference.name ?? '', true));
    }
    // The missing index is upstream's.
    if (count === 0) errors.invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`');
    else if (count > 1) errors.invalid(path, '', 'may not have more than one field specified at a time');
  });
}
