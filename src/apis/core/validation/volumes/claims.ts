/** Specs of volume claims: claims themselves, templates in pods and in stateful sets. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { POSITIVE } from '../../../../machinery/grammar/formats.ts';
import { nameIsDns1123Label, nameIsDns1123Subdomain, validateDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import { parseQuantity } from '../../../../machinery/quantity.ts';
import type { ObjectMeta } from '../../../meta/v1/objects.gen.ts';
import { checkAnnotations, checkLabelSelector, checkLabels } from '../../../meta/validation/labels.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate, TypedObjectReference } from '../../v1/objects.gen.ts';
import { checkResourceAmount } from '../resources/resources.ts';

/** What stored claims may keep although new ones may not have it. */
export interface ClaimRules {
  readonly gate: FeatureEnabled;
  readonly badSelectorValues?: boolean;
  readonly badSourceGroups?: boolean;
  readonly attributesClass?: boolean;
}

export const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];

export function checkClaimTemplate(errors: ErrorList, path: FieldPath, template: PersistentVolumeClaimTemplate, gate: FeatureEnabled): void {
  checkTemplateMetadata(errors, path.child('metadata'), template.metadata);
  checkClaimSpec(errors, path.child('spec'), template.spec, { gate });
}

/** Metadata that becomes another object's: labels and annotations, nothing else. */
export function checkTemplateMetadata(errors: ErrorList, path: FieldPath, metadata: ObjectMeta | undefined): void {
  if (metadata === undefined) return;
  checkAnnotations(errors, path.child('annotations'), metadata.annotations);
  checkLabels(errors, path.child('labels'), metadata.labels);
  for (const [field, value] of Object.entries(metadata)) {
    if (field === 'annotations' || field === 'labels' || isZero(value)) continue;
    errors.forbidden(path.child(field), 'cannot be set');
  }
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

export function checkClaimSpec(errors: ErrorList, path: FieldPath, spec: PersistentVolumeClaimSpec, rules: ClaimRules): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.required(path.child('accessModes'), 'at least 1 access mode is required');
  checkLabelSelector(errors, path.child('selector'), spec.selector, { allowInvalidValues: rules.badSelectorValues === true });
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.notSupported(path.child('accessModes'), mode, ACCESS_MODES);
  if (modes.includes('ReadWriteOncePod') && modes.some((each) => each !== 'ReadWriteOncePod' && ACCESS_MODES.includes(each)))
    errors.forbidden(path.child('accessModes'), 'may not use ReadWriteOncePod with other access modes');
  checkSize(errors, path.child('resources').key('storage'), getKey(spec.resources?.requests, 'storage'));
  checkClassName(errors, path.child('storageClassName'), spec.storageClassName);
  if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode))
    errors.notSupported(path.child('volumeMode'), spec.volumeMode, VOLUME_MODES);
  checkSources(errors, path, spec, rules);
  if (rules.attributesClass === true || rules.gate('VolumeAttributesClass'))
    checkClassName(errors, path.child('volumeAttributesClassName'), spec.volumeAttributesClassName);
}

function checkSize(errors: ErrorList, path: FieldPath, size: string | undefined): void {
  if (size === undefined) errors.required(path);
  else if (parseQuantity(size).sign <= 0) errors.invalid(path, size, POSITIVE);
  else checkResourceAmount(errors, path, 'storage', size);
}

function checkClassName(errors: ErrorList, path: FieldPath, name = ''): void {
  if (name !== '') errors.eachInvalid(path, name, nameIsDns1123Subdomain(name));
}

function checkSources(errors: ErrorList, path: FieldPath, { dataSource, dataSourceRef }: PersistentVolumeClaimSpec, rules: ClaimRules): void {
  if (dataSource !== undefined) checkSource(errors, path.child('dataSource'), dataSource, rules);
  if (dataSourceRef === undefined) return;
  checkSource(errors, path.child('dataSourceRef'), dataSourceRef, rules);
  const { namespace = '' } = dataSourceRef;
  if (namespace !== '') errors.eachInvalid(path.child('dataSourceRef', 'namespace'), namespace, nameIsDns1123Label(namespace));
  if (dataSource === undefined) return;
  // Upstream prints a struct without public fields here.
  const shown = {};
  if (namespace !== '') errors.invalid(path, shown, 'may not be specified when dataSourceRef.namespace is specified');
  else if (
    (dataSource.apiGroup ?? null) !== (dataSourceRef.apiGroup ?? null) ||
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name
  )
    errors.invalid(path, shown, 'must match dataSourceRef');
}

function checkSource(errors: ErrorList, path: FieldPath, { name, kind, apiGroup }: TypedObjectReference, rules: ClaimRules): void {
  if (name === '') errors.required(path.child('name'));
  if (kind === '') errors.required(path.child('kind'));
  const group = apiGroup ?? '';
  if (group === '' && kind !== 'PersistentVolumeClaim')
    errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  if (group !== '' && rules.badSourceGroups !== true) errors.eachInvalid(path.child('apiGroup'), group, validateDns1123Subdomain(group));
}
