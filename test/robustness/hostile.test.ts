/**
 * Whatever is sent, the server answers, never with a crash, and lives on: no 500 from a mistake of ours, no hang, no memory that is not given back,
 * nothing of one request left behind in another (prototype pollution).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/log.ts';
import { createServer, type Server } from '../../src/controlplane/server.ts';
import { InProcessRequest, InProcessSink } from '../../src/server/transport/in-process.ts';
import { HostileInput, type HostileRequest } from './hostile-input.ts';

const SEED = Number(process.env.COXSWAIN_TEST_SEED ?? 20_260_401);
const REQUESTS = Number(process.env.COXSWAIN_TEST_REQUESTS ?? 6000);
const CLIENTS = 8;
const PATIENCE_MS = 10_000;
const GROWTH_BYTES = 200 * 1024 * 1024;

/** A logger that remembers the mistakes. */
function listening(mistakes: string[]): Logger {
  const log: Logger = {
    enabled: () => false,
    info: () => {},
    warn: () => {},
    error: (message, error) => void mistakes.push(`${message}: ${error instanceof Error ? error.stack : String(error)}`),
    named: () => log,
  };
  return log;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function send(server: Server, request: HostileRequest): Promise<Answer> {
  const gone = new AbortController();
  const sink = new InProcessSink(request.method, gone);
  const headers = request.body.length > 0 ? [...request.headers, 'content-length', String(request.body.length)] : request.headers;
  const late = Promise.withResolvers<never>();
  const cancel = systemClock.after(PATIENCE_MS, () => late.reject(new Error('no answer')));
  const handled = server.handle(new InProcessRequest({ ...request, headers, host: 'localhost', signal: gone.signal }), sink);
  try {
    const response = await Promise.race([sink.response, late.promise]);
    const text = await Promise.race([response.text(), late.promise]);
    await Promise.race([handled, late.promise]);
    return { status: response.status, text };
  } finally {
    cancel();
  }
}

function shown({ method, target, headers, body }: HostileRequest): string {
  return `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 400)} ${JSON.stringify(Buffer.from(body).toString('latin1').slice(0, 600))}`;
}

const POD = { serviceAccountName: 'victim', containers: [{ name: 'c', image: 'i', resources: { limits: { cpu: '1' } } }] };
const TEMPLATE = { metadata: { labels: { a: 'b' } }, spec: POD };
/** What hostile writes may hit: without something there, most patches would end at 404. */
const VICTIMS: readonly (readonly [string, object])[] = [
  ['/api/v1/namespaces/default/configmaps', { data: { a: '1' } }],
  ['/api/v1/namespaces/default/serviceaccounts', {}],
  ['/api/v1/namespaces/default/secrets', { data: { a: 'MQ==' } }],
  ['/api/v1/namespaces/default/pods', { spec: POD }],
  ['/api/v1/namespaces/default/services', { spec: { ports: [{ port: 80 }] } }],
  ['/apis/apps/v1/namespaces/default/deployments', { spec: { selector: { matchLabels: { a: 'b' } }, template: TEMPLATE } }],
  ['/apis/batch/v1/namespaces/default/cronjobs', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: TEMPLATE } } } }],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] }],
];
/** What upstream answers with 500 as well. */
const EXPECTED = /resourceVersion: Invalid value|failed to create RequestInfo|error trying to reach service/;
const UNTOUCHED = '/api/v1/namespaces/kube-public/configmaps';

