import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CustomResourceDefinition } from '../../apis/apiextensions/v1/types.ts';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { ConfigMap, Pod } from '../../apis/core/v1/types.ts';
import { emptyMap } from '../../machinery/clone.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { RawJson } from '../../machinery/raw.ts';
import { DecodeError, type Empties } from '../interface.ts';
import { decodeJson } from './decode.ts';
import { encodeJson } from './encode.ts';

const decode = (text: string, type: StructType = ConfigMap) => decodeJson(Buffer.from(text), type, 'collect');
const objectOf = (text: string, type?: StructType): unknown => decode(text, type).object;

/** The value at a path, for tests that look at one member. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((each, step) => (each as { readonly [key: string | number]: unknown })[step], value);
}

function refusal(text: string, type?: StructType): string {
  try {
    decode(text, type);
  } catch (error) {
    assert.ok(error instanceof DecodeError);
    return error.message;
  }
  return assert.fail('was accepted');
}

describe('objects in memory', () => {
  test('members stand in table order, and what Go always writes is there', () => {
    const pod = objectOf('{"spec":{"nodeName":"n","containers":[{"image":"i","name":"c"}]},"metadata":{"name":"x"},"kind":"Pod"}', Pod);
    assert.equal(
      JSON.stringify(pod),
      '{"kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"c","image":"i","resources":{}}],"nodeName":"n"},"status":{}}',
    );
  });

  test('empty values are dropped unless they are pointers; null is an empty object', () => {
    assert.deepEqual(objectOf('{"data":{},"immutable":false,"metadata":{"finalizers":[],"generation":0,"deletionGracePeriodSeconds":0}}'), {
      metadata: { deletionGracePeriodSeconds: 0 },
      immutable: false,
    });
    assert.deepEqual(objectOf('null'), { metadata: {} });
    assert.equal(
      JSON.stringify(objectOf('{}', Deployment)),
      '{"metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}',
    );
  });

  test('empty lists and maps stay for those who ask for them, so that messages show them', () => {
    const text = '{"data":{},"immutable":false,"metadata":{"labels":null,"finalizers":[],"generation":0}}';
    const decodedAs = (empties: Empties): unknown => decodeJson(Buffer.from(text), ConfigMap, 'collect', empties).object;
    assert.deepEqual(decodedAs('kept'), { metadata: { finalizers: [] }, data: emptyMap(), immutable: false });
  });

  test('users may choose any key', () => {
    const { data } = objectOf('{"data":{"__proto__":"a","constructor":"b","10":"c"}}') as { data: { [key: string]: string } };
    assert.deepEqual(Object.keys(data).sort(), ['10', '__proto__', 'constructor']);
    assert.equal(Object.getPrototypeOf(data), Object.prototype);
  });

  test('int64 is exact', () => {
    const generation = (text: string): unknown =>
      (objectOf(`{"metadata":{"generation":${text}}}`) as { metadata: { generation: unknown } }).metadata.generation;
    assert.equal(generation('9223372036854775807'), 9223372036854775807n);
    assert.equal(generation('-9007199254740993'), -9007199254740993n);
    assert.equal(generation('9007199254740991'), 9007199254740991);
  });

  test('values with a form of their own are brought into it', () => {
    const container = '{"resources":{"limits":{"cpu":"1000m","memory":1024,"x":null}},"livenessProbe":{"httpGet":{"port":"http"}}}';
    const pod = objectOf(`{"metadata":{"creationTimestamp":"2024-01-01T00:00:00+02:00"},"spec":{"containers":[${container}]}}`, Pod);
    assert.equal(at(pod, 'metadata', 'creationTimestamp'), '2023-12-31T22:00:00Z');
    assert.deepEqual(at(pod, 'spec', 'containers', 0, 'resources'), { limits: { cpu: '1', memory: '1024', x: '0' } });
    assert.equal(at(pod, 'spec', 'containers', 0, 'livenessProbe', 'httpGet', 'port'), 'http');
  });

  test('raw JSON keeps its text, without white space', () => {
    const decoded = objectOf('{"metadata":{"managedFields":[{"fieldsV1":{ "f:b" : {}, "f:a": " " }}]}}');
    assert.equal((at(decoded, 'metadata', 'managedFields', 0, 'fieldsV1') as RawJson).text, '{"f:b":{},"f:a":" "}');
  });

  test('a schema may be a boolean, a list or a schema', () => {
    const schema = '{"type":"object","additionalProperties":false,"items":[{"type":"a"}],"dependencies":{"x":["y"]},"default":{"a":1}}';
    const crd = objectOf(`{"spec":{"versions":[{"schema":{"openAPIV3Schema":${schema}}}]}}`, CustomResourceDefinition);
    const read = at(crd, 'spec', 'versions', 0, 'schema', 'openAPIV3Schema');
    assert.deepEqual(read, {
      type: 'object',
      default: new RawJson('{"a":1}'),
      items: [{ type: 'a' }],
      additionalProperties: false,
      dependencies: { x: ['y'] },
    });
  });

  test('a member that comes twice is decoded into what is there', () => {
    assert.deepEqual(objectOf('{"metadata":{"name":"a"},"metadata":{"namespace":"b"}}'), { metadata: { name: 'a', namespace: 'b' } });
  });

  test('text that is not UTF-8 gets a replacement character a byte', () => {
    const bytes = Buffer.concat([Buffer.from('{"data":{"a":"'), Buffer.from([0xff, 0xc3, 0x28, 0xe2, 0x82]), Buffer.from('é"}}')]);
    assert.deepEqual(decodeJson(bytes, ConfigMap, 'ignore').object.data, { a: '\ufffd\ufffd(\ufffd\ufffdé' });
  });
});

describe('strict errors', () => {
  const strict = (text: string, type?: StructType): readonly string[] => decode(text, type).strictErrors;

  test('unknown and duplicate fields come in the order of the document, each once', () => {
    assert.deepEqual(strict('{"metadata":{"name":"x","x":1,"name":"y"},"data":{"k":"1","k":"2","k":"3"},"foo":[1,{"a":2}],"Data":{}}'), [
      'unknown field "metadata.x"',
      'duplicate field "metadata.name"',
      'duplicate field "data.k"',
      'unknown field "foo"',
      'unknown field "Data"',
    ]);
    assert.deepEqual(strict('{"spec":{"containers":[{},{"ports":[{"x":1}],"y":1}]}}', Pod), [
      'unknown field "spec.containers[1].ports[0].x"',
      'unknown field "spec.containers[1].y"',
    ]);
  });

  test('at most a hundred are kept, and none when nobody asks', () => {
    const many = `{${Array.from({ length: 150 }, (_, i) => `"f${i}":1`).join(',')}}`;
    assert.equal(strict(many).length, 100);
    assert.deepEqual(decodeJson(Buffer.from(many), ConfigMap, 'ignore').strictErrors, []);
  });
});

describe('refusals', () => {
  test('wrong types name the struct, the path and the Go type', () => {
    const said = {
      '{"metadata":{"labels":{"a":1}}}': 'number into Go struct field ObjectMeta.metadata.labels of type string',
      '{"metadata":{"labels":[]}}': 'array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
      '{"metadata":"x"}': 'string into Go struct field ConfigMap.metadata of type v1.ObjectMeta',
      '{"metadata":{"ownerReferences":[1]}}': 'number into Go struct field ObjectMeta.metadata.ownerReferences of type v1.OwnerReference',
      '{"metadata":{"generation":1.5}}': 'number 1.5 into Go struct field ObjectMeta.metadata.generation of type int64',
      '{"immutable":"x","data":1}': 'string into Go struct field ConfigMap.immutable of type bool',
    };
    for (const [text, message] of Object.entries(said)) assert.equal(refusal(text), `json: cannot unmarshal ${message}`);
    const probe = (port: string): string => refusal(`{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":${port}}}}]}}`, Pod);
    assert.equal(
      probe('80.5'),
      'json: cannot unmarshal number 80.5 into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port of type int32',
    );
    assert.equal(
      refusal('{"spec":{"strategy":{"rollingUpdate":{"maxSurge":{}}}}}', Deployment),
      'json: cannot unmarshal object into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32',
    );
  });

  test('a broken text wins over everything, then kind, then times and quantities, then the first wrong type', () => {
    assert.match(refusal('{"kind":1,"data":1,"metadata":{"creationTimestamp":"x"}'), /json parse error: unexpected end of JSON input$/);
    assert.equal(
      refusal('{"data":1,"metadata":{"creationTimestamp":"x"},"kind":1}'),
      'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
      'a kind behind a fatal error is not reached',
    );
    assert.equal(
      refusal('{"kind":1,"data":1}'),
      "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
    );
    assert.match(refusal('{"data":1,"metadata":{"creationTimestamp":"x"}}'), /^parsing time "x"/);
  });

  test("syntax errors are Go's", () => {
    const said = {
      '': 'unexpected end of JSON input',
      hello: "invalid character 'h' looking for beginning of value",
      '{"a":1,}': "invalid character '}' looking for beginning of object key string",
      "{'a':1}": "invalid character '\\'' looking for beginning of object key string",
      '{"a" 1}': "invalid character '1' after object key",
      '{"a":1 "b":2}': "invalid character '\"' after object key:value pair",
      '{"a":[1 2]}': "invalid character '2' after array element",
      '{"a":01}': "invalid character '1' after object key:value pair",
      '{"a":1.}': "invalid character '}' after decimal point in numeric literal",
      '{"a":tru}': "invalid character '}' in literal true (expecting 'e')",
      '{"a":tru': "invalid character ' ' in literal true (expecting 'e')",
      '{"a":"\\q"}': "invalid character 'q' in string escape code",
      '{"a":"\\u12x4"}': "invalid character 'x' in \\u hexadecimal character escape",
      '{"a":"\u0001"}': "invalid character '\\x01' in string literal",
      '{} x': "invalid character 'x' after top-level value",
      '\ufeff{}': "invalid character 'ï' looking for beginning of value",
    };
    for (const [text, message] of Object.entries(said)) assert.equal(refusal(text), `couldn't get version/kind; json parse error: ${message}`);
  });

  test('long strings are read and refused as short ones are, in known and unknown members', () => {
    for (const length of [38, 39, 40, 41, 42, 300]) {
      for (const field of ['data', 'x']) {
        const document = (end: string): string => `{"${field}":{"k":"${'é'.repeat(length % 2)}${'x'.repeat(length)}${end}`;
        assert.match(refusal(document('\u0001"}}')), /invalid character '\\x01' in string literal$/);
        assert.match(refusal(document('\u001f y"}}')), /invalid character '\\x1f' in string literal$/);
        assert.match(refusal(document('\\q"}}')), /invalid character 'q' in string escape code$/);
        assert.match(refusal(document('')), /unexpected end of JSON input$/);
        assert.match(refusal(document('\\"}}')), /unexpected end of JSON input$/);
      }
      const text = `${'x'.repeat(length)}"\\\n<\u2028é${'y'.repeat(length)}`;
      assert.equal(at(objectOf(JSON.stringify({ data: { k: text } })), 'data', 'k'), text);
    }
  });

  test('depth is refused before anything is built, in known and unknown members', () => {
    const deep = (depth: number): string => '['.repeat(depth);
    for (const field of ['x', 'data']) assert.match(refusal(`{"${field}":${deep(3_000_000)}`), /invalid character '\[' exceeded max depth$/);
    let schema = '{}';
    for (let i = 0; i < 5_000; i++) schema = `{"not":${schema}}`;
    assert.match(refusal(`{"spec":{"versions":[{"schema":{"openAPIV3Schema":${schema}}}]}}`, CustomResourceDefinition), /exceeded max depth$/);
  });

  test('schemas nest as deep as values may, whatever holds them', () => {
    for (const [open, close] of [
      ['{"not":', '}'],
      ['{"items":', '}'],
    ] as const) {
      const schema = `${open.repeat(980)}{}${close.repeat(980)}`;
      const crd = objectOf(`{"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":${schema}}}]}}`, CustomResourceDefinition);
      assert.ok(Buffer.from(encodeJson(crd as KubeObject, CustomResourceDefinition)).includes(schema));
    }
  });

  test('base64 errors name the byte', () => {
    const said = { A: 0, AQ: 0, 'AQ=': 3, 'AQI==': 4, 'A=QI': 1, '!': 0, AQIé: 3 };
    for (const [text, at] of Object.entries(said)) assert.equal(refusal(`{"binaryData":{"k":"${text}"}}`), `illegal base64 data at input byte ${at}`);
    assert.deepEqual(at(objectOf('{"binaryData":{"a":"AQ\\nI=","b":"QR==","c":[1,2]}}'), 'binaryData'), { a: 'AQI=', b: 'QQ==', c: 'AQI=' });
  });
});
