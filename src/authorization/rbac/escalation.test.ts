import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import { rbacAuthorizer } from './authorizer.ts';
import { bindingObject, roleObject } from './bootstrap/notation.ts';
import { type EscalationDeps, type Grant, preventEscalation } from './escalation.ts';
import { person, policyOf } from './rbac.fixture.ts';

const POLICY = policyOf({
  clusterRoles: {
    held: ['|pods,pods/log|get,list', '|secrets|get|s1', 'apps|*/scale|update', '!/ok/*|get'],
    power: ['*|*|*', '!*|*'],
    binder: ['rbac.authorization.k8s.io|clusterroles|bind|power'],
    escalator: ['rbac.authorization.k8s.io|roles|escalate'],
  },
  clusterBindings: {
    a: ['ClusterRole/held', 'u ann'],
    b: ['ClusterRole/binder', 'u bob'],
    e: ['ClusterRole/escalator', 'u eve'],
    l: ['ClusterRole/lost', 'u lea'],
  },
});

/** Roles as they are stored; decisions have not heard of `fresh` yet. */
const STORED: { readonly [name: string]: KubeObject } = {
  power: roleObject('ClusterRole', ['power', ['*|*|*', '!*|*']], {}),
  held: roleObject('ClusterRole', ['held', ['|pods,pods/log|get,list', '|secrets|get|s1']], {}),
  fresh: roleObject('ClusterRole', ['fresh', ['|pods|get']], {}),
};
const DEPS: EscalationDeps = {
  policy: POLICY,
  authorizer: rbacAuthorizer(POLICY),
  storedRole: async (_resource, _namespace, name) => STORED[name],
};

function write(user: string, object: KubeObject, old?: KubeObject, groups: readonly string[] = []): Promise<void> {
  const resource = `${object.kind?.toLowerCase()}s`;
  const grant: Grant = { user: person(user, ...groups), resource, namespace: object.metadata.namespace ?? '', requestName: '', object, old };
  return preventEscalation(DEPS, grant);
}

const role = (...rules: readonly string[]): KubeObject => roleObject('Role', ['ns/r', rules], {});

test('what one holds may be granted, in part or by wildcard', async () => {
  await write('ann', role('|pods|get'));
  await write('ann', role('|secrets|get|s1'));
  await write('ann', role('apps|deployments/scale,*/scale|update'));
  await write('ann', roleObject('ClusterRole', ['c', ['!/ok/x,/ok/*|get']], {}));
});

test('what is missing is told by resource, sorted, with verbs in the order asked for', async () => {
  await assert.rejects(write('ann', role('|pods|get,watch,delete', '|nodes|get', '|secrets|get|s1,s2'), undefined, ['dev']), {
    code: 403,
    message: [
      'roles.rbac.authorization.k8s.io "r" is forbidden: user "ann" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:',
      '{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}',
      '{APIGroups:[""], Resources:["pods"], Verbs:["watch" "delete"]}',
      '{APIGroups:[""], Resources:["secrets"], ResourceNames:["s2"], Verbs:["get"]}',
    ].join('\n'),
  });
});

test('all names are more than some', async () => {
  await assert.rejects(write('ann', role('|secrets|get')), { code: 403 });
});

test('aggregation gathers anything, so it needs everything', async () => {
  const gatherer = { ...roleObject('ClusterRole', ['c', []], {}), aggregationRule: { clusterRoleSelectors: [{}] } };
  await assert.rejects(write('ann', gatherer), { message: /must have cluster-admin privileges to use the aggregationRule/ });
  await write('ann', gatherer, undefined, ['system:masters']);
  await write('ann', { ...gatherer, aggregationRule: { clusterRoleSelectors: [] } });
});

test('escalate allows roles, bind allows bindings, each by name', async () => {
  await write('eve', role('*|*|*'));
  const binding = (to: string): KubeObject => bindingObject('ClusterRoleBinding', ['x', `ClusterRole/${to}`, ['u eve']]);
  await assert.rejects(write('eve', binding('power')), { code: 403 });
  await write('bob', binding('power'));
  await assert.rejects(write('bob', binding('held')), { code: 403 });
  await assert.rejects(write('ann', binding('none')), { code: 404 });
  await assert.rejects(write('ann', bindingObject('RoleBinding', ['ns/x', 'Thing/y', []])), {
    code: 500,
    message: 'unsupported role reference kind: "Thing"',
  });
});

test('finalizers and owners of a stronger role may be changed: the garbage collector holds nothing', async () => {
  const strong = role('*|*|*');
  await write('ann', { ...strong, metadata: { ...strong.metadata, finalizers: ['a/b'] } }, strong);
  await assert.rejects(write('ann', { ...strong, metadata: { ...strong.metadata, labels: {} } }, strong), { code: 403 });
});

test('a role may be bound as soon as it is stored', async () => {
  await write('ann', bindingObject('ClusterRoleBinding', ['x', 'ClusterRole/fresh', ['u eve']]));
});

test('roles that the writer should have and that are missing are told, as of what is written', async () => {
  await assert.rejects(write('lea', role('|pods|get')), {
    message:
      /\{APIGroups:\[""\], Resources:\["pods"\], Verbs:\["get"\]\}; resolution errors: \[roles\.rbac\.authorization\.k8s\.io "lost" not found\]$/,
  });
});
