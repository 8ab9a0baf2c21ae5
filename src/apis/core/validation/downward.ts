/** What containers may learn of their own pod: fields and resources, through variables and files (docs/concepts/workloads/pods/downward-api). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import type { DownwardAPIVolumeFile, ObjectFieldSelector, ResourceFieldSelector } from '../v1/objects.gen.ts';
import { checkFileMode, checkLocalPath } from './paths.ts';

/** Sorted, as messages list them. */
export const ENVIRONMENT_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const VOLUME_FIELDS: readonly string[] = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Labels that any selector of pod fields may name, whatever the place takes. */
const KNOWN_FIELDS = new Set([
  ...ENVIRONMENT_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.hostNetwork',
  'status.phase',
  'status.nominatedNodeName',
]);

const SUBSCRIPTED = /^([^[\]']+)\['(.*)'\]$/s;

export function checkFieldSelector(
  errors: ErrorList,
  path: FieldPath,
  { apiVersion = '', fieldPath }: ObjectFieldSelector,
  fields: readonly string[],
): void {
  if (apiVersion === '') {
    errors.required(path.child('apiVersion'));
    return;
  }
  if (fieldPath === '') {
    errors.required(path.child('fieldPath'));
    return;
  }
  const [, parent, subscript = ''] = SUBSCRIPTED.exec(fieldPath) ?? [];
  const problem = conversionProblem(apiVersion, fieldPath, parent);
  if (problem !== undefined) {
    errors.invalid(path.child('fieldPath'), fieldPath, `error converting fieldPath: ${problem}`);
    return;
  }
  // The old name of the field.
  const name = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (parent !== undefined) {
    const key = parent === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
    errors.eachInvalid(path, key, labelKeyErrors(key));
  } else if (!fields.includes(name)) errors.notSupported(path.child('fieldPath'), name, fields);
}

function conversionProblem(apiVersion: string, fieldPath: string, parent: string | undefined): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (parent !== undefined) {
    if (parent === 'metadata.annotations' || parent === 'metadata.labels') return undefined;
    return `field label does not support subscript: ${fieldPath}`;
  }
  return KNOWN_FIELDS.has(fieldPath) || fieldPath === 'spec.host' ? undefined : `field label not supported: ${fieldPath}`;
}

const RESOURCES: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = /^(limits|requests)\.hugepages-/;

const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const BYTE_DIVISORS_TEXT = `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the`;

/** @param inVolume files belong to no container, so they must name one */
export function checkResourceFieldSelector(errors: ErrorList, path: FieldPath, selector: ResourceFieldSelector, inVolume: boolean): void {
  const { containerName = '', resource } = selector;
  if (inVolume && containerName === '') errors.required(path.child('containerName'));
  else if (resource === '') errors.required(path.child('resource'));
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) errors.notSupported(path.child('resource'), resource, RESOURCES);
  checkDivisor(errors, path.child('divisor'), resource, selector.divisor);
}

function checkDivisor(errors: ErrorList, path: FieldPath, resource: string, divisor: string | undefined): void {
  if (divisor === undefined || divisor === '' || parseQuantity(divisor).isZero) return;
  if (resource.endsWith('.cpu') && RESOURCES.includes(resource)) {
    if (divisor !== '1' && divisor !== '1m') errors.invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
    return;
  }
  const what = byteResource(resource);
  if (what !== undefined && !BYTE_DIVISORS.includes(divisor)) errors.invalid(path, resource, `${BYTE_DIVISORS_TEXT} ${what} resource`);
}

function byteResource(resource: string): string | undefined {
  if (HUGE_PAGES.test(resource)) return 'hugepages';
  if (!RESOURCES.includes(resource)) return undefined;
  return resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
}

/** Errors name the volume's list as a whole: upstream gives files no index. */
export function checkDownwardFile(errors: ErrorList, path: FieldPath, file: DownwardAPIVolumeFile): void {
  if (file.path === '') errors.required(path.child('path'));
  checkLocalPath(errors, path.child('path'), file.path);
  if (file.fieldRef !== undefined) {
    checkFieldSelector(errors, path.child('fieldRef'), file.fieldRef, VOLUME_FIELDS);
    if (file.resourceFieldRef !== undefined) errors.invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
  } else if (file.resourceFieldRef !== undefined) checkResourceFieldSelector(errors, path.child('resourceFieldRef'), file.resourceFieldRef, true);
  else errors.required(path, 'one of fieldRef and resourceFieldRef is required');
  checkFileMode(errors, path.child('mode'), file.mode);
}
