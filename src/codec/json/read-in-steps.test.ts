/** A long body is read in steps; whoever sent it cannot tell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnce } from '../../base/event-loop.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { type Decoded, DecodeError } from '../interface.ts';
import { allKinds, Maker, randomFrom } from '../random-objects.fixture.ts';
import { decodeJson, decodeJsonInSteps } from './decode.ts';
import { encodeJson } from './encode.ts';

const MUTATIONS = 40;

/** The order of members counts as well, so that objects are compared by their text. */
const shown = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

/** What came of it: the object and the complaints, or the error's text. */
function outcome(decode: () => Decoded): unknown {
  try {
    const { object, strictErrors } = decode();
    return { json: JSON.stringify(object, shown), strictErrors };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return error.message;
  }
}

function checkSame(text: Buffer, type: StructType): void {
  for (const empties of ['dropped', 'kept'] as const) {
    const expected = outcome(() => decodeJson(text, type, 'collect', empties));
    assert.deepEqual(
      outcome(() => atOnce(decodeJsonInSteps(text, type, 'collect', empties))),
      expected,
      text.toString(),
    );
  }
}

/** Part of the text twice, cut off, or with another character: fields come again, values change their type. */
function mutated(text: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * text.length);
  const from = Math.floor(random() * text.length);
  const copy = Buffer.from(text);
  copy[at] = '{}[]",:1n'.charCodeAt(Math.floor(random() * 9));
  return random() < 0.5 ? copy : Buffer.concat([text.subarray(0, at), text.subarray(from)]);
}

for (const type of await allKinds()) {
  test(`${type.name}, whole and damaged, is read in steps as it is read at once`, () => {
    const random = randomFrom(7);
    const made = new Maker(5).struct(type, 0) as KubeObject;
    const text = Buffer.from(encodeJson({ ...made, kind: 'Kind', apiVersion: 'g/v1' }, type));
    checkSame(text, type);
    for (let i = 0; i < MUTATIONS; i++) checkSame(mutated(text, random), type);
  });
}

test('fields and keys that come twice, and nulls, are the same in steps', async () => {
  const pod = (await allKinds()).find((each) => each.name === 'k8s.io/api/core/v1.Pod') as StructType;
  for (const text of [
    '{"metadata":{"labels":{"a":"1","a":"2"},"labels":{"b":"3"}},"spec":{"containers":[{"name":"a"}],"containers":[null,{}]},"spec":null}',
    '{"metadata":null,"spec":{"containers":null,"securityContext":null,"securityContext":{"runAsUser":1}},"spec":{"nodeName":"n"}}',
    '{"spec":{"containers":{},"volumes":[[]],"nodeSelector":[]},"metadata":{"labels":{},"annotations":{"__proto__":"x"}}}',
    '[]',
    'null',
    '{"a":1} x',
  ])
    checkSame(Buffer.from(text), pod);
});

test('a struct that comes again may fill what was null before', async () => {
  const type = (await allKinds()).find((each) => each.name === 'k8s.io/api/authentication/v1.TokenRequest') as StructType;
  const text = Buffer.from('{"spec":{"boundObjectRef":null},"spec":{"boundObjectRef":{"kind":"Pod"}}}');
  assert.deepEqual((decodeJson(text, type, 'ignore').object.spec as { readonly boundObjectRef: unknown }).boundObjectRef, { kind: 'Pod' });
  checkSame(text, type);
});
