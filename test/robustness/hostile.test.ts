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
  const handled = server.handle(new InProcessRequest(request.method, request.target, headers, 'localhost', request.body, gone.signal), sink);
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

const POD = { containers: [{ name: 'c', image: 'i', resources: { limits: { cpu: '1' } } }] };
const TEMPLATE = { metadata: { labels: { a: 'b' } }, spec: POD };
/** What hostile writes may hit: without something there, most patches would end at 404. */
const VICTIMS: readonly (readonly [string, object])[] = [
  ['/api/v1/namespaces/default/configmaps', { data: { a: '1' } }],
  ['/api/v1/namespaces/default/secrets', { data: { a: 'MQ==' } }],
  ['/api/v1/namespaces/default/pods', { spec: POD }],
  ['/api/v1/namespaces/default/services', { spec: { ports: [{ port: 80 }] } }],
  ['/apis/apps/v1/namespaces/default/deployments', { spec: { selector: { matchLabels: { a: 'b' } }, template: TEMPLATE } }],
  ['/apis/batch/v1/namespaces/default/cronjobs', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: TEMPLATE } } } }],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] }],
];
/** What upstream answers with 500 as well. */
const EXPECTED = /resourceVersion: Invalid value|failed to create RequestInfo/;
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
    if (status < 500 || status === 501 || status === 504 || EXPECTED.test(text)) return undefined;
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
