/** Admission policies and bindings, but for whether their expressions compile. */
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1035Label, validateDns1123Subdomain, validatePathSegment } from '../../../machinery/grammar/names.ts';
import { parseApiVersion } from '../../../machinery/gvk.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import type {
  MatchResources,
  NamedRuleWithOperations,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../v1/objects.gen.ts';
import { checkMatchConditions, checkRule } from './rules.ts';

const SPEC = FieldPath.root('spec');
export const FAILURE_POLICIES: readonly string[] = ['Fail', 'Ignore'];
const MATCH_POLICIES: readonly string[] = ['Equivalent', 'Exact'];
const ACTIONS: readonly string[] = ['Audit', 'Deny', 'Warn'];
const REASONS: readonly string[] = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MAX_ANNOTATIONS = 20;
const MAX_VALUE_BYTES = 5 * 1024;
const CEL_IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const CEL_RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

export function validateValidatingPolicy({ metadata, spec = {} }: ValidatingAdmissionPolicy): ErrorList {
  const errors = new ErrorList();
  const { failurePolicy, paramKind, matchConstraints } = spec;
  if (failurePolicy === undefined) errors.required(SPEC.child('failurePolicy'));
  else if (!FAILURE_POLICIES.includes(failurePolicy)) errors.notSupported(SPEC.child('failurePolicy'), failurePolicy, FAILURE_POLICIES);
  if (paramKind !== undefined) checkParamKind(errors, SPEC.child('paramKind'), paramKind);
  if (matchConstraints === undefined) errors.required(SPEC.child('matchConstraints'));
  else {
    checkMatch(errors, SPEC.child('matchConstraints'), matchConstraints);
    if ((matchConstraints.resourceRules?.length ?? 0) === 0) errors.required(SPEC.child('matchConstraints', 'resourceRules'));
  }
  checkMatchConditions(errors, SPEC.child('matchConditions'), spec.matchConditions ?? []);
  checkVariables(errors, spec);
  checkValidations(errors, spec);
  checkAuditAnnotations(errors, metadata.name ?? '', spec);
  return errors;
}

export function checkParamKind(errors: ErrorList, at: FieldPath, { apiVersion = '', kind = '' }: ParamKind): void {
  const path = at.child('apiVersion');
  const parsed = parseApiVersion(apiVersion);
  if (apiVersion === '') errors.required(path);
  else if (parsed === undefined) errors.invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  else {
    if (parsed.group !== '') checkPart(errors, path, parsed.group, validateDns1123Subdomain(parsed.group));
    if (parsed.version === '') errors.invalid(path, apiVersion, 'version must be specified');
    else checkPart(errors, path, parsed.version, validateDns1035Label(parsed.version));
  }
  if (kind === '') errors.required(at.child('kind'));
  else checkPart(errors, at.child('kind'), kind, validateDns1035Label(kind.toLowerCase()), 'may have mixed case, but should otherwise match: ');
}

/** All that is wrong with a part, in one error. */
function checkPart(errors: ErrorList, at: FieldPath, part: string, found: readonly string[], before = ''): void {
  if (found.length > 0) errors.invalid(at, part, before + found.join(','));
}

export function checkMatch(errors: ErrorList, at: FieldPath, match: MatchResources): void {
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules, excludeResourceRules } = match;
  if (matchPolicy === undefined) errors.required(at.child('matchPolicy'));
  else if (!MATCH_POLICIES.includes(matchPolicy)) errors.notSupported(at.child('matchPolicy'), matchPolicy, MATCH_POLICIES);
  checkLabelSelector(errors, at.child('namespaceSelector'), namespaceSelector);
  checkLabelSelector(errors, at.child('objectSelector'), objectSelector);
  for (const [field, rules] of [
    ['resourceRules', resourceRules],
    ['excludeResourceRules', excludeResourceRules],
  ] as const)
    rules?.forEach((rule, i) => {
      checkNamedRule(errors, at.child(field).index(i), rule);
    });
}

function checkNamedRule(errors: ErrorList, at: FieldPath, rule: NamedRuleWithOperations): void {
  const seen = new Set<string>();
  rule.resourceNames?.forEach((name, i) => {
    const path = at.child('resourceNames').index(i);
    errors.eachInvalid(path, name, validatePathSegment(name));
    if (seen.has(name)) errors.duplicate(path, name);
    seen.add(name);
  });
  checkRule(errors, at, rule);
}

function checkExpression(errors: ErrorList, at: FieldPath, field: string, expression: string): void {
  if (expression.trim() === '') errors.required(at.child(field), `${field} is not specified`);
}

export function checkVariables(errors: ErrorList, { variables = [] }: Pick<ValidatingAdmissionPolicySpec, 'variables'>): void {
  variables.forEach(({ name, expression }, i) => {
    const at = SPEC.child('variables').index(i);
    if (name.trim() === '') errors.required(at.child('name'), 'name is not specified');
    else if (!CEL_IDENTIFIER.test(name) || CEL_RESERVED.has(name)) errors.invalid(at.child('name'), name, 'must be a valid CEL identifier');
    checkExpression(errors, at, 'expression', expression);
  });
}

