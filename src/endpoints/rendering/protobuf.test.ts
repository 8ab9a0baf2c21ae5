import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap, ConfigMapList } from '../../apis/core/v1/types.ts';
import { PartialObjectMetadata, PartialObjectMetadataList, Status } from '../../apis/meta/v1/types.ts';
import { PartialObjectMetadataList as BetaList } from '../../apis/meta/v1beta1/types.ts';
import { encodeServed } from '../../codec/json/encode.ts';
import { decodeProtobuf, decodeProtobufRaw, openEnvelope } from '../../codec/protobuf/decode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { notFound } from '../../machinery/status.ts';
import { configmaps } from '../../registry/core/configmaps.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { exchange } from '../exchange.fixture.ts';
import { negotiateRendering, type RenderingScope } from '../responses/negotiate.ts';
import { respondList, respondStatus } from '../responses/respond.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const [version] = configmaps.versions;
assert.ok(version);
const target = {
  installed: { declaration: configmaps, store: undefined, virtual: {} },
  group: '',
  version,
  subresource: undefined,
  subresourceName: '',
  namespace: 'ns',
  name: '',
};

function entry(name: string, revision: number): Entry {
  const object: KubeObject = {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name, namespace: 'ns', creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: String(revision) },
    data: { k: 'v' },
  };
  return { key: name, revision, namespace: 'ns', name, labels: {}, fields: {}, ...encodeServed(object, ConfigMap), object: () => object };
}

function rendering(scope: RenderingScope, parameters = '') {
  return negotiateRendering(exchange('/x', { accept: `${PROTOBUF}${parameters}` }).context, target, scope);
}

async function listed(entries: readonly Entry[], type: StructType, parameters = '') {
  const { context, answer } = exchange('/x', { accept: `${PROTOBUF}${parameters}` });
  await respondList(
    context,
    negotiateRendering(context, target, 'list'),
    { resourceVersion: '9', continueToken: 'c', remainingItemCount: 3 },
    entries,
  );
  const { apiVersion, kind } = openEnvelope(answer.body);
  return { apiVersion, kind, list: decodeProtobuf(answer.body, type).object as unknown as { metadata: object; items: KubeObject[] } };
}

/** The event in a frame of a watch. */
function event(pieces: readonly Uint8Array[]): { type: string; object: Uint8Array } {
  const bytes = Buffer.concat(pieces as Uint8Array[]);
  assert.equal(bytes.readUInt32BE(0), bytes.length - 4);
  const typeLength = bytes[5] as number;
  const type = bytes.subarray(6, 6 + typeLength).toString();
  return { type, object: bytes.subarray(bytes.indexOf('k8s\0')) };
}

test('an object is enveloped with its revision', () => {
  const bytes = Buffer.concat(rendering('object').object(entry('a', 7)) as Uint8Array[]);
  const { object } = decodeProtobuf(bytes, ConfigMap);
  assert.equal(object.kind, 'ConfigMap');
  assert.equal(object.metadata.resourceVersion, '7');
  assert.deepEqual(object.data, { k: 'v' });
});

test('a list holds its metadata and every item, also over many slices', async () => {
  const { apiVersion, kind, list } = await listed([entry('a', 7), entry('b', 8)], ConfigMapList);
  assert.equal(`${apiVersion} ${kind}`, 'v1 ConfigMapList');
  assert.deepEqual(list.metadata, { resourceVersion: '9', continue: 'c', remainingItemCount: 3 });
  assert.deepEqual(
    list.items.map((each) => each.metadata.name),
    ['a', 'b'],
  );
  const many = await listed(
    Array.from({ length: 3000 }, (_, i) => entry(`name-${i}`, i + 1)),
    ConfigMapList,
  );
  assert.equal(many.list.items.length, 3000);
  assert.equal(many.list.items[2999]?.metadata.name, 'name-2999');
});

test('metadata only, in both versions of meta.k8s.io', async () => {
  const bytes = Buffer.concat(rendering('object', ';as=PartialObjectMetadata;v=v1;g=meta.k8s.io').object(entry('a', 7)) as Uint8Array[]);
  assert.equal(decodeProtobuf(bytes, PartialObjectMetadata).object.metadata.name, 'a');
  for (const [name, type] of [
    ['v1', PartialObjectMetadataList],
    ['v1beta1', BetaList],
  ] as const) {
    const { apiVersion, list } = await listed([entry('a', 7)], type, `;as=PartialObjectMetadataList;v=${name};g=meta.k8s.io`);
    assert.equal(apiVersion, `meta.k8s.io/${name}`);
    assert.deepEqual(
      list.items.map((each) => each.metadata.resourceVersion),
      ['7'],
    );
  }
});

test('a watch frames enveloped objects and shows the revision of the event', () => {
  const watch = rendering('watch');
  assert.equal(watch.watchContentType, `${PROTOBUF};stream=watch`);
  const { type, object } = event(watch.watchItem({ type: 'DELETED', entry: entry('a', 7), revision: 8 }, true));
  assert.equal(type, 'DELETED');
  assert.equal(decodeProtobuf(object, ConfigMap).object.metadata.resourceVersion, '8');
  const bookmark = event(watch.watchItem({ type: 'BOOKMARK', revision: 9, initialEventsEnd: true }, false));
  assert.deepEqual(decodeProtobuf(bookmark.object, ConfigMap).object.metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
  const error = event(watch.watchError(notFound({ group: '', resource: 'configmaps' }, 'a').status));
  assert.equal(error.type, 'ERROR');
  assert.equal(openEnvelope(error.object).kind, 'Status');
});

test('a Status is told in Protobuf to a client that asks for it', async () => {
  const { context, answer } = exchange('/x', { accept: PROTOBUF });
  await respondStatus(context, notFound({ group: '', resource: 'configmaps' }, 'none'));
  assert.equal(answer.body.length, 109);
  const status = decodeProtobufRaw(openEnvelope(answer.body).message, Status);
  assert.deepEqual(status.details, { name: 'none', kind: 'configmaps' });
});
