/** Mutating admission policies and their bindings, but for whether their expressions compile. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { MatchResources, MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, Mutation } from '../v1/objects.gen.ts';
import { checkMatch, checkParamKind, checkParamRef, checkVariables, FAILURE_POLICIES } from './policies.ts';
import { checkMatchConditions } from './rules.ts';

const SPEC = FieldPath.root('spec');
const REINVOCATION_POLICIES: readonly string[] = ['Never', 'IfNeeded'];
/** What goes has nothing left to change. */
const OPERATIONS: readonly string[] = ['*', 'CONNECT', 'CREATE', 'UPDATE'];
const PATCH_TYPES: readonly string[] = ['ApplyConfiguration', 'JSONPatch'];

export function validateMutatingPolicy({ spec = {} }: MutatingAdmissionPolicy): ErrorList {
  const errors = new ErrorList();
  const { failurePolicy, paramKind, matchConstraints, mutations, reinvocationPolicy } = spec;
  if (failurePolicy === undefined) errors.required(SPEC.child('failurePolicy'));
  else if (!FAILURE_POLICIES.includes(failurePolicy)) errors.notSupported(SPEC.child('failurePolicy'), failurePolicy, FAILURE_POLICIES);
  if (paramKind !== undefined) checkParamKind(errors, SPEC.child('paramKind'), paramKind);
  const match = SPEC.child('matchConstraints');
  if (matchConstraints === undefined) errors.required(match);
  else {
    checkMatch(errors, match, matchConstraints);
    if ((matchConstraints.resourceRules?.length ?? 0) === 0) errors.required(match.child('resourceRules'));
    checkOperations(errors, match, matchConstraints);
  }
  checkMatchConditions(errors, SPEC.child('matchConditions'), spec.matchConditions ?? []);
  checkVariables(errors, spec);
  if ((mutations?.length ?? 0) === 0) errors.required(SPEC.child('mutations'), 'mutations must contain at least one item');
  mutations?.forEach((mutation, i) => {
    checkMutation(errors, SPEC.child('mutations').index(i), mutation);
  });
  const path = SPEC.child('reinvocationPolicy');
  if ((reinvocationPolicy ?? '') === '') errors.required(path);
  else if (!REINVOCATION_POLICIES.includes(reinvocationPolicy as string))
    errors.notSupported(path, reinvocationPolicy as string, REINVOCATION_POLICIES);
  return errors;
}

/** The path has no index upstream either. */
function checkOperations(errors: ErrorList, at: FieldPath, { resourceRules }: MatchResources): void {
  for (const { operations } of resourceRules ?? [])
    for (const operation of operations ?? [])
      if (!OPERATIONS.includes(operation)) errors.notSupported(at.child('resourceRules', 'operations'), operation, OPERATIONS);
}

/** The patch is of the type that is said, and only of that. */
function checkMutation(errors: ErrorList, at: FieldPath, { patchType = '', applyConfiguration, jsonPatch }: Mutation): void {
  if (patchType === '') errors.required(at.child('patchType'));
  else if (!PATCH_TYPES.includes(patchType)) errors.notSupported(at.child('patchType'), patchType, PATCH_TYPES);
  if (!PATCH_TYPES.includes(patchType)) return;
  const isApply = patchType === 'ApplyConfiguration';
  const [wanted, other] = isApply ? (['applyConfiguration', 'jsonPatch'] as const) : (['jsonPatch', 'applyConfiguration'] as const);
  const patch = isApply ? applyConfiguration : jsonPatch;
  if (patch === undefined) errors.required(at.child(wanted), `must be specified when patchType is ${patchType}`);
  else if ((patch.expression ?? '').trim() === '') errors.required(at.child(wanted, 'expression'));
  if ((isApply ? jsonPatch : applyConfiguration) !== undefined)
    errors.invalid(at.child(other), `{${other}}`, `must not be specified when patchType is ${patchType}`);
}

export function validateMutatingBinding({ spec = {} }: MutatingAdmissionPolicyBinding): ErrorList {
  const errors = new ErrorList();
  const { policyName = '', paramRef, matchResources } = spec;
  if (policyName === '') errors.required(SPEC.child('policyName'));
  else errors.eachInvalid(SPEC.child('policyName'), policyName, nameIsDns1123Subdomain(policyName));
  if (paramRef !== undefined) checkParamRef(errors, SPEC.child('paramRef'), paramRef);
  if (matchResources !== undefined) {
    checkMatch(errors, SPEC.child('matchResources'), matchResources);
    checkOperations(errors, SPEC.child('matchResources'), matchResources);
  }
  return errors;
}
