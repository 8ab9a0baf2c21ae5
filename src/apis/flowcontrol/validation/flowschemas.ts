/** Flow schemas: who matches, and what they ask for. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Label, nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import { MANDATORY_SCHEMAS } from '../bootstrap.ts';
import type { FlowSchema, FlowSchemaSpec, NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule, Subject } from '../v1/objects.gen.ts';
import { schemaText } from './internal-text.ts';

const SPEC = FieldPath.root('spec');
const MAX_PRECEDENCE = 10_000;
const EXEMPT = 'exempt';
const METHODS: readonly string[] = ['ByNamespace', 'ByUser'];
const SUBJECTS: readonly string[] = ['Group', 'ServiceAccount', 'User'];
const VERBS: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

export function validateFlowSchema({ metadata, spec }: FlowSchema): ErrorList {
  const errors = new ErrorList();
  const name = metadata.name ?? '';
  checkSpec(errors, name, spec ?? { priorityLevelConfiguration: { name: '' }, matchingPrecedence: 0 });
  const fixed = Object.hasOwn(MANDATORY_SCHEMAS, name) ? MANDATORY_SCHEMAS[name] : undefined;
  if (fixed !== undefined && spec !== undefined && !equal(spec, fixed))
    errors.invalid(SPEC, new Verbatim(schemaText(spec)), `spec of '${name}' must equal the fixed value`);
  return errors;
}

function checkSpec(errors: ErrorList, name: string, spec: FlowSchemaSpec): void {
  const { matchingPrecedence: precedence, distinguisherMethod: method } = spec;
  const at = SPEC.child('matchingPrecedence');
  if (precedence <= 0) errors.invalid(at, precedence, 'must be a positive value');
  if (precedence > MAX_PRECEDENCE) errors.invalid(at, precedence, `must not be greater than ${MAX_PRECEDENCE}`);
  if (precedence === 1 && name !== EXEMPT) errors.invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
  if (method !== undefined && !METHODS.includes(method.type))
    errors.notSupported(SPEC.child('distinguisherMethod', 'type'), new Verbatim(JSON.stringify({ Type: method.type })), METHODS);
  const level = SPEC.child('priorityLevelConfiguration', 'name');
  const levelName = spec.priorityLevelConfiguration?.name ?? '';
  if (levelName === '') errors.required(level, 'must reference a priority level');
  else errors.eachInvalid(level, levelName, nameIsDns1123Subdomain(levelName));
  spec.rules?.forEach((each, i) => {
    checkRule(errors, SPEC.child('rules').index(i), each);
  });
}

function checkRule(errors: ErrorList, at: FieldPath, { subjects, resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects): void {
  const list = subjects ?? [];
  if (list.length === 0) errors.required(at.child('subjects'), 'subjects must contain at least one value');
  list.forEach((subject, i) => {
    checkSubject(errors, at.child('subjects').index(i), subject);
  });
  if (resourceRules.length + nonResourceRules.length === 0)
    errors.required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty');
  resourceRules.forEach((rule, i) => {
    checkResources(errors, at.child('resourceRules').index(i), rule);
  });
  nonResourceRules.forEach((rule, i) => {
    checkPaths(errors, at.child('nonResourceRules').index(i), rule);
  });
}

/** Exactly the member that the kind names is set. */
function checkSubject(errors: ErrorList, at: FieldPath, subject: Subject): void {
  const { kind, user, group, serviceAccount } = subject;
  if (!SUBJECTS.includes(kind)) {
    errors.notSupported(at.child('kind'), kind, SUBJECTS);
    return;
  }
  const members = [
    ['ServiceAccount', 'serviceAccount', serviceAccount],
    ['User', 'user', user],
    ['Group', 'group', group],
  ] as const;
  const own = members.find(([name]) => name === kind);
  const [, field = '', value] = own ?? [];
  if (value === undefined) errors.required(at.child(field), `${field} is required when subject kind is '${kind}'`);
  else if (serviceAccount !== undefined && kind === 'ServiceAccount') checkAccount(errors, at.child(field), serviceAccount);
  else if (value.name === '') errors.required(at.child(field, 'name'));
  for (const [name, member, given] of members)
    if (name !== kind && given !== undefined) errors.forbidden(at.child(member), `${member} is forbidden when subject kind is not '${name}'`);
}

function checkAccount(errors: ErrorList, at: FieldPath, { name, namespace }: { readonly name: string; readonly namespace: string }): void {
  if (name === '') errors.required(at.child('name'));
  else if (name !== '*') errors.eachInvalid(at.child('name'), name, nameIsDns1123Subdomain(name));
  if (namespace === '') errors.required(at.child('namespace'), 'must specify namespace for service account');
  else errors.eachInvalid(at.child('namespace'), namespace, nameIsDns1123Label(namespace));
}

/** '*' stands alone. Answers whether it is there. */
function checkWildcard(errors: ErrorList, at: FieldPath, values: readonly string[], what: string): boolean {
  if (!values.includes('*')) return false;
  if (values.length > 1) errors.invalid(at, values, `if '*' is present, must not specify other ${what}`);
  return true;
}

function checkVerbs(errors: ErrorList, at: FieldPath, verbs: readonly string[]): void {
  if (verbs.length === 0) errors.required(at, 'verbs must contain at least one value');
  else if (!checkWildcard(errors, at, verbs, 'verbs') && verbs.some((verb) => !VERBS.includes(verb))) errors.notSupported(at, verbs, VERBS);
}

function checkResources(
  errors: ErrorList,
  at: FieldPath,
  { verbs, apiGroups, resources, clusterScope = false, namespaces }: ResourcePolicyRule,
): void {
  checkVerbs(errors, at.child('verbs'), verbs ?? []);
  if ((apiGroups ?? []).length === 0) errors.required(at.child('apiGroups'), 'resource rules must supply at least one api group');
  else checkWildcard(errors, at.child('apiGroups'), apiGroups ?? [], 'api groups');
  if ((resources ?? []).length === 0) errors.required(at.child('resources'), 'resource rules must supply at least one resource');
  else checkWildcard(errors, at.child('resources'), resources ?? [], 'resources');
  const path = at.child('namespaces');
  const list = namespaces ?? [];
  if (list.length === 0 && !clusterScope) errors.required(path, 'resource rules that are not cluster scoped must supply at least one namespace');
  if (checkWildcard(errors, path, list, 'namespaces')) return;
  list.forEach((namespace, i) => {
    for (const text of nameIsDns1123Label(namespace))
      errors.invalid(path.index(i), namespace, `each member of this list must be '*' or a DNS-1123 label; ${text}`);
  });
}

function checkPaths(errors: ErrorList, at: FieldPath, { verbs, nonResourceURLs }: NonResourcePolicyRule): void {
  checkVerbs(errors, at.child('verbs'), verbs ?? []);
  const path = at.child('nonResourceURLs');
  const list = nonResourceURLs ?? [];
  if (list.length === 0) errors.required(path, 'nonResourceURLs must contain at least one value');
  else if (checkWildcard(errors, path, list, 'non-resource URLs')) return;
  list.forEach((url, i) => {
    const problem = urlProblem(url);
    if (problem !== undefined) errors.invalid(path.index(i), url, problem);
  });
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const star = url.indexOf('*');
  if (star >= 0 && (star !== url.length - 1 || !url.endsWith('/*'))) return 'wildcard can only do suffix matching';
  return undefined;
}
