/** CBOR end to end: bodies, answers, lists, watches, apply; and a server that has never heard of it while the gate is off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cborToJson } from '../../src/codec/cbor/decode.ts';
import { jsonToCbor } from '../../src/codec/cbor/encode.ts';
import { startTestServer } from '../../src/testing/index.ts';

const SECRETS = '/api/v1/namespaces/default/secrets';
const CBOR = 'application/cbor';
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { k: 'AQI=' } };

function send(method: string, type: string, body: object, accept = CBOR): RequestInit {
  const bytes = jsonToCbor(Buffer.from(JSON.stringify(body)));
  return { method, headers: { 'content-type': type, accept }, body: Buffer.from(bytes) };
}

interface Answered {
  readonly kind: string;
  readonly message?: string;
  readonly data?: object;
  readonly metadata: { readonly labels?: object };
  readonly items?: readonly Answered[];
}

async function read(response: Response): Promise<Answered> {
  assert.match(response.headers.get('content-type') ?? '', /^application\/cbor/);
  return JSON.parse(cborToJson(new Uint8Array(await response.arrayBuffer())).toString()) as Answered;
}

test('objects, lists, tables, errors and apply in CBOR', async () => {
  await using server = await startTestServer({ featureGates: { CBORServingAndStorage: true } });
  const created = await server.fetch(SECRETS, send('POST', CBOR, secret));
  assert.equal(created.status, 201);
  assert.deepEqual((await read(created)).data, { k: 'AQI=' });
  const accept = (type: string): RequestInit => ({ headers: { accept: type } });
  assert.deepEqual((await read(await server.fetch(`${SECRETS}/a`, accept(CBOR)))).data, { k: 'AQI=' });
  const list = await read(await server.fetch(SECRETS, accept(CBOR)));
  assert.deepEqual([list.kind, list.items?.map(({ data }) => data)], ['SecretList', [{ k: 'AQI=' }]]);
  assert.equal((await read(await server.fetch(SECRETS, accept(`${CBOR};as=Table;g=meta.k8s.io;v=v1`)))).kind, 'Table');
  assert.equal((await read(await server.fetch(`${SECRETS}/none`, accept(CBOR)))).message, 'secrets "none" not found');
  assert.equal((await read(await server.fetch('/api/v1', accept(CBOR)))).kind, 'APIResourceList');
  const configuration = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', labels: { l: 'm' } } };
  const applied = await server.fetch(`${SECRETS}/a?fieldManager=me`, send('PATCH', 'application/apply-patch+cbor', configuration));
  assert.deepEqual((await read(applied)).metadata.labels, { l: 'm' });
});

test('a watch is a sequence of items', async () => {
  await using server = await startTestServer({ featureGates: { CBORServingAndStorage: true } });
  await server.fetch(SECRETS, send('POST', CBOR, secret));
  const watch = await server.fetch(`${SECRETS}?watch=true&resourceVersion=0`, { headers: { accept: CBOR } });
  assert.equal(watch.headers.get('content-type'), 'application/cbor-seq');
  const reader = (watch.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  const event = JSON.parse(cborToJson(value ?? new Uint8Array()).toString()) as { type: string; object: Answered };
  assert.equal(event.type, 'ADDED');
  assert.deepEqual(event.object.data, { k: 'AQI=' });
  await reader.cancel();
});

test('a body that is no CBOR is a 400', async () => {
  await using server = await startTestServer({ featureGates: { CBORServingAndStorage: true } });
  for (const bytes of [Buffer.of(0xff), Buffer.alloc(10_000, 0x9f), Buffer.alloc(0)]) {
    const answer = await server.fetch(SECRETS, { method: 'POST', headers: { 'content-type': CBOR }, body: bytes });
    assert.equal(answer.status, 400);
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/apply-patch+cbor' }, body: bytes };
    assert.equal((await server.fetch(`${SECRETS}/a?fieldManager=me`, patch)).status, 400);
  }
});

test('without the gate there is no such media type', async () => {
  await using server = await startTestServer();
  assert.equal((await server.fetch(SECRETS, send('POST', CBOR, secret, 'application/json'))).status, 415);
  assert.equal((await server.fetch(SECRETS, { headers: { accept: CBOR } })).status, 406);
  assert.equal((await server.fetch(`${SECRETS}/a`, send('PATCH', 'application/apply-patch+cbor', {}, 'application/json'))).status, 415);
});

test('what is spoken is published', async () => {
  for (const spoken of [true, false]) {
    await using server = await startTestServer({ featureGates: { CBORServingAndStorage: spoken } });
    const text = await (await server.fetch('/openapi/v3/api/v1')).text();
    for (const type of [CBOR, 'application/apply-patch+cbor']) assert.equal(text.includes(`"${type}"`), spoken, type);
  }
});
