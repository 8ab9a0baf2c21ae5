/**
 * Whatever is sent, the server answers, never with a crash, and lives on: no 500 from a mistake of ours, no hang, no memory that is not given back,
 * nothing of one request left behind in another (prototype pollution).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/log.ts';
import { createServer, type Server } from '../../src/controlplane/server.ts';
import { InProcessRequest, InProcessSink } from '../../src/server/in-process.ts';
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
const HURTFUL: readonly (readonly [string, string, string, Buffer | string])[] = [
  ['keys in Protobuf', CONFIG_MAPS, 'application/vnd.kubernetes.protobuf', manyKeys()],
  ['keys in JSON', CONFIG_MAPS, 'application/json', `{"metadata":{"name":"x"},"data":{${numbered(14, (i) => `"k${i}":""`)}}}`],
  ['keys in YAML', CONFIG_MAPS, 'application/yaml', `{metadata: {name: x}, data: {${numbered(14, (i) => `k${i}: ""`)}}}`],
  ['unknown fields', CONFIG_MAPS, 'application/json', `{"metadata":{"name":"x"},${numbered(14, (i) => `"k${i}":1`)}}`],
  ['finalizers', CONFIG_MAPS, 'application/json', `{"metadata":{"name":"x","finalizers":[${numbered(12, (i) => `"a/b${i}"`)}]}}`],
  [
    'containers',
    '/api/v1/namespaces/default/pods?dryRun=All',
    'application/json',
    `{"metadata":{"name":"x"},"spec":{"containers":[${numbered(20, (i) => `{"name":"c${i}"}`)}]}}`,
  ],
];

test('a body that is built to hurt takes time in proportion to its length, and others are answered meanwhile', async () => {
  await using server = await createServer({ storage: { backend: 'memory' } });
  for (const [what, target, type, body] of HURTFUL) {
    const request = { method: 'POST', target, headers: ['content-type', type], body: Buffer.from(body) };
    const [hurtful, other] = await Promise.all([send(server, request), server.fetch('/version')]);
    assert.ok(hurtful.status < 500, `${what}: ${hurtful.status} ${hurtful.text.slice(0, 300)}`);
    assert.equal(other.status, 200);
  }
});
