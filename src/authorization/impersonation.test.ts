import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request/user.ts';
import { Impersonator, type WantedIdentity } from './impersonation.ts';
import { rbacAuthorizer } from './rbac/authorizer.ts';
import { person, policyOf } from './rbac/rbac.fixture.ts';

const A = 'authentication.k8s.io';
const POLICY = policyOf({
  clusterRoles: {
    users: [`${A}|users,groups|impersonate:user-info|ann,dev`, '|pods|impersonate-on:user-info:list'],
    local: [`${A}|nodes|impersonate:associated-node`, '|pods|impersonate-on:associated-node:list'],
    old: ['|users|impersonate', '|groups|impersonate|dev'],
    all: ['*|*|*'],
  },
  clusterBindings: {
    u: ['ClusterRole/users', 'u helper'],
    l: ['ClusterRole/local', 's shop/agent'],
    o: ['ClusterRole/old', 'u elder'],
    r: ['ClusterRole/all', 'u root'],
  },
});

const INFO: RequestInfo = {
  isResourceRequest: true,
  path: '/api/v1/pods',
  verb: 'list',
  apiPrefix: 'api',
  group: '',
  version: 'v1',
  namespace: '',
  resource: 'pods',
  subresource: '',
  name: '',
  parts: ['pods'],
  query: new URLSearchParams(),
  labelSelector: '',
  fieldSelector: '',
};

const wanted = (name: string, more: Partial<WantedIdentity> = {}): WantedIdentity => ({ name, uid: '', groups: [], extra: new Map(), ...more });

async function act(impersonator: Impersonator, caller: UserInfo, identity: WantedIdentity): Promise<string> {
  const result = await impersonator.check(caller, INFO, identity);
  if (result.kind === 'granted') return result.user.groups.join(',');
  const { verb, resource, name } = result.attributes;
  return `${verb} ${resource} ${name} ${result.reason}`.trim();
}

const fresh = (): Impersonator => new Impersonator(rbacAuthorizer(POLICY));

test('constrained: the identity and what is done with it both need a permission', async () => {
  assert.equal(await act(fresh(), person('helper'), wanted('ann')), 'system:authenticated');
  assert.equal(await act(fresh(), person('helper'), wanted('bob')), 'impersonate:user-info users bob');
  assert.equal(await act(fresh(), person('stranger'), wanted('ann')), 'impersonate-on:user-info:list pods');
});

test('the new modes never make administrators, nor empty groups, nor odd extras', async () => {
  const groups = (...names: string[]): WantedIdentity => wanted('ann', { groups: names });
  assert.match(await act(fresh(), person('helper'), groups('system:masters')), /impersonating the system:masters group is not allowed/);
  assert.match(await act(fresh(), person('helper'), groups('')), /impersonating the empty string group is not allowed/);
  assert.match(await act(fresh(), person('helper'), wanted('ann', { extra: new Map([['team', ['x']]]) })), /domain-prefixed path/);
});

test('a node agent becomes the node it runs on, and no other', async () => {
  const agent = { ...person('system:serviceaccount:shop:agent'), extra: new Map([['authentication.kubernetes.io/node-name', ['n1']]]) };
  assert.equal(await act(fresh(), agent, wanted('system:node:n1')), 'system:nodes,system:authenticated');
  assert.equal(await act(fresh(), agent, wanted('system:node:n2')), 'impersonate-on:arbitrary-node:list pods');
});

test('the older way still works, and the mode that worked is tried first', async () => {
  const impersonator = fresh();
  assert.equal(await act(impersonator, person('elder'), wanted('ann', { groups: ['dev'] })), 'dev,system:authenticated');
  assert.equal(await act(impersonator, person('elder'), wanted('ann', { groups: ['ops'] })), 'impersonate groups ops');
  assert.equal(await act(impersonator, person('root'), wanted('system:node:n1')), 'system:nodes,system:authenticated');
  assert.equal(await act(impersonator, person('root'), wanted('x', { groups: ['system:masters'] })), 'system:masters,system:authenticated');
  assert.equal(await act(impersonator, person('root'), wanted('system:node:n1')), 'system:authenticated');
});

test('a service account brings its groups along', async () => {
  assert.equal(
    await act(fresh(), person('root'), wanted('system:serviceaccount:shop:cart')),
    'system:serviceaccounts,system:serviceaccounts:shop,system:authenticated',
  );
});

test('a name that no service account can have is a user like others', async () => {
  assert.equal(await act(fresh(), person('root'), wanted('system:serviceaccount:shop:a..b')), 'system:authenticated');
  assert.equal(await act(fresh(), person('elder'), wanted('system:serviceaccount:shop:a-')), 'system:authenticated');
});

test('what went wrong on the way to a no is told with it', async () => {
  const failing = new Impersonator({ authorize: () => ({ decision: 'no-opinion', reason: 'nobody knows', error: 'webhook is down' }) });
  assert.match(await act(failing, person('root'), wanted('ann')), /webhook is down: nobody knows$/);
});
