import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CustomResourceDefinition } from '../../apis/apiextensions/v1/types.ts';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { Lease } from '../../apis/coordination/v1/types.ts';
import { ConfigMap, Pod, Secret } from '../../apis/core/v1/types.ts';
import { APIResource } from '../../apis/meta/v1/types.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { DecodeError } from '../interface.ts';
import { decodeJson } from '../json/decode.ts';
import { encodeJson } from '../json/encode.ts';
import { decodeProtobuf, decodeProtobufRaw, isProtobuf, openEnvelope } from './decode.ts';
import { encodeProtobuf, encodeProtobufRaw } from './encode.ts';
import { encodeWatchFrame } from './frames.ts';

const objectOf = (json: string, type: StructType): KubeObject => decodeJson(Buffer.from(json), type, 'ignore').object;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const text = (value: string): string => Buffer.from(value).toString('hex');

const SMALL = '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"data":{"k":"v"}}';

describe('bytes', () => {
  test('what is no pointer is written even when it is zero; the envelope says what it is', () => {
    // name, five empty strings, generation 0, creationTimestamp as an empty message
    const metadata = `0a01${text('a')}12001a00220 02a0032003800 4200`.replaceAll(' ', '');
    const message = `0a${(metadata.length / 2).toString(16).padStart(2, '0')}${metadata}1206 0a01${text('k')}1201${text('v')}`.replaceAll(' ', '');
    const envelope = `6b3873000a0f0a02${text('v1')}1209${text('ConfigMap')}12${(message.length / 2).toString(16)}${message}1a002200`;
    assert.equal(hex(encodeProtobuf(objectOf(SMALL, ConfigMap), ConfigMap)), envelope);
  });

  test('negative integers take ten bytes, maps are sorted, pointers to zero are written', () => {
    const encoded = encodeProtobufRaw({ metadata: { generation: -1, deletionGracePeriodSeconds: 0, labels: { b: '', a: '' } } }, ConfigMap);
    assert.ok(hex(encoded).includes('38ffffffffffffffffff01'));
    assert.ok(hex(encoded).includes(`42005000 5a050a01${text('a')}12005a050a01${text('b')}1200`.replace(' ', '')));
  });

  test('a named list of strings is a message with items', () => {
    assert.ok(hex(encodeProtobufRaw({ name: '', verbs: ['get', 'x'] }, APIResource)).includes(`22080a03${text('get')}0a01${text('x')}`));
  });
});

describe('round trips', () => {
  const cases: readonly (readonly [string, StructType, string])[] = [
    ['empty', ConfigMap, '{"metadata":{}}'],
    ['hostile keys', ConfigMap, '{"metadata":{"labels":{"__proto__":"x"}},"data":{"10":"a","é😀":"\\u0000"},"binaryData":{"a":"AQI=","b":""}}'],
    ['int64 at its ends', ConfigMap, '{"metadata":{"generation":-9223372036854775808,"deletionGracePeriodSeconds":9223372036854775807}}'],
    ['bytes', Secret, '{"metadata":{},"data":{"a":"AQI="}}'],
    [
      'times',
      Lease,
      '{"metadata":{"creationTimestamp":"1969-12-31T23:59:59Z"},"spec":{"renewTime":"2024-05-01T10:00:00.000001Z","leaseDurationSeconds":0}}',
    ],
    ['integer or string', Deployment, '{"spec":{"strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":-3}}}}'],
    [
      'embedded structs',
      Pod,
      '{"spec":{"volumes":[{"name":"v","configMap":{"name":"c","optional":false}}],"containers":[{"name":"c","resources":{"limits":{"cpu":"1500m"}}}]}}',
    ],
    ['raw JSON', ConfigMap, '{"metadata":{"managedFields":[{"fieldsV1":{"f:a":{}}}]}}'],
    [
      'schemas',
      CustomResourceDefinition,
      '{"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"maximum":1.5,"enum":[1,"a"],"items":{"type":"a"},"additionalProperties":false,"dependencies":{"x":["y"]},"x-kubernetes-validations":[{"rule":"r"}]}}}]}}',
    ],
  ];
  for (const [name, type, json] of cases) {
    test(name, () => {
      const object = { ...objectOf(json, type), kind: 'K', apiVersion: 'g/v1' };
      const back = decodeProtobuf(encodeProtobuf(object, type), type).object;
      assert.equal(Buffer.from(encodeJson(back, type)).toString(), Buffer.from(encodeJson(object, type)).toString());
    });
  }
});

