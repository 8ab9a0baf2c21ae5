/** Which requests a webhook or policy is about: groups, versions, resources, operations; and how a webhook is reached. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { type GoUrl, GoUrlError, parseGoUrl } from '../../../machinery/go/url.ts';
import { portNumberErrors } from '../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { MatchCondition, RuleWithOperations, WebhookClientConfig } from '../v1/objects.gen.ts';

const OPERATIONS: readonly string[] = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES: readonly string[] = ['*', 'Cluster', 'Namespaced'];
const MAX_CONDITIONS = 64;
const URL_FORM = 'desired format: https://host[/path]';

export function checkRule(errors: ErrorList, at: FieldPath, rule: RuleWithOperations, allowSubresources = true): void {
  const operations = rule.operations ?? [];
  if (operations.length === 0) errors.required(at.child('operations'));
  checkAlone(errors, at.child('operations'), operations, 'operations');
  operations.forEach((operation, i) => {
    if (!OPERATIONS.includes(operation)) errors.notSupported(at.child('operations').index(i), operation, OPERATIONS);
  });
  checkStrings(errors, at.child('apiGroups'), rule.apiGroups ?? [], 'API groups', true);
  checkStrings(errors, at.child('apiVersions'), rule.apiVersions ?? [], 'API versions', false);
  checkResources(errors, at.child('resources'), rule.resources ?? [], allowSubresources);
  if (rule.scope !== undefined && !SCOPES.includes(rule.scope)) errors.notSupported(at.child('scope'), rule.scope, SCOPES);
}

function checkAlone(errors: ErrorList, at: FieldPath, values: readonly string[], what: string): void {
  if (values.length > 1 && values.includes('*')) errors.invalid(at, values, `if '*' is present, must not specify other ${what}`);
}

function checkStrings(errors: ErrorList, at: FieldPath, values: readonly string[], what: string, allowEmpty: boolean): void {
  if (values.length === 0) errors.required(at);
  checkAlone(errors, at, values, what);
  if (allowEmpty) return;
  values.forEach((value, i) => {
    if (value === '') errors.required(at.index(i));
  });
}

/** What a wildcard covers already must not be named beside it. */
function checkResources(errors: ErrorList, at: FieldPath, resources: readonly string[], allowSubresources: boolean): void {
  if (resources.length === 0) errors.required(at);
  const withAll = new Set<string>();
  const everySub = new Set<string>();
  let both = false;
  resources.forEach((text, i) => {
    const path = at.index(i);
    if (text === '') errors.required(path);
    if (text === '*/*') both = true;
    const [resource = '', sub] = text.split('/', 2);
    if (!text.includes('/')) return;
    if (!allowSubresources) {
      errors.invalid(path, text, 'must not specify subresources');
      return;
    }
    if (withAll.has(resource)) errors.invalid(path, text, `if '${resource}/*' is present, must not specify ${text}`);
    if (everySub.has(sub ?? '')) errors.invalid(path, text, `if '*/${sub}' is present, must not specify ${text}`);
    if (sub === '*') withAll.add(resource);
    if (resource === '*') everySub.add(sub ?? '');
  });
  if (resources.length > 1 && both) errors.invalid(at, resources, "if '*/*' is present, must not specify other resources");
  const plain = resources.filter((text) => text !== '' && !text.includes('/'));
  // Upstream looks at the last one only.
  if (plain.includes('*') && plain.at(-1) !== '*')
    errors.invalid(at, resources, "if '*' is present, must not specify other resources without subresources");
}

export function checkClientConfig(errors: ErrorList, at: FieldPath, { url, service }: WebhookClientConfig): void {
  if ((url === undefined) === (service === undefined)) errors.required(at, 'exactly one of url or service is required');
  else if (url !== undefined) checkUrl(errors, at.child('url'), url);
  else if (service !== undefined) {
    const { name, namespace, path, port } = service;
    const here = at.child('service');
    // Upstream mixes the two up, and clients see it.
    if (namespace === '') errors.required(here.child('name'));
    if (name === '') errors.required(here.child('namespace'));
    for (const text of port === undefined ? [] : portNumberErrors(port)) errors.invalid(here.child('port'), port, `port is not valid: ${text}`);
    if (path !== undefined) checkServicePath(errors, here.child('path'), path);
  }
}

function checkUrl(errors: ErrorList, at: FieldPath, text: string): void {
  let url: GoUrl;
  try {
    url = parseGoUrl(text);
  } catch (error) {
    if (!(error instanceof GoUrlError)) throw error;
    errors.required(at, `url must be a valid URL: ${error.message}; ${URL_FORM}`);
    return;
  }
  const { scheme, host, user, fragment, rawQuery } = url;
  if (scheme !== 'https') errors.invalid(at, scheme, `'https' is the only allowed URL scheme; ${URL_FORM}`);
  if (host === '') errors.invalid(at, host, `host must be specified; ${URL_FORM}`);
  if (user !== undefined) errors.invalid(at, user, 'user information is not permitted in the URL');
  if (fragment !== '') errors.invalid(at, fragment, 'fragments are not permitted in the URL');
  if (rawQuery !== '') errors.invalid(at, rawQuery, 'query parameters are not permitted in the URL');
}

function checkServicePath(errors: ErrorList, at: FieldPath, path: string): void {
  if (path === '/' || path === '') return;
  if (path === '//') {
    errors.invalid(at, path, 'segment[0] may not be empty');
    return;
  }
  if (!path.startsWith('/')) errors.invalid(at, path, "must start with a '/'");
  const tail = path.startsWith('/') ? path.slice(1) : path;
  const segments = (tail.endsWith('/') ? tail.slice(0, -1) : tail).split('/');
  segments.forEach((segment, i) => {
    if (segment === '') errors.invalid(at, path, `segment[${i}] may not be empty`);
    else for (const text of validateDns1123Subdomain(segment)) errors.invalid(at, path, `segment[${i}]: ${text}`);
  });
}

/** Names and presence; whether the expression compiles is not decided here. */
export function checkMatchConditions(errors: ErrorList, at: FieldPath, conditions: readonly MatchCondition[]): void {
  if (conditions.length > MAX_CONDITIONS) errors.tooMany(at, conditions.length, MAX_CONDITIONS);
  const names = new Set<string>();
  conditions.forEach(({ name, expression }, i) => {
    const path = at.index(i);
    if (expression.trim() === '') errors.required(path.child('expression'));
    if (name === '') errors.required(path.child('name'));
    else {
      errors.eachInvalid(path.child('name'), name, labelKeyErrors(name));
      if (names.has(name)) errors.duplicate(path.child('name'), name);
      names.add(name);
    }
  });
}
