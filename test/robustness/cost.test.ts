/**
 * What a body costs grows with its length, not with the square of it: whoever sends four times as much takes about four times the work. The work is
 * counted as time of this thread's processor, and compared with itself, so that it does not matter how fast or busy the machine is.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { createServer, type Server } from '../../src/controlplane/server.ts';

const FEW = 2_500;
const TIMES = 4;
const ROUNDS = 3;
/** Work that grows with the square of the length would be 16 times as much. */
const MAX_RATIO = 9;
/** What is over so soon says nothing about its growth. */
const NOISE_MS = 40;

const IN_DEFAULT = '/api/v1/namespaces/default';
const JSON_TYPE = 'application/json';
const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

interface Hurtful {
  readonly what: string;
  readonly method?: string;
  readonly target: string;
  readonly type?: string;
  readonly user?: string;
  /** @param list `length` values that `each` makes, as the inside of a JSON list or map */
  readonly body: (list: (each: (i: number) => string) => string) => string;
}

const object = (rest: string, meta = ''): string => `{"metadata":{"name":"x"${meta}},${rest}}`;
const POD_TARGET = `${IN_DEFAULT}/pods`;
const pod = (spec: string, container = ''): string =>
  object(`"spec":{"containers":[{"name":"c","image":"i"${container}}],${spec}"restartPolicy":"Always"}`);
const deployment = (name: string, container: string): string =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"${name}"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"${container}}]}}}}`;
const variable = (i: number, value = 'v'): string => `{"name":"E${i}","value":"${value}"}`;
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const CONFIG_MAPS = `${IN_DEFAULT}/configmaps`;
const LONG = `${DEPLOYMENTS}/long`;
const MANY_OWNERS = `${CONFIG_MAPS}/owned`;
const CLUSTER_ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const STORAGE_CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

