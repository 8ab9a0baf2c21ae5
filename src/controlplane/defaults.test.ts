/** The parts of a stored object that a patch leaves alone are defaulted where they lie, in the cache: defaulting twice must be defaulting once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJson } from '../codec/json/decode.ts';
import { encodeJson } from '../codec/json/encode.ts';
import { Maker } from '../codec/random-objects.fixture.ts';
import { clone } from '../machinery/clone.ts';
import type { KubeObject } from '../machinery/object.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';

const ROUNDS = 8;

test('an object that has been defaulted is not changed by defaulting it again, for every kind', () => {
  for (const { resource, versions } of BUILT_IN_RESOURCES) {
    for (const { version, type, setDefaults } of versions) {
      if (setDefaults === undefined) continue;
      for (let seed = 1; seed <= ROUNDS; seed++) {
        const made = { ...new Maker(seed).struct(type, 0), kind: 'Kind', apiVersion: 'g/v1' } as KubeObject;
        const { object } = decodeJson(encodeJson(made, type), type, 'ignore');
        setDefaults(object);
        const once = clone(object);
        setDefaults(object);
        assert.deepEqual(object, once, `${resource} ${version}, seed ${seed}`);
      }
    }
  }
});