describe('hostile bytes', () => {
  test('an envelope is asked for', () => {
    assert.throws(() => openEnvelope(Buffer.from('')), { message: 'empty data' });
    assert.throws(() => openEnvelope(Buffer.from('{}')), {
      message: 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    });
    assert.equal(isProtobuf(Buffer.from('k8s\0')), true);
  });

  test('every truncation and every changed byte is either read or refused', () => {
    const object = objectOf(
      '{"metadata":{"name":"a","generation":5,"labels":{"a":"b"},"managedFields":[{"fieldsV1":{}}]},"spec":{"containers":[{"ports":[{"containerPort":1}]}]}}',
      Pod,
    );
    const bytes = encodeProtobuf({ ...object, kind: 'Pod', apiVersion: 'v1' }, Pod);
    const read = (changed: Uint8Array): void => {
      try {
        decodeProtobuf(changed, Pod);
      } catch (error) {
        assert.ok(error instanceof DecodeError, String(error));
      }
    };
    for (let i = 0; i < bytes.length; i++) {
      read(bytes.subarray(0, i));
      for (const value of [0, 0x7f, 0x80, 0xff, (bytes[i] as number) ^ 1]) read(bytes.with(i, value));
    }
  });

  test('unknown fields and groups are skipped', () => {
    const unknown = Buffer.from(`9a0601${text('x')}a006ff01a906000000000000000 0ad0600000000b306b306b406b406`.replace(' ', ''), 'hex');
    assert.deepEqual(decodeProtobufRaw(unknown, ConfigMap), { metadata: {} });
    assert.throws(() => decodeProtobufRaw(Buffer.from('0801', 'hex'), ConfigMap), { message: 'proto: wrong wireType = 0 for field ObjectMeta' });
  });

  test('what is wrong is said with the name of the message', () => {
    const refused: readonly (readonly [hexadecimal: string, message: string])[] = [
      ['00', 'proto: ConfigMap: illegal tag 0 (wire type 0)'],
      ['0a0100', 'proto: ObjectMeta: illegal tag 0 (wire type 0)'],
      ['04', 'proto: ConfigMap: wiretype end group for non-group'],
      ['8080808080808001', 'proto: ConfigMap: illegal tag 0 (wire type 562949953421312)'],
      ['8a80808080808080808001', 'proto: integer overflow'],
      ['0affffffffffffffffff01', 'proto: negative length found during unmarshaling'],
      ['0a808080808001', 'unexpected EOF'],
      ['ea0680808080808080808001', 'proto: negative length found during unmarshaling'],
      ['0e', 'proto: wrong wireType = 6 for field ObjectMeta'],
      ['ee06', 'proto: illegal wireType 6'],
      ['eb0600', 'unexpected EOF'],
    ];
    for (const [bytes, message] of refused) assert.throws(() => decodeProtobufRaw(Buffer.from(bytes, 'hex'), ConfigMap), { message }, bytes);
    assert.deepEqual(decodeProtobufRaw(Buffer.from('f2ffffff0f00', 'hex'), ConfigMap), { metadata: {} });
    const enveloped = (bytes: string): void => void openEnvelope(Buffer.concat([Buffer.from('k8s\0'), Buffer.from(bytes, 'hex')]));
    assert.throws(() => enveloped('1001'), { message: 'proto: wrong wireType = 0 for field Raw' });
    assert.throws(() => enveloped('0a020801'), { message: 'proto: wrong wireType = 0 for field APIVersion' });
    assert.throws(() => enveloped('0000'), { message: 'proto: Unknown: illegal tag 0 (wire type 0)' });
  });

  test('integers in a list may come packed', () => {
    const groups = '72' + '06' + '22' + '04' + '01ac0203'; // spec.securityContext.supplementalGroups of a pod
    const { spec } = decodeProtobufRaw(Buffer.from(`1208${groups}`, 'hex'), Pod) as { spec: { securityContext: object } };
    assert.deepEqual((spec.securityContext as { supplementalGroups: unknown }).supplementalGroups, [1, 300, 3]);
  });
});

test('a watch frame starts with its length', () => {
  assert.equal(hex(encodeWatchFrame('ADDED', Buffer.from('k8s\0'))), `0000000f0a05${text('ADDED')}12060a046b387300`);
});

test('a stranger object in a watch is carried as it is', () => {
  const object = '{"apiVersion":"example.com/v1","kind":"CustomType"}';
  assert.equal(hex(encodeWatchFrame('typeValue', Buffer.from(object))), `000000420a09${text('typeValue')}12350a33${text(object)}`);
});
