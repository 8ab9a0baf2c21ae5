import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { Role } from '../../apis/rbac/v1/types.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { decodeJson } from './decode.ts';
import { encodeJson, encodeServed } from './encode.ts';
import { peekEntry, peekTypeMeta } from './peek.ts';

const configMap = (rest: object): KubeObject => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a' }, ...rest });
const text = (object: KubeObject): string => Buffer.from(encodeJson(object, ConfigMap)).toString();

describe('canonical JSON', () => {
  test("an empty list that is always written is its writer's, and null once it is stored", () => {
    const { object } = decodeJson(
      Buffer.from('{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"a"},"rules":[]}'),
      Role,
      'ignore',
    );
    assert.deepEqual(object.rules, []);
    const served = encodeServed(object, Role);
    assert.deepEqual(JSON.parse(Buffer.from(served.json).toString()).rules, null);
    assert.equal(served.exact, false);
  });

  test('members in table order, keys sorted by their UTF-8 bytes, empty values left out', () => {
    const object = {
      data: { '😀': '1', '\uffff': '2', b: '3', a: '4', '10': '5' },
      binaryData: {},
      metadata: { name: 'a', labels: {} },
      apiVersion: 'v1',
      kind: 'ConfigMap',
    };
    assert.equal(
      text(object as unknown as KubeObject),
      '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"data":{"10":"5","a":"4","b":"3","\uffff":"2","😀":"1"}}',
    );
  });

  test("Go's escapes", () => {
    assert.match(
      text(configMap({ data: { a: '<>&\u2028\u0000\b\f\n\r\t"\\/\u007fé' } })),
      /"a":"\\u003c\\u003e\\u0026\\u2028\\u0000\\b\\f\\n\\r\\t\\"\\\\\/\u007fé"/,
    );
  });

  test('what Go always writes is written, even when the object lacks it', () => {
    const object = { kind: 'Deployment', apiVersion: 'apps/v1', metadata: {}, spec: { template: {} } } as unknown as KubeObject;
    assert.equal(
      Buffer.from(encodeJson(object, Deployment)).toString(),
      '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}',
    );
  });
});

describe('served JSON', () => {
  const splice = (object: KubeObject): string => {
    const { json, revisionAt } = encodeServed(object, ConfigMap);
    return Buffer.concat([json.subarray(0, revisionAt), Buffer.from('"resourceVersion":"7",'), json.subarray(revisionAt)]).toString();
  };

  test('the revision goes where the table has it', () => {
    const metadata = { name: 'ä', uid: 'u', resourceVersion: '3', creationTimestamp: '2024-01-01T00:00:00Z' };
    assert.equal(
      splice(configMap({ metadata })),
      '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"ä","uid":"u","resourceVersion":"7","creationTimestamp":"2024-01-01T00:00:00Z"}}',
    );
  });

  test('metadata without anything behind it or before it still gives valid JSON', () => {
    for (const metadata of [{ name: 'x' }, { labels: { a: 'b' } }, { name: 'x', labels: { a: 'b' } }]) {
      assert.equal(JSON.parse(splice(configMap({ metadata }))).metadata.resourceVersion, '7');
    }
  });

  test('peekEntry finds the same without decoding', () => {
    const metadata = {
      name: 'ä',
      namespace: 'n',
      uid: 'u',
      creationTimestamp: '2024-01-01T00:00:00Z',
      labels: { __proto__x: 'ö', a: 'b"' },
      annotations: { resourceVersion: 'no' },
    };
    for (const object of [configMap({ metadata }), configMap({ metadata: { name: 'x' } })]) {
      const { json, revisionAt, prefixLength } = encodeServed(object, ConfigMap);
      const { name, namespace = '', labels = {} } = object.metadata;
      assert.deepEqual(peekEntry(json), { name, namespace, labels, revisionAt, prefixLength });
      assert.equal(Buffer.from(json.subarray(1, 1 + prefixLength)).toString(), '"kind":"ConfigMap","apiVersion":"v1",');
    }
  });

  test('peekEntry gives up on anything that is not canonical', () => {
    for (const json of [
      '',
      '{}',
      '{"apiVersion":"v1","kind":"A","metadata":{}}',
      '{"kind":"A","apiVersion":"v1","metadata":{"resourceVersion":"1"}}',
      '{"kind":"A","apiVersion":"v1","metadata":{"name":',
    ]) {
      assert.equal(peekEntry(Buffer.from(json)), undefined);
    }
  });
});

test('peekTypeMeta matches names without case, and says what is wrong', () => {
  const peek = (json: string) => peekTypeMeta(Buffer.from(json));
  assert.deepEqual(peek('{"Kind":"A","APIVERSION":"v1","kind":null,"x":{"kind":"B"}}'), { kind: 'A', apiVersion: 'v1' });
  assert.deepEqual(peek('null'), { kind: '', apiVersion: '' });
  assert.throws(() => peek('[]'), { message: /json parse error: json: cannot unmarshal array into Go value of type struct \{ APIVersion string/ });
  assert.throws(() => peek('{"kind":1}'), {
    message: "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
  });
});
