import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { UserInfo } from '../request/user.ts';
import { checkClaimStatus } from './device-claims.ts';
import { person } from './rbac/rbac.fixture.ts';

const ON_N1 = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }] };
const DEVICE = { driver: 'gpu', pool: 'p', device: 'd' };
const BINDING = 'changing status.allocation or status.reservedFor requires extra permission';
const DEVICES = 'changing status.devices requires extra permission';

const claim = (status: object): KubeObject => ({ kind: 'ResourceClaim', apiVersion: 'resource.k8s.io/v1', metadata: { name: 'c' }, status });
const agent = (node: string): UserInfo => ({
  ...person('system:serviceaccount:dra:driver'),
  extra: new Map([['authentication.kubernetes.io/node-name', [node]]]),
});

/** @param allowed "verb subresource namespace name". @returns what was asked, and what was refused */
async function write(user: UserInfo, old: object, now: object, allowed: readonly string[]) {
  const asked: string[] = [];
  const authorizer: Authorizer = {
    authorize({ verb, subresource, namespace, name }) {
      const question = [verb, subresource, namespace, name].filter((each) => each !== '').join(' ');
      asked.push(question);
      return { decision: allowed.includes(question) ? 'allow' : 'no-opinion', reason: '' };
    },
  };
  const refused = await checkClaimStatus(authorizer, { user, verb: 'update', namespace: 'ns', object: claim(now), old: claim(old) }).then(
    () => '',
    (error: Error) => error.message,
  );
  return { asked, refused };
}

test('binding devices takes a permission for the whole cluster, and nothing else does', async () => {
  const bound = { allocation: { nodeSelector: ON_N1 } };
  assert.deepEqual(await write(person('ann'), {}, bound, ['update binding']), { asked: ['update binding'], refused: '' });
  assert.match((await write(person('ann'), {}, { reservedFor: [{ resource: 'pods', name: 'p', uid: 'u' }] }, [])).refused, new RegExp(BINDING));
  assert.deepEqual((await write(person('ann'), bound, { ...bound, reservedFor: [] }, [])).asked, []);
});

test('what is told of devices takes a permission for their driver: on the own node, or on any', async () => {
  const bound = { allocation: { nodeSelector: ON_N1 } };
  const told = { ...bound, devices: [{ ...DEVICE, conditions: [] }] };
  const local = 'associated-node:update driver ns gpu';
  const any = 'arbitrary-node:update driver ns gpu';
  assert.deepEqual(await write(agent('n1'), bound, told, [local]), { asked: [local], refused: '' });
  assert.deepEqual((await write(agent('n1'), bound, told, [any])).asked, [local, any]);
  assert.match((await write(agent('n2'), bound, told, [local])).refused, new RegExp(DEVICES));
  assert.deepEqual(await write(person('system:node:n1'), told, bound, [any]), { asked: [any], refused: '' });
  assert.deepEqual((await write(agent('n1'), told, told, [])).asked, []);
});

test('taking devices away takes along what is told of them', async () => {
  const old = { allocation: { devices: { results: [{ ...DEVICE, request: 'r' }] } }, devices: [{ ...DEVICE, conditions: [] }] };
  assert.deepEqual(await write(person('ann'), old, {}, ['update binding']), { asked: ['update binding'], refused: '' });
});

test('a claim for several nodes is nobody’s own', async () => {
  const terms = (term: object) => ({ allocation: { nodeSelector: { nodeSelectorTerms: [term] } } });
  for (const bound of [
    { allocation: {} },
    terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1', 'n2'] }] }),
    terms({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] }),
    terms({ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n1'] }] }),
    { allocation: { nodeSelector: { nodeSelectorTerms: [...ON_N1.nodeSelectorTerms, ...ON_N1.nodeSelectorTerms] } } },
  ])
    assert.deepEqual((await write(agent('n1'), bound, { ...bound, devices: [DEVICE] }, [])).asked, ['arbitrary-node:update driver ns gpu']);
});
