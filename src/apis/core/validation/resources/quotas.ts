/** Resource quotas: which resources can be limited, and which scopes go with which. */
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../../../machinery/object.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../../v1/objects.gen.ts';
import { isStandard, resourceNameErrors } from './resource-names.ts';
import { checkResourceAmount } from './resources.ts';

const SPEC = FieldPath.root('spec');

const COMPUTE: readonly string[] = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const POD_SCOPES: readonly string[] = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'CrossNamespacePodAffinity'];
const COUNTED_POD_SCOPES: readonly string[] = [...POD_SCOPES, 'PriorityClass'];
const SCOPES = new Set([...POD_SCOPES, 'PriorityClass', 'VolumeAttributesClass']);
const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
const EXISTS_ONLY =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

/** Storage is limited by what claims request. */
const isStandardForQuotas = (name: string): boolean => name !== 'storage' && isStandard(name);

/** What a scope can narrow: pods, and what they use; claims for the class of their attributes. Of an unknown scope nothing is said. */
function fits(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return !COUNTED_POD_SCOPES.includes(scope) || name === 'pods' || COMPUTE.includes(name);
}

export function validateResourceQuota({ spec = {} }: ResourceQuota): ErrorList {
  const errors = new ErrorList();
  checkAmounts(errors, SPEC.child('hard'), spec.hard);
  checkScopes(errors, spec);
  if (spec.scopeSelector !== undefined) checkSelector(errors, SPEC.child('scopeSelector'), spec.scopeSelector.matchExpressions ?? [], spec);
  return errors;
}

export function validateResourceQuotaUpdate(quota: ResourceQuota, old: ResourceQuota): ErrorList {
  const errors = validateResourceQuota(quota);
  const scopes = (object: ResourceQuota): readonly string[] => [...new Set(object.spec?.scopes ?? [])].sort();
  if (!equal(scopes(quota), scopes(old))) errors.invalid(SPEC.child('scopes'), quota.spec?.scopes, 'field is immutable');
  return errors;
}

export function validateResourceQuotaStatus({ status = {} }: ResourceQuota): ErrorList {
  const errors = new ErrorList();
  for (const field of ['hard', 'used'] as const) checkAmounts(errors, FieldPath.root('status').child(field), status[field]);
  return errors;
}

function checkAmounts(errors: ErrorList, path: FieldPath, amounts: StringMap | undefined): void {
  for (const name of Object.keys(amounts ?? {})) {
    const at = path.key(name);
    errors.eachInvalid(at, name, resourceNameErrors(name));
    if (!name.includes('/') && !isStandardForQuotas(name)) errors.invalid(at, name, 'must be a standard resource for quota');
    checkResourceAmount(errors, at, name, getKey(amounts, name) as string);
  }
}

const limited = ({ hard }: ResourceQuotaSpec): readonly string[] => Object.keys(hard ?? {}).filter(isStandardForQuotas);

function checkScopes(errors: ErrorList, spec: ResourceQuotaSpec): void {
  const scopes = spec.scopes ?? [];
  const path = SPEC.child('scopes');
  for (const scope of scopes) {
    if (!SCOPES.has(scope)) errors.invalid(path, scopes, 'unsupported scope');
    for (const name of limited(spec)) if (!fits(scope, name)) errors.invalid(path, scopes, 'unsupported scope applied to resource');
  }
  for (const pair of OPPOSITES) if (pair.every((each) => scopes.includes(each))) errors.invalid(path, scopes, 'conflicting scopes');
}

function checkSelector(errors: ErrorList, at: FieldPath, requirements: readonly ScopedResourceSelectorRequirement[], spec: ResourceQuotaSpec): void {
  const path = at.child('matchExpressions');
  for (const { scopeName, operator, values = [] } of requirements) {
    if (!SCOPES.has(scopeName)) errors.invalid(path.child('scopeName'), scopeName, 'unsupported scope');
    for (const name of limited(spec))
      if (!fits(scopeName, name)) errors.invalid(path, selectorText(requirements), 'unsupported scope applied to resource');
    if (POD_SCOPES.includes(scopeName) && operator !== 'Exists') errors.invalid(path.child('operator'), operator, EXISTS_ONLY);
    if (operator === 'In' || operator === 'NotIn') {
      const text = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
      if (values.length === 0) errors.required(path.child('values'), text);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const text = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
      if (values.length > 0) errors.invalid(path.child('values'), values, text);
    } else errors.invalid(path.child('operator'), operator, 'not a valid selector operator');
  }
  const names = requirements.map(({ scopeName }) => scopeName);
  // Upstream shows the other field's scopes.
  for (const pair of OPPOSITES) if (pair.every((each) => names.includes(each))) errors.invalid(path, spec.scopes, 'conflicting scopes');
}

/** As upstream's internal type prints. */
function selectorText(requirements: readonly ScopedResourceSelectorRequirement[]): Verbatim {
  const shown = requirements.map(({ scopeName, operator, values }) => ({ ScopeName: scopeName, Operator: operator, Values: values ?? null }));
  return new Verbatim(JSON.stringify({ MatchExpressions: shown }));
}
