import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectReference, PersistentVolume } from '../../apis/core/v1/types.ts';
import { atOnce } from '../../base/event-loop.ts';
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeJson } from '../../codec/json/encode.ts';
import { allKinds, Maker } from '../../codec/random-objects.fixture.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { FieldManager } from './field-manager.ts';
import { FieldSet } from './field-set.ts';
import { shapeOfStruct } from './shape.ts';

const ROUNDS = 4;
/** Of a main resource, of a status, and some that reach into metadata. */
const RESETS = [FieldSet.empty, FieldSet.of(['f:status']), FieldSet.of(['f:spec'], ['f:metadata', 'f:labels'])];

const kinds = (await allKinds()).filter((type) => type.field('metadata')?.type.kind === 'struct');

test('what a creator owns is what comparing with nothing gives, for every kind', () => {
  for (const type of kinds) {
    const zero = decodeJson(Buffer.from('{"metadata":{}}'), type, 'ignore').object;
    for (const [round, reset] of RESETS.entries()) {
      const manager = managerOf(type, zero, reset);
      for (let seed = 1; seed <= ROUNDS; seed++) {
        const made = { ...new Maker(seed + 100 * round).struct(type, 0), kind: 'Kind', apiVersion: 'g/v1' } as KubeObject;
        const bytes = encodeJson(made, type);
        const fast = decodeJson(bytes, type, 'ignore').object;
        const slow = decodeJson(bytes, type, 'ignore').object;
        delete fast.metadata.managedFields;
        // Somebody who gives up all ownership starts anew, on the way that every update takes.
        slow.metadata.managedFields = [];
        const stepped = { ...fast, metadata: { ...fast.metadata } };
        manager.update(undefined, fast, 'creator');
        manager.update(undefined, slow, 'creator');
        atOnce(manager.updateInSteps(undefined, stepped, 'creator'));
        assert.deepEqual(fast.metadata.managedFields, slow.metadata.managedFields, `${type.name}, seed ${seed}`);
        assert.deepEqual(stepped.metadata.managedFields, slow.metadata.managedFields, `${type.name}, seed ${seed}, in steps`);
      }
    }
  }
});

test('a long write changes owners as a short one does, for every kind', () => {
  for (const type of kinds) {
    const zero = decodeJson(Buffer.from('{"metadata":{}}'), type, 'ignore').object;
    const manager = managerOf(type, zero, FieldSet.of(['f:status']));
    const made = (seed: number): KubeObject => {
      const { object } = decodeJson(encodeJson(new Maker(seed).struct(type, 0) as KubeObject, type), type, 'ignore');
      delete object.metadata.managedFields;
      return object;
    };
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const live = made(seed);
      manager.update(undefined, live, 'creator');
      const [next, stepped] = [made(seed + 1), made(seed + 1)];
      manager.update(live, next, 'editor');
      atOnce(manager.updateInSteps(live, stepped, 'editor'));
      assert.deepEqual(stepped.metadata.managedFields, next.metadata.managedFields, `${type.name}, seed ${seed}`);
      const again = { ...next, metadata: { ...next.metadata } };
      manager.update(next, again, 'nobody');
      assert.deepEqual(again.metadata.managedFields, next.metadata.managedFields, `${type.name}, seed ${seed}, nothing changed`);
    }
  }
});

function managerOf(type: StructType, empty: KubeObject, reset: FieldSet): FieldManager {
  return new FieldManager({
    kind: 'Kind',
    apiVersion: 'g/v1',
    subresource: '',
    schema: { shape: () => shapeOfStruct(type), convert: (object) => object, resetFields: () => reset },
    clock: { now: () => 0, after: () => () => {} },
    empty,
  });
}

test('a field says for itself whether its struct is owned as one', () => {
  const spec = shapeOfStruct(PersistentVolume).member('spec');
  const claimRef = spec?.kind === 'map' ? spec.member('claimRef') : undefined;
  assert.equal(claimRef?.kind === 'map' && claimRef.atomic, false);
  assert.equal(shapeOfStruct(ObjectReference).atomic, true);
});
