/** Decoding only what a patch touched must be invisible: the same object as decoding all of it, and nothing shared with the object before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap, Pod } from '../../../apis/core/v1/types.ts';
import { decodeJson, decodeJsonText } from '../../../codec/json/decode.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { JsonMap } from '../../../patch/document.ts';
import { mergePatch } from '../../../patch/merge-patch.ts';
import { decodeTouched, documentAlong, documentOf, unshare } from './touched.ts';

const POD = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name: 'a',
    resourceVersion: '7',
    labels: { app: 'x' },
    managedFields: [{ manager: 'm', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:metadata': { 'f:labels': {} } } }],
  },
  spec: { containers: [{ name: 'c', image: 'i', resources: {} }] },
  status: { phase: 'Pending' },
};

const decoded = (object: object, type: StructType): KubeObject => decodeJson(Buffer.from(JSON.stringify(object)), type, 'ignore').object;

function bothWays(current: KubeObject, patch: JsonMap, type: StructType): readonly [KubeObject | undefined, KubeObject] {
  const along = mergePatch(documentAlong(current, structuredClone(patch)), structuredClone(patch)) as JsonMap;
  const whole = mergePatch(documentOf(current), structuredClone(patch));
  return [decodeTouched(along, current, type, 'collect')?.object, decodeJsonText(JSON.stringify(whole), type, 'collect').object];
}

const PATCHES: readonly JsonMap[] = [
  {},
  { metadata: { labels: { app: 'y', more: 'z' } } },
  { metadata: { annotations: { a: 'b' } } },
  { metadata: { labels: null, managedFields: [{}] } },
  { spec: { nodeName: 'n' }, status: null },
  { status: { phase: 'Running', message: '' } },
  { spec: { containers: [{ name: 'd', image: 'j' }] } },
];

test('what a patch touched, decoded alone, gives the same object in the same order as decoding everything', () => {
  const current = decoded(POD, Pod);
  for (const patch of PATCHES) {
    const [touched, whole] = bothWays(current, patch, Pod);
    assert.deepEqual(touched, whole);
    assert.equal(JSON.stringify(touched), JSON.stringify(whole));
  }
});

test('the object before and after share what was not touched, until nothing may be shared that could be changed', () => {
  const current = decoded(POD, Pod);
  const [touched] = bothWays(current, { metadata: { labels: { app: 'y' } } }, Pod);
  assert.ok(touched !== undefined);
  assert.equal(touched.spec, current.spec);
  assert.notEqual(touched.metadata, current.metadata);
  unshare(touched, current);
  assert.notEqual(touched.spec, current.spec);
  assert.notEqual(touched.metadata.managedFields, current.metadata.managedFields);
  assert.deepEqual(current, decoded(POD, Pod));
});

test('whatever has to be complained about is left to the whole document', () => {
  const current = decoded(POD, Pod);
  assert.equal(bothWays(current, { spec: { unknown: 1 } }, Pod)[0], undefined);
  const misfit = mergePatch(documentAlong(current, { spec: { nodeName: 5 } }), { spec: { nodeName: 5 } }) as JsonMap;
  assert.equal(decodeTouched(misfit, current, Pod, 'collect'), undefined);
});

test("users' keys stay keys: __proto__ in data that a patch passes by", () => {
  const current = decodeJson(Buffer.from('{"metadata":{"name":"a"},"data":{"__proto__":"x","b":"y"}}'), ConfigMap, 'ignore').object;
  const [touched] = bothWays(current, { metadata: { labels: { a: 'b' } } }, ConfigMap);
  assert.deepEqual(Object.keys(touched?.data as object), ['__proto__', 'b']);
});
