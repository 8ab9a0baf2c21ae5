/**
 * Who may have admission policies look at parameters (KEP-3488): the objects named as parameters decide what others may do, and messages may show
 * them, so whoever writes a policy or a binding must be permitted to read them. Asked of objects that are in order otherwise; administrators are not
 * asked.
 */
import { equal } from '../machinery/clone.ts';
import { ErrorList, FieldPath } from '../machinery/field-errors.ts';
import { formatGoValue } from '../machinery/go/format.ts';
import { parseApiVersion } from '../machinery/gvk.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { Authorizer } from '../request/authorizer.ts';
import { PRIVILEGED_GROUP, type UserInfo } from '../request/user.ts';

export const ADMISSION_GROUP = 'admissionregistration.k8s.io';

/** A policy or a binding that is about to be written. */
export interface ParameterWrite {
  readonly user: UserInfo;
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
}

export interface ParameterDeps {
  readonly authorizer: Authorizer;
  /** The resource that serves a kind; undefined when none does. */
  readonly resourceOf: (group: string, version: string, kind: string) => string | undefined;
  /** A policy as it is stored now. Undefined when there is none. */
  readonly storedPolicy: (name: string) => Promise<KubeObject | undefined>;
}

interface ParamKind {
  readonly apiVersion?: string;
  readonly kind?: string;
}

interface BindingSpec {
  readonly policyName?: string;
  readonly paramRef?: { readonly name?: string; readonly namespace?: string };
}

const SPEC = FieldPath.root('spec');

const paramKindOf = (policy: KubeObject | undefined): ParamKind | undefined =>
  (policy?.spec as { readonly paramKind?: ParamKind } | undefined)?.paramKind;

/** @throws {ApiError} 422 when the caller may not read every object of a policy's kind of parameters, and did not find that kind there */
export async function checkPolicyParameters({ authorizer, resourceOf }: ParameterDeps, { user, object, old }: ParameterWrite): Promise<void> {
  const paramKind = paramKindOf(object);
  if (paramKind === undefined || equal(paramKind, paramKindOf(old)) || user.groups.includes(PRIVILEGED_GROUP)) return;
  const { problem: _problem, ...resource } = resolve(resourceOf, paramKind);
  if (await may(authorizer, { ...resource, user, verb: 'get', namespace: '*', name: '*' })) return;
  const { kind = '', apiVersion = '' } = paramKind;
  const text = `user ${userText(user)} must have "get" permission on all objects of the referenced paramKind (kind=${kind}, apiVersion=${apiVersion})`;
  refuse(object, SPEC.child('paramKind'), text);
}

/** @throws {ApiError} 422 when the caller may not read the parameters that a binding names, or list those that it selects */
export async function checkBindingParameters(
  { authorizer, resourceOf, storedPolicy }: ParameterDeps,
  { user, object }: Pick<ParameterWrite, 'user' | 'object'>,
): Promise<void> {
  const { policyName = '', paramRef } = (object.spec ?? {}) as BindingSpec;
  if (paramRef === undefined || user.groups.includes(PRIVILEGED_GROUP)) return;
  const { name = '', namespace = '' } = paramRef;
  const verb = name === '' ? 'list' : 'get';
  const policy = await storedPolicy(policyName);
  const paramKind = paramKindOf(policy);
  const { problem, ...resource } = paramKind === undefined ? ANYTHING : resolve(resourceOf, paramKind);
  if (await may(authorizer, { ...resource, user, verb, namespace, name })) return;
  const who = userText(user);
  const unknown = policy === undefined ? `get policy ${policyName}` : problem;
  // Upstream swaps the two for one of the kinds.
  const [subject, permission] = object.kind === 'MutatingAdmissionPolicyBinding' ? [verb, who] : [who, verb];
  const text =
    unknown === undefined
      ? `user ${subject} does not have "${permission}" permission on the object referenced by paramRef`
      : `unable to ${unknown} to determine minimum required permissions and user ${who} does not have "${verb}" permission for all groups, versions and resources`;
  refuse(object, SPEC.child('paramRef'), text);
}

interface Resolved {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** What could not be done to find out more. */
  readonly problem?: string;
}

/** Who does not say of what must be permitted everything. */
const ANYTHING: Resolved = { group: '*', version: '*', resource: '*' };

function resolve(resourceOf: ParameterDeps['resourceOf'], { apiVersion = '', kind = '' }: ParamKind): Resolved {
  const shown = `paramKind &{${apiVersion} ${kind}}`;
  const parsed = parseApiVersion(apiVersion);
  if (parsed === undefined) return { ...ANYTHING, problem: `parse ${shown}` };
  const { group, version } = parsed;
  const resource = resourceOf(group, version, kind);
  return resource === undefined ? { group, version, resource: '*', problem: `resolve ${shown}` } : { group, version, resource };
}

async function may(
  authorizer: Authorizer,
  asked: Omit<Resolved, 'problem'> & { readonly user: UserInfo; readonly verb: string; readonly namespace: string; readonly name: string },
): Promise<boolean> {
  const { decision } = await authorizer.authorize({ ...asked, isResourceRequest: true, path: '', subresource: '' });
  return decision === 'allow';
}

/** As Go prints a pointer to the struct. */
function userText({ name, uid, groups, extra }: UserInfo): string {
  return `&{${name} ${uid} ${formatGoValue(groups)} ${formatGoValue(Object.fromEntries(extra))}}`;
}

function refuse(object: KubeObject, at: FieldPath, text: string): never {
  const errors = new ErrorList();
  errors.forbidden(at, text);
  throw errors.toApiError({ group: ADMISSION_GROUP, kind: object.kind }, object.metadata.name ?? '');
}