const BODIES: readonly Hurtful[] = [
  { what: 'keys', target: CONFIG_MAPS, body: (list) => object(`"data":{${list((i) => `"k${i}":""`)}}`) },
  { what: 'finalizers', target: CONFIG_MAPS, body: (list) => object('"data":{}', `,"finalizers":[${list((i) => `"a.b/c${i}"`)}]`) },
  {
    what: 'owners that all control',
    target: CONFIG_MAPS,
    body: (list) =>
      object('"data":{}', `,"ownerReferences":[${list((i) => `{"apiVersion":"v1","kind":"Pod","name":"n${i}","uid":"u${i}","controller":true}`)}]`),
  },
  {
    what: 'managers of fields',
    target: CONFIG_MAPS,
    body: (list) => {
      const manager = (i: number): string =>
        `{"manager":"m${i}","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:k${i}":{}}}}`;
      return object('"data":{"a":"b"}', `,"managedFields":[${list(manager)}]`);
    },
  },
  {
    what: 'usages',
    target: '/apis/certificates.k8s.io/v1/certificatesigningrequests',
    body: (list) => object(`"spec":{"signerName":"a.b/c","request":"AAAA","usages":[${list((i) => `"u${i}"`)}]}`),
  },
  {
    what: 'values of a topology',
    target: STORAGE_CLASSES,
    body: (list) => object(`"provisioner":"p","allowedTopologies":[{"matchLabelExpressions":[{"key":"k","values":[${list((i) => `"v${i}"`)}]}]}]`),
  },
  {
    what: 'topologies',
    target: STORAGE_CLASSES,
    body: (list) => object(`"provisioner":"p","allowedTopologies":[${list((i) => `{"matchLabelExpressions":[{"key":"k","values":["v${i}"]}]}`)}]`),
  },
  { what: 'host aliases', target: POD_TARGET, body: (list) => pod(`"hostAliases":[${list((i) => `{"ip":"1.2.3.4","hostnames":["h${i}"]}`)}],`) },
  { what: 'pull secrets', target: POD_TARGET, body: (list) => pod(`"imagePullSecrets":[${list(() => '{"name":"n"}')}],`) },
  { what: 'variables that hide each other', target: POD_TARGET, body: (list) => pod('', `,"env":[${list(() => variable(0))}]`) },
  { what: 'ports that are the same', target: POD_TARGET, body: (list) => pod('', `,"ports":[${list(() => '{"containerPort":80}')}]`) },
  {
    what: 'ports of different addresses',
    target: POD_TARGET,
    body: (list) => pod('', `,"ports":[${list((i) => `{"containerPort":80,"hostPort":80,"hostIP":"10.0.${i >> 8}.${i & 255}"}`)}]`),
  },
  {
    what: 'files of a secret',
    target: POD_TARGET,
    body: (list) => pod(`"volumes":[{"name":"v","secret":{"secretName":"s","items":[${list((i) => `{"key":"k${i}","path":"p${i}"}`)}]}}],`),
  },
  {
    what: 'projected files',
    target: POD_TARGET,
    body: (list) =>
      pod(`"volumes":[{"name":"v","projected":{"sources":[${list((i) => `{"secret":{"name":"s","items":[{"key":"k","path":"p${i}"}]}}`)}]}}],`),
  },
  {
    what: 'topology spread constraints',
    target: POD_TARGET,
    body: (list) => pod(`"topologySpreadConstraints":[${list((i) => `{"maxSkew":1,"topologyKey":"k${i}","whenUnsatisfiable":"DoNotSchedule"}`)}],`),
  },
  {
    what: 'claims of a container',
    target: POD_TARGET,
    body: (list) =>
      pod(
        `"resourceClaims":[${list((i) => `{"name":"c${i}","resourceClaimName":"d"}`)}],`,
        `,"resources":{"claims":[${list((i) => `{"name":"c${i}"}`)}]}`,
      ),
  },
  {
    what: 'volumes of one claim',
    target: POD_TARGET,
    body: (list) => pod(`"volumes":[${list((i) => `{"name":"v${i}","persistentVolumeClaim":{"claimName":"c"}}`)}],`),
  },
  {
    what: 'ports of a service',
    target: `${IN_DEFAULT}/services`,
    body: (list) => object(`"spec":{"ports":[${list((i) => `{"name":"p${i}","port":${i + 1}}`)}]}`),
  },
  {
    what: 'excepted ranges',
    target: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    body: (list) =>
      object(
        `"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":[${list((i) => `"10.${i >> 8}.${i & 255}.0/24"`)}]}}]}]}`,
      ),
  },
  {
    what: 'rules for somebody who has many',
    target: CLUSTER_ROLES,
    user: 'u',
    body: (list) => object(`"rules":[${list((i) => `{"verbs":["get"],"apiGroups":["g${i}"],"resources":["r"]}`)}]`),
  },
  {
    what: 'names in a rule',
    target: CLUSTER_ROLES,
    user: 'u',
    body: (list) => object(`"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":[${list((i) => `"n${i}"`)}]}]`),
  },
  {
    what: 'operations of a JSON patch',
    method: 'PATCH',
    type: JSON_PATCH,
    target: MANY_OWNERS,
    body: (list) => `[${list((i) => `{"op":"add","path":"/data/k${i}","value":"v"}`)}]`,
  },
  {
    what: 'keys of a merge patch',
    method: 'PATCH',
    type: MERGE_PATCH,
    target: MANY_OWNERS,
    body: (list) => `{"data":{${list((i) => `"k${i}":""`)}}}`,
  },
  {
    what: 'elements of a strategic patch',
    method: 'PATCH',
    type: STRATEGIC_PATCH,
    target: LONG,
    body: (list) => `{"spec":{"template":{"spec":{"containers":[{"name":"c","env":[${list((i) => variable(i, 'w'))}]}]}}}}`,
  },
  {
    what: 'deletions of a strategic patch',
    method: 'PATCH',
    type: STRATEGIC_PATCH,
    target: LONG,
    body: (list) => `{"spec":{"template":{"spec":{"containers":[{"name":"c","env":[${list((i) => `{"name":"E${i}","$patch":"delete"}`)}]}]}}}}`,
  },
  {
    what: 'an order',
    method: 'PATCH',
    type: STRATEGIC_PATCH,
    target: LONG,
    body: (list) => `{"spec":{"template":{"spec":{"containers":[{"name":"c","$setElementOrder/env":[${list((i) => `{"name":"E${i}"}`)}]}]}}}}`,
  },
  {
    what: 'what is applied',
    method: 'PATCH',
    type: APPLY,
    target: LONG,
    body: (list) => deployment('long', `,"env":[${list((i) => variable(i, 'w'))}]`),
  },
];

