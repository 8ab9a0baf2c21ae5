/** What a start does to the roles and bindings that every cluster has, after somebody has changed them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { createServer, type Server, startTestServer } from '../../src/testing/index.ts';
import { type Item, until } from './until.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ROLES = `${RBAC}/clusterroles`;
const BINDINGS = `${RBAC}/clusterrolebindings`;
const API_GROUP = 'rbac.authorization.k8s.io';

interface Policy {
  readonly metadata: { readonly uid: string; readonly labels?: object; readonly annotations?: object; readonly resourceVersion: string };
  readonly rules?: readonly object[] | null;
  readonly subjects?: readonly object[];
  readonly roleRef?: object;
  readonly aggregationRule?: { readonly clusterRoleSelectors: readonly object[] };
}

async function call(server: Server, method: string, target: string, body?: object): Promise<Policy> {
  const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
  const response = await server.fetch(target, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  assert.ok(response.status < 300, `${method} ${target}: ${text}`);
  return JSON.parse(text) as Policy;
}

test('what is missing comes back, what was added stays, what says autoupdate=false is left alone, another role makes a binding anew', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-bootstrap-'));
  const start = (): Promise<Server> => createServer({ storage: { backend: 'embedded', folder } });
  const extra = { verbs: ['get'], apiGroups: ['x.io'], resources: ['things'] };
  const guest = { kind: 'User', apiGroup: API_GROUP, name: 'guest' };
  const before: { [name: string]: Policy } = {};
  try {
    {
      await using server = await start();
      for (const name of ['system:kube-dns', 'system:node-proxier', 'system:heapster', 'admin'])
        before[name] = await call(server, 'GET', `${ROLES}/${name}`);
      await call(server, 'PATCH', `${ROLES}/system:kube-dns`, { rules: [extra], metadata: { labels: null, annotations: { note: 'mine' } } });
      await call(server, 'PATCH', `${ROLES}/system:node-proxier`, {
        rules: [],
        metadata: { annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } },
      });
      await call(server, 'DELETE', `${ROLES}/system:heapster`);
      await call(server, 'PATCH', `${ROLES}/admin`, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { mine: 'true' } }] } });
      before.basic = await call(server, 'GET', `${ROLES}/system:basic-user`);
      await call(server, 'PATCH', `${ROLES}/system:basic-user`, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: 'nobody' } }] } });
      await call(server, 'PATCH', `${BINDINGS}/system:public-info-viewer`, { subjects: [guest] });
      before.viewer = await call(server, 'GET', `${BINDINGS}/system:discovery`);
      await call(server, 'DELETE', `${BINDINGS}/system:discovery`);
      const roleRef = { apiGroup: API_GROUP, kind: 'ClusterRole', name: 'view' };
      before.other = await call(server, 'POST', BINDINGS, { metadata: { name: 'system:discovery' }, roleRef, subjects: [guest] });
    }
    await using server = await start();
    const dns = await call(server, 'GET', `${ROLES}/system:kube-dns`);
    assert.deepEqual(dns.metadata.labels, { 'kubernetes.io/bootstrapping': 'rbac-defaults' });
    assert.deepEqual(dns.metadata.annotations, { note: 'mine', 'rbac.authorization.kubernetes.io/autoupdate': 'true' });
    assert.deepEqual(dns.rules, [
      extra,
      ...['endpoints', 'services'].flatMap((resource) =>
        ['list', 'watch'].map((verb) => ({ verbs: [verb], apiGroups: [''], resources: [resource] })),
      ),
    ]);
    assert.deepEqual((await call(server, 'GET', `${ROLES}/system:node-proxier`)).rules ?? [], [], 'left alone');
    assert.deepEqual((await call(server, 'GET', `${ROLES}/system:heapster`)).rules, before['system:heapster']?.rules);
    assert.deepEqual((await call(server, 'GET', `${ROLES}/admin`)).aggregationRule, {
      clusterRoleSelectors: [{ matchLabels: { mine: 'true' } }, ...(before.admin?.aggregationRule?.clusterRoleSelectors ?? [])],
    });
    const basic = await call(server, 'GET', `${ROLES}/system:basic-user`);
    assert.deepEqual([basic.aggregationRule, basic.rules], [undefined, before.basic?.rules], 'was never meant to be put together');
    const { subjects = [] } = await call(server, 'GET', `${BINDINGS}/system:public-info-viewer`);
    assert.deepEqual(
      subjects.map((each) => (each as { readonly name: string }).name),
      ['guest', 'system:authenticated', 'system:unauthenticated'],
    );
    const anew = await call(server, 'GET', `${BINDINGS}/system:discovery`);
    assert.notEqual(anew.metadata.uid, before.other?.metadata.uid);
    assert.deepEqual([anew.roleRef, anew.subjects], [before.viewer?.roleRef, before.viewer?.subjects]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a start that finds nothing to mend writes no role', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-bootstrap-'));
  try {
    const versions: string[] = [];
    for (let i = 0; i < 2; i++) {
      await using server = await createServer({ storage: { backend: 'embedded', folder } });
      const lists = await Promise.all([ROLES, BINDINGS].map((target) => call(server, 'GET', target)));
      versions.push(
        lists
          .flatMap((list) => (list as unknown as { readonly items: readonly Policy[] }).items)
          .filter(({ aggregationRule }) => aggregationRule === undefined)
          .map(({ metadata }) => metadata.resourceVersion)
          .join(),
      );
    }
    assert.equal(versions[0], versions[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an aggregated role has the rules of its members while it has any; before that, those it was given', async () => {
  await using server = await startTestServer();
  const rule = (verb: string) => ({ verbs: [verb], apiGroups: [''], resources: ['pods'] });
  const create = (name: string, more: object) => call(server, 'POST', ROLES, { metadata: { name }, ...more });
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { of: 'sum' } }] };
  const rulesOf = (items: readonly Item[], name: string): unknown => (items.find((each) => each.metadata.name === name) as Policy | undefined)?.rules;
  await create('sum', { aggregationRule, rules: [rule('get')] });
  await create('other', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: 'nobody' } }] }, rules: [rule('get')] });
  await create('part', { metadata: { name: 'part', labels: { of: 'sum' } }, rules: [rule('list')] });
  await until(server, ROLES, (items) => isDeepStrictEqual(rulesOf(items, 'sum'), [rule('list')]));
  await call(server, 'DELETE', `${ROLES}/part`);
  const items = await until(server, ROLES, (now) => rulesOf(now, 'sum') === null);
  assert.deepEqual(rulesOf(items, 'other'), [rule('get')]);
});