function checkValidations(errors: ErrorList, { validations = [], auditAnnotations = [] }: ValidatingAdmissionPolicySpec): void {
  if (validations.length + auditAnnotations.length === 0) {
    const text = 'validations or auditAnnotations must contain at least one item';
    errors.required(SPEC.child('validations'), text);
    errors.required(SPEC.child('auditAnnotations'), text);
  }
  validations.forEach((validation, i) => {
    checkValidation(errors, SPEC.child('validations').index(i), validation);
  });
}

const hasBreak = (text: string): boolean => /[\n\r]/.test(text);
const EMPTY = 'must be non-empty if specified';

function checkValidation(errors: ErrorList, at: FieldPath, { expression, message = '', messageExpression = '', reason }: Validation): void {
  checkExpression(errors, at, 'expression', expression);
  if (messageExpression !== '' && messageExpression.trim() === '') errors.invalid(at.child('messageExpression'), messageExpression, EMPTY);
  if (message !== '' && message.trim() === '') errors.invalid(at.child('message'), message, EMPTY);
  else if (hasBreak(message.trim())) errors.invalid(at.child('message'), message, 'must not contain line breaks');
  if (reason !== undefined && !REASONS.includes(reason)) errors.notSupported(at.child('reason'), reason, REASONS);
}

function checkAuditAnnotations(errors: ErrorList, policy: string, { auditAnnotations = [] }: ValidatingAdmissionPolicySpec): void {
  const path = SPEC.child('auditAnnotations');
  if (auditAnnotations.length > MAX_ANNOTATIONS) {
    const shown = auditAnnotations.map(({ key, valueExpression }) => ({ Key: key, ValueExpression: valueExpression }));
    errors.invalid(path, new Verbatim(JSON.stringify(shown)), `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`);
  }
  const keys = new Set<string>();
  auditAnnotations.forEach(({ key, valueExpression }, i) => {
    const at = path.index(i);
    if (policy === '') errors.invalid(at.child('key'), key, 'requires metadata.name be non-empty');
    else errors.eachInvalid(at.child('key'), `${policy}/${key}`, labelKeyErrors(`${policy}/${key}`));
    checkExpression(errors, at, 'valueExpression', valueExpression);
    if (Buffer.byteLength(valueExpression.trim()) > MAX_VALUE_BYTES)
      errors.required(at.child('valueExpression'), `must not exceed ${MAX_VALUE_BYTES} bytes in length`);
    if (keys.has(key)) errors.duplicate(at.child('key'), key);
    keys.add(key);
  });
}

const STATUS = FieldPath.root('status');

/** What type checking found out, and conditions. */
export function validateValidatingPolicyStatus({ status }: ValidatingAdmissionPolicy): ErrorList {
  const errors = new ErrorList();
  status?.typeChecking?.expressionWarnings?.forEach(({ fieldRef, warning }, i) => {
    const at = STATUS.child('typeChecking', 'expressionWarnings').index(i);
    if (warning === '') errors.required(at.child('warning'));
    if (fieldRef.trim() === '') errors.required(at.child('fieldRef'));
  });
  checkConditions(errors, STATUS.child('conditions'), status?.conditions ?? []);
  return errors;
}

export function validateValidatingBinding({ spec = {} }: ValidatingAdmissionPolicyBinding): ErrorList {
  const errors = new ErrorList();
  const { policyName = '', paramRef, matchResources, validationActions = [] } = spec;
  if (policyName === '') errors.required(SPEC.child('policyName'));
  else errors.eachInvalid(SPEC.child('policyName'), policyName, nameIsDns1123Subdomain(policyName));
  if (paramRef !== undefined) checkParamRef(errors, SPEC.child('paramRef'), paramRef);
  if (matchResources !== undefined) checkMatch(errors, SPEC.child('matchResources'), matchResources);
  checkActions(errors, SPEC.child('validationActions'), validationActions);
  return errors;
}

export function checkParamRef(errors: ErrorList, at: FieldPath, { name = '', selector, parameterNotFoundAction: action }: ParamRef): void {
  if (name !== '') {
    errors.eachInvalid(at.child('name'), name, validatePathSegment(name));
    if (selector !== undefined) {
      for (const field of ['name', 'selector']) errors.forbidden(at.child(field), 'name and selector are mutually exclusive');
    }
  } else if (selector === undefined) errors.required(at, 'one of name or selector must be specified');
  checkLabelSelector(errors, at.child('selector'), selector);
  const path = at.child('parameterNotFoundAction');
  if (action === undefined || action === '') errors.required(path);
  else if (action !== 'Allow' && action !== 'Deny') errors.notSupported(path, action, ['Deny', 'Allow']);
}

function checkActions(errors: ErrorList, at: FieldPath, actions: readonly string[]): void {
  if (actions.length === 0) errors.required(at, 'at least one validation action is required');
  const seen = new Set<string>();
  actions.forEach((action, i) => {
    if (!ACTIONS.includes(action)) errors.notSupported(at.index(i), action, ACTIONS);
    if (seen.has(action)) errors.duplicate(at.index(i), action);
    seen.add(action);
  });
  const text =
    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
  if (actions.includes('Deny') && actions.includes('Warn')) errors.invalid(at, actions, text);
}
