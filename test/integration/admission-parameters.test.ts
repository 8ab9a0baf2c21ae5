/** Who may have admission policies read for them, in a whole server: roles decide, validation speaks first, bindings may come before policies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const API = '/apis/admissionregistration.k8s.io/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ANN = '&{ann 2 [dev system:authenticated] map[]}';

const policy = (name: string, validations: readonly object[] = [{ expression: 'true' }]) => ({
  metadata: { name },
  spec: {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
    validations,
  },
});

const binding = (name: string) => ({
  metadata: { name },
  spec: { policyName: 'limits', paramRef: { name: 'numbers', namespace: 'default', parameterNotFoundAction: 'Deny' }, validationActions: ['Deny'] },
});

async function create(server: Server, token: string, path: string, body: object): Promise<string> {
  const response = await server.fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { message = '' } = (await response.json()) as { readonly message?: string };
  return `${response.status} ${message}`.trim();
}

async function grant(server: Server, name: string, rules: readonly object[]): Promise<void> {
  assert.equal(await create(server, 'ADMIN', `${RBAC}/clusterroles`, { metadata: { name }, rules }), '201');
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  const subjects = [{ kind: 'User', name: 'ann', apiGroup: 'rbac.authorization.k8s.io' }];
  assert.equal(await create(server, 'ADMIN', `${RBAC}/clusterrolebindings`, { metadata: { name }, roleRef, subjects }), '201');
}

test('policies and bindings are written by those who may read their parameters', async () => {
  await using server = await startTestServer({ authorizationModes: ['RBAC'], tokenFile: 'ADMIN,admin,1,system:masters\nANN,ann,2,dev\n' });
  await grant(server, 'policies', [{ apiGroups: ['admissionregistration.k8s.io'], resources: ['*'], verbs: ['*'] }]);
  const ann = (resource: string, body: object) => create(server, 'ANN', `${API}/${resource}`, body);

  assert.equal(
    await ann('validatingadmissionpolicies', policy('limits', [])),
    '422 ValidatingAdmissionPolicy.admissionregistration.k8s.io "limits" is invalid: ' +
      '[spec.validations: Required value: validations or auditAnnotations must contain at least one item, ' +
      'spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item]',
    'what is not in order is refused for that',
  );
  assert.equal(
    await ann('validatingadmissionpolicies', policy('limits')),
    '422 ValidatingAdmissionPolicy.admissionregistration.k8s.io "limits" is invalid: spec.paramKind: Forbidden: ' +
      `user ${ANN} must have "get" permission on all objects of the referenced paramKind (kind=ConfigMap, apiVersion=v1)`,
  );
  assert.equal(
    await ann('validatingadmissionpolicybindings', binding('early')),
    '422 ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "early" is invalid: spec.paramRef: Forbidden: ' +
      `unable to get policy limits to determine minimum required permissions and user ${ANN} does not have "get" permission ` +
      'for all groups, versions and resources',
  );
  assert.equal(await create(server, 'ADMIN', `${API}/validatingadmissionpolicybindings`, binding('early')), '201');
  assert.equal(await create(server, 'ADMIN', `${API}/validatingadmissionpolicies`, policy('limits')), '201');
  assert.equal(
    await ann('validatingadmissionpolicybindings', binding('late')),
    '422 ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "late" is invalid: spec.paramRef: Forbidden: ' +
      `user ${ANN} does not have "get" permission on the object referenced by paramRef`,
  );

  await grant(server, 'readers', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }]);
  assert.equal(await ann('validatingadmissionpolicies', policy('others')), '201');
  assert.equal(await ann('validatingadmissionpolicybindings', binding('late')), '201');
});
