import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserInfo } from '../../request/user.ts';
import { rbacAuthorizer } from './authorizer.ts';
import type { RbacPolicy } from './policy.ts';
import { person, policyOf, question } from './rbac.fixture.ts';

const ann = person('ann', 'dev');

function ask(policy: RbacPolicy, user: UserInfo, text: string): { readonly allowed: boolean; readonly reason: string } {
  const answer = rbacAuthorizer(policy).authorize(question(user, text));
  assert.ok(!(answer instanceof Promise));
  return { allowed: answer.decision === 'allow', reason: answer.reason };
}

const POLICY = policyOf({
  clusterRoles: {
    reader: ['|pods,pods/log|get,list', '!/ok,/status/*|get'],
    scaler: ['apps|*/scale|update', '|secrets|get|s1,s2'],
    all: ['*|*|*'],
  },
  roles: { 'shop/keeper': ['|configmaps|*'] },
  clusterBindings: {
    readers: ['ClusterRole/reader', 'u ann'],
    scalers: ['ClusterRole/scaler', 'g dev'],
    broken: ['ClusterRole/absent', 'u bob'],
    root: ['ClusterRole/all', 's kube-system/root'],
  },
  bindings: {
    'shop/keepers': ['Role/keeper', 'u ann', 's shop/robot'],
    'shop/readers': ['ClusterRole/reader', 'u cleo'],
  },
});

test('verbs, resources with their subresources, and paths', () => {
  for (const [text, allowed] of [
    ['get - pods', true],
    ['get - pods/log shop', true],
    ['delete - pods', false],
    ['get - pods/status', false],
    ['get apps pods', false],
    ['update apps deployments/scale', true],
    ['update apps deployments', false],
    ['get /ok', true],
    ['get /status/deep/er', true],
    ['get /status', false],
    ['put /ok', false],
  ] as const)
    assert.equal(ask(POLICY, ann, text).allowed, allowed, text);
});

test('names restrict, and a request without a name has none of them', () => {
  assert.equal(ask(POLICY, ann, 'get - secrets shop s2').allowed, true);
  assert.equal(ask(POLICY, ann, 'get - secrets shop s3').allowed, false);
  assert.equal(ask(POLICY, ann, 'get - secrets shop').allowed, false);
});

test('a role binding counts in its namespace alone, whatever role it leads to', () => {
  assert.equal(ask(POLICY, ann, 'delete - configmaps shop c').allowed, true);
  assert.equal(ask(POLICY, ann, 'delete - configmaps other c').allowed, false);
  assert.equal(ask(POLICY, person('cleo'), 'get - pods shop').allowed, true);
  assert.equal(ask(POLICY, person('cleo'), 'get - pods').allowed, false);
  assert.equal(ask(POLICY, person('cleo'), 'get /ok').allowed, false);
});

test('the reason names the binding, the role and the subject, with namespaces behind names', () => {
  assert.equal(ask(POLICY, ann, 'get - pods').reason, 'RBAC: allowed by ClusterRoleBinding "readers" of ClusterRole "reader" to User "ann"');
  assert.equal(
    ask(POLICY, ann, 'update apps x/scale').reason,
    'RBAC: allowed by ClusterRoleBinding "scalers" of ClusterRole "scaler" to Group "dev"',
  );
  assert.equal(
    ask(POLICY, person('system:serviceaccount:shop:robot'), 'get - configmaps shop').reason,
    'RBAC: allowed by RoleBinding "keepers/shop" of Role "keeper" to ServiceAccount "robot/shop"',
  );
});

test('a missing role is no opinion, and its name the reason', () => {
  const answer = ask(POLICY, person('bob'), 'get - pods');
  assert.deepEqual(answer, { allowed: false, reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "absent" not found' });
});

test('wildcards in requests are letters like others', () => {
  assert.equal(ask(POLICY, ann, '* - pods').allowed, false);
  assert.equal(ask(POLICY, ann, 'get - *').allowed, false);
  assert.equal(ask(POLICY, person('system:serviceaccount:kube-system:root'), '* * *').allowed, true);
});

test('names that JavaScript knows are nobody', () => {
  const policy = policyOf({
    clusterRoles: { constructor: ['|pods|get'] },
    clusterBindings: { __proto__x: ['ClusterRole/constructor', 'u toString'] },
  });
  assert.equal(ask(policy, person('toString'), 'get - pods').allowed, true);
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty'])
    assert.equal(ask(policy, person(name, '__proto__', 'constructor'), 'get - pods __proto__').allowed, false, name);
});

test('what is removed or changed is forgotten at once', () => {
  const policy = policyOf({ clusterRoles: { r: ['|pods|get'] }, clusterBindings: { b: ['ClusterRole/r', 'u ann'] } });
  assert.equal(ask(policy, ann, 'get - pods').allowed, true);
  policy.put('clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name: 'b' },
    roleRef: { kind: 'ClusterRole', name: 'r' },
    subjects: [{ kind: 'User', name: 'bob' }],
  });
  assert.equal(ask(policy, ann, 'get - pods').allowed, false);
  assert.equal(ask(policy, person('bob'), 'get - pods').allowed, true);
  policy.remove('clusterrolebindings', '', 'b');
  assert.equal(ask(policy, person('bob'), 'get - pods').allowed, false);
});