/** Milliseconds of this thread that one request takes; what it answers does not matter, as long as it answers. */
async function costOf(server: Server, { what, method = 'POST', target, type = JSON_TYPE, user }: Hurtful, body: Buffer): Promise<number> {
  const query = type === APPLY ? '?dryRun=All&fieldManager=m&force=true' : '?dryRun=All';
  const headers = { 'content-type': type, ...(user === undefined ? {} : { 'impersonate-user': user }) };
  const before = process.threadCpuUsage();
  const response = await server.fetch(target + query, { method, headers, body });
  const text = await response.text();
  const used = process.threadCpuUsage(before);
  assert.ok(response.status < 500 && response.status !== 413 && response.status !== 404, `${what}: ${response.status} ${text.slice(0, 300)}`);
  return (used.user + used.system) / 1000;
}

async function leastCost(server: Server, hurtful: Hurtful, length: number): Promise<number> {
  const body = Buffer.from(hurtful.body((each) => Array.from({ length }, (_, i) => each(i)).join(',')));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) least = Math.min(least, await costOf(server, hurtful, body));
  return least;
}

async function create(server: Server, path: string, body: string): Promise<void> {
  const response = await server.fetch(path, { method: 'POST', headers: { 'content-type': JSON_TYPE }, body });
  assert.equal(response.status, 201, await response.text());
}

/** Somebody who may write cluster roles, and holds as many rules as a large cluster has. */
async function grantMany(server: Server): Promise<void> {
  const rules = Array.from({ length: 1_000 }, (_, i) => `{"verbs":["get"],"apiGroups":["g${i}"],"resources":["r"]}`);
  const writing = '{"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}';
  await create(server, CLUSTER_ROLES, `{"metadata":{"name":"many"},"rules":[${[writing, ...rules].join(',')}]}`);
  const roleRef = '{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"many"}';
  const subjects = '[{"kind":"User","name":"u","apiGroup":"rbac.authorization.k8s.io"}]';
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
  await create(server, path, `{"metadata":{"name":"many"},"roleRef":${roleRef},"subjects":${subjects}}`);
}

test('a body that is four times as long costs about four times as much, whatever is in it', async (t) => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  // Pods need it; the server's own loop may be faster.
  await create(server, `${IN_DEFAULT}/serviceaccounts`, '{"metadata":{"name":"default"}}').catch(() => undefined);
  const environment = Array.from({ length: FEW * TIMES }, (_, i) => variable(i));
  await create(server, DEPLOYMENTS, deployment('long', `,"env":[${environment.join(',')}]`));
  await create(server, CONFIG_MAPS, '{"metadata":{"name":"owned"},"data":{}}');
  await grantMany(server);
  for (const hurtful of BODIES) {
    const small = await leastCost(server, hurtful, FEW);
    const large = await leastCost(server, hurtful, FEW * TIMES);
    t.diagnostic(`${hurtful.what}: ${small.toFixed(0)} ms, ${large.toFixed(0)} ms`);
    assert.ok(large < MAX_RATIO * small + NOISE_MS, `${hurtful.what}: ${small} ms for ${FEW}, ${large} ms for ${FEW * TIMES}`);
  }
});

test('a role that is a product of long lists is refused, not multiplied out', async () => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  await grantMany(server);
  const list = (prefix: string): string => Array.from({ length: 20_000 }, (_, i) => `"${prefix}${i}"`).join(',');
  const body = `{"metadata":{"name":"x"},"rules":[{"verbs":[${list('v')}],"apiGroups":[${list('g')}],"resources":[${list('r')}]}]}`;
  const response = await server.fetch(CLUSTER_ROLES, { method: 'POST', headers: { 'content-type': JSON_TYPE, 'impersonate-user': 'u' }, body });
  assert.equal(response.status, 403);
  assert.match(await response.text(), /is attempting to grant RBAC permissions not currently held/);
});

test('others have the loop again and again while something small is changed about a long object', async () => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  const environment = Array.from({ length: 30_000 }, (_, i) => variable(i));
  await create(server, DEPLOYMENTS, deployment('long', `,"env":[${environment.join(',')}]`));
  let turns = 0;
  let done = false;
  const others = (): void => {
    turns++;
    if (!done) setImmediate(others);
  };
  setImmediate(others);
  const response = await server.fetch(LONG, { method: 'PATCH', headers: { 'content-type': MERGE_PATCH }, body: '{"metadata":{"labels":{"a":"b"}}}' });
  done = true;
  assert.equal(response.status, 200);
  assert.ok(turns >= 5, `${turns} turns`);
});
