/** A valid pod after defaulting, for tests of validation. Nothing is shared between calls. */
import type { KubeObject } from '../../../machinery/object.ts';
import { setPodDefaults } from '../v1/defaults.ts';

export function newPod(spec: object = {}, metadata: object = {}): KubeObject {
  const object: KubeObject = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p', namespace: 'n', uid: 'u', ...metadata } };
  object.spec = { containers: [{ name: 'c', image: 'i' }], ...spec };
  setPodDefaults(object);
  return object;
}
