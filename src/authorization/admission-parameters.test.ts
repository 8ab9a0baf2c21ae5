import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import type { AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';
import { checkBindingParameters, checkPolicyParameters, type ParameterDeps } from './admission-parameters.ts';

const user: UserInfo = { name: 'alice', uid: '7', groups: ['a', 'b'], extra: new Map([['k', ['v']]]) };
const WHO = '&{alice 7 [a b] map[k:[v]]}';

const object = (kind: string, spec: object): KubeObject => ({ kind, apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: 'x' }, spec });
const policy = (apiVersion: string, kind: string): KubeObject => object('ValidatingAdmissionPolicy', { paramKind: { apiVersion, kind } });

/** Writes down what is asked; nothing is permitted but `allowed`. */
function deps(stored?: KubeObject, allowed?: Partial<AuthorizationAttributes>): ParameterDeps & { readonly asked: string[] } {
  const asked: string[] = [];
  const authorizer: Authorizer = {
    authorize: ({ verb, group, version, resource, namespace, name }) => {
      asked.push([verb, group, version, resource, namespace, name].join(' '));
      return { decision: allowed !== undefined && allowed.resource === resource && allowed.verb === verb ? 'allow' : 'no-opinion', reason: '' };
    },
  };
  const resourceOf = (group: string, version: string, kind: string): string | undefined =>
    group === '' && version === 'v1' && kind === 'ConfigMap' ? 'configmaps' : undefined;
  return { authorizer, resourceOf, storedPolicy: async (name) => (name === 'p' ? stored : undefined), asked };
}

const invalid = (kind: string, field: string, text: string) => ({
  code: 422,
  message: `${kind}.admissionregistration.k8s.io "x" is invalid: spec.${field}: Forbidden: ${text}`,
});

test('whoever writes a policy may read all objects of its kind of parameters', async () => {
  const none = deps();
  const text = `user ${WHO} must have "get" permission on all objects of the referenced paramKind (kind=ConfigMap, apiVersion=v1)`;
  const write = { user, object: policy('v1', 'ConfigMap'), old: undefined };
  await assert.rejects(checkPolicyParameters(none, write), invalid('ValidatingAdmissionPolicy', 'paramKind', text));
  await assert.rejects(checkPolicyParameters(none, { ...write, object: policy('g/v2', 'Thing') }), { code: 422 });
  assert.deepEqual(none.asked, ['get  v1 configmaps * *', 'get g v2 * * *']);
  await checkPolicyParameters(deps(undefined, { verb: 'get', resource: 'configmaps' }), write);
});

test("a policy that keeps its kind of parameters, has none, or is an administrator's takes no permission", async () => {
  const none = deps();
  const written = policy('v1', 'ConfigMap');
  await checkPolicyParameters(none, { user, object: written, old: policy('v1', 'ConfigMap') });
  await checkPolicyParameters(none, { user, object: object('ValidatingAdmissionPolicy', {}), old: undefined });
  await checkPolicyParameters(none, { user: { ...user, groups: ['system:masters'] }, object: written, old: undefined });
  assert.deepEqual(none.asked, []);
});

test('whoever binds may read the object that is named, or list those that are selected', async () => {
  const stored = policy('v1', 'ConfigMap');
  const binding = (paramRef: object, kind = 'ValidatingAdmissionPolicyBinding', policyName = 'p') => ({
    user,
    object: object(kind, { policyName, paramRef }),
  });
  const none = deps(stored);
  const refused = (verb: string): string => `user ${WHO} does not have "${verb}" permission on the object referenced by paramRef`;
  const kind = 'ValidatingAdmissionPolicyBinding';
  await assert.rejects(checkBindingParameters(none, binding({ name: 'c', namespace: 'n' })), invalid(kind, 'paramRef', refused('get')));
  await assert.rejects(checkBindingParameters(none, binding({ selector: {} })), invalid(kind, 'paramRef', refused('list')));
  assert.deepEqual(none.asked, ['get  v1 configmaps n c', 'list  v1 configmaps  ']);
  await checkBindingParameters(deps(stored, { verb: 'list', resource: 'configmaps' }), binding({ selector: {} }));
  await checkBindingParameters(none, { user, object: object(kind, { policyName: 'p' }) });
  const mutating = 'MutatingAdmissionPolicyBinding';
  const swapped = `user get does not have "${WHO}" permission on the object referenced by paramRef`;
  await assert.rejects(checkBindingParameters(none, binding({ name: 'c' }, mutating)), invalid(mutating, 'paramRef', swapped));
});

test('whoever binds parameters of which nothing can be found out may read everything', async () => {
  const kind = 'ValidatingAdmissionPolicyBinding';
  const end = `to determine minimum required permissions and user ${WHO} does not have "get" permission for all groups, versions and resources`;
  const bind = (stored: KubeObject | undefined) =>
    checkBindingParameters(deps(stored), { user, object: object(kind, { policyName: 'p', paramRef: { name: 'c' } }) });
  await assert.rejects(bind(undefined), invalid(kind, 'paramRef', `unable to get policy p ${end}`));
  await assert.rejects(bind(policy('a/b/c', 'K')), invalid(kind, 'paramRef', `unable to parse paramKind &{a/b/c K} ${end}`));
  await assert.rejects(bind(policy('g/v1', 'K')), invalid(kind, 'paramRef', `unable to resolve paramKind &{g/v1 K} ${end}`));
});