function create(server: Server, path: string, name: string, object: object): Promise<Response> {
  const body = JSON.stringify({ metadata: { name }, ...object });
  return server.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** What is wrong with the answer, as a text to find the cause by; undefined when nothing is. */
async function complaint(server: Server, request: HostileRequest): Promise<string | undefined> {
  try {
    const { status, text } = await send(server, request);
    // 501: the method is not implemented. 504: a resourceVersion from the future.
    if (status < 500 || status === 501 || status === 504 || request.method === 'HEAD' || EXPECTED.test(text)) return undefined;
    return `${status} ${text.slice(0, 600)}\n  ${shown(request)}`;
  } catch (error) {
    return `${String(error)}\n  ${shown(request)}`;
  }
}

test(`hostile requests are answered, and never by a crash (seed ${SEED})`, async () => {
  const mistakes: string[] = [];
  await using server = await createServer({ storage: { backend: 'memory' }, log: listening(mistakes) });
  await create(server, UNTOUCHED, 'untouched', { data: { a: '1' } });
  const before = process.memoryUsage().rss;
  const input = new HostileInput(SEED);
  const bad: string[] = [];
  let left = REQUESTS;
  const client = async (): Promise<void> => {
    while (left-- > 0 && bad.length < 20) {
      if (left % 500 === 0) for (const [path, object] of VICTIMS) await create(server, path, 'victim', object);
      const request = input.next();
      const found = await complaint(server, request);
      if (found !== undefined) bad.push(found);
      for (const each of mistakes.splice(0)) bad.push(`${each}\n  ${shown(request)}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  assert.deepEqual(bad, []);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.deepEqual(Object.keys(Object.prototype), []);
  const untouched = await server.fetch(`${UNTOUCHED}/untouched`);
  assert.deepEqual(((await untouched.json()) as { data: unknown }).data, { a: '1' });
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
});

const MEGABYTE = 1024 * 1024;
const numbered = (length: number, each: (i: string) => string): string =>
  Array.from({ length: Math.floor((2 * MEGABYTE) / length) }, (_, i) => each(String(i).padStart(6, '0'))).join(',');

/** A ConfigMap in Protobuf with as many keys as fit. */
function manyKeys(): Buffer {
  const entries: Buffer[] = [];
  for (let i = 0; i < 150_000; i++) entries.push(Buffer.from(`\x12\x09\x0a\x07k${String(i).padStart(6, '0')}`, 'latin1'));
  const raw = Buffer.concat([Buffer.from('\x0a\x03\x0a\x01x', 'latin1'), ...entries]);
  const length: number[] = [];
  for (let rest = raw.length; rest > 0; rest >>>= 7) length.push(rest > 127 ? (rest & 127) | 128 : rest);
  return Buffer.concat([Buffer.from('k8s\0\x0a\x0f\x0a\x02v1\x12\x09ConfigMap\x12', 'latin1'), Buffer.from(length), raw]);
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps?dryRun=All';
const JSON_TYPE = 'application/json';
const HURTFUL: readonly (readonly [what: string, method: string, target: string, type: string, body: Buffer | string])[] = [
  ['keys in Protobuf', 'POST', CONFIG_MAPS, 'application/vnd.kubernetes.protobuf', manyKeys()],
  ['keys in JSON', 'POST', CONFIG_MAPS, JSON_TYPE, `{"metadata":{"name":"x"},"data":{${numbered(14, (i) => `"k${i}":""`)}}}`],
  ['keys in YAML', 'POST', CONFIG_MAPS, 'application/yaml', `{metadata: {name: x}, data: {${numbered(14, (i) => `k${i}: ""`)}}}`],
  ['unknown fields', 'POST', CONFIG_MAPS, JSON_TYPE, `{"metadata":{"name":"x"},${numbered(14, (i) => `"k${i}":1`)}}`],
  ['finalizers', 'POST', CONFIG_MAPS, JSON_TYPE, `{"metadata":{"name":"x","finalizers":[${numbered(14, (i) => `"a/b${i}"`)}]}}`],
  [
    'owner references',
    'POST',
    CONFIG_MAPS,
    JSON_TYPE,
    `{"metadata":{"name":"x","ownerReferences":[${numbered(72, (i) => `{"apiVersion":"v1","kind":"Pod","name":"n${i}","uid":"u"}`)}]}}`,
  ],
  [
    'containers',
    'POST',
    '/api/v1/namespaces/default/pods?dryRun=All',
    JSON_TYPE,
    `{"metadata":{"name":"x"},"spec":{"containers":[${numbered(20, (i) => `{"name":"c${i}"}`)}]}}`,
  ],
  [
    'elements of a strategic patch',
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/victim?dryRun=All',
    'application/strategic-merge-patch+json',
    `{"spec":{"template":{"spec":{"containers":[${numbered(43, (i) => `{"name":"c${i}","image":"i"}`)}]}}}}`,
  ],
  [
    'deletions in a strategic patch',
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/victim?dryRun=All',
    'application/strategic-merge-patch+json',
    `{"spec":{"template":{"spec":{"containers":[${numbered(43, (i) => `{"name":"c${i}","$patch":"delete"}`)}]}}}}`,
  ],
];

test('a body that is built to hurt takes time in proportion to its length, and others are answered meanwhile', async () => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  await create(server, '/apis/apps/v1/namespaces/default/deployments', 'victim', {
    spec: { selector: { matchLabels: { a: 'b' } }, template: TEMPLATE },
  });
  for (const [what, method, target, type, body] of HURTFUL) {
    const request = { method, target, headers: ['content-type', type], body: Buffer.from(body) };
    const [hurtful, other] = await Promise.all([send(server, request), server.fetch('/version')]);
    assert.ok(hurtful.status < 500 && hurtful.status !== 404, `${what}: ${hurtful.status} ${hurtful.text.slice(0, 300)}`);
    assert.equal(other.status, 200);
  }
});

const environment = numbered(210, (i) => `{"name":"E${i}","value":"v"}`);
const LONG: readonly (readonly [what: string, method: string, target: string, type: string, body: string])[] = [
  [
    'an applied configuration',
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/applied?dryRun=All&fieldManager=m',
    'application/apply-patch+yaml',
    '',
  ],
  ['a new object in JSON', 'POST', '/apis/apps/v1/namespaces/default/deployments?dryRun=All', JSON_TYPE, ''],
  ['a new object in YAML', 'POST', '/apis/apps/v1/namespaces/default/deployments?dryRun=All', 'application/yaml', '# as YAML\n'],
];

test('others have the loop again and again while one long body is worked on', async () => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  const spec = `{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","env":[${environment}]}]}}}`;
  const document = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"applied"},"spec":${spec}}`;
  for (const [what, method, target, type, head] of LONG) {
    let turns = 0;
    let done = false;
    const others = (): void => {
      turns++;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const { status, text } = await send(server, { method, target, headers: ['content-type', type], body: Buffer.from(head + document) });
    done = true;
    assert.equal(status, 201, `${what}: ${text.slice(0, 300)}`);
    assert.ok(turns >= 8, `${what}: ${turns} turns`);
  }
});
