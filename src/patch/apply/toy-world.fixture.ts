/** A server of one object of a made-up kind, in which every write goes through the field manager. */
import type { Clock } from '../../base/clock.ts';
import { bool, field, inline, int32, list, map, type StructType, string, struct } from '../../machinery/descriptor.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/object.ts';
import type { JsonMap } from '../document.ts';
import { FieldManager } from './field-manager.ts';
import { FieldSet } from './field-set.ts';
import { shapeOfStruct } from './shape.ts';
import type { VersionedSchema } from './updater.ts';

const Port: StructType = struct('test.Port', () => [
  field('port', int32, 1),
  field('protocol', string, 2, { default: 'TCP' }),
  field('name', string, 3),
]);
const Mount: StructType = struct('test.Mount', () => [field('path', string, 1), field('readOnly', bool, 2)]);
const Selector: StructType = struct('test.Selector', () => [field('match', map(string), 1), field('expressions', list(string), 2)], '', {
  atomic: true,
});
const Rule: StructType = struct('test.Rule', () => [field('name', string, 1), field('hosts', list(string), 2)]);
const Spec: StructType = struct('test.Spec', () => [
  field('replicas', int32, 1),
  field('ports', list(Port), 2, { list: 'map', keys: ['port', 'protocol'] }),
  field('args', list(string), 3),
  field('tags', list(string), 4, { list: 'set' }),
  field('selector', Selector, 5),
  field('paused', bool, 6),
  field('steps', list(string), 7, { omitempty: false }),
  field('mounts', list(Mount), 8, { list: 'map', keys: ['path'] }),
  field('rules', list(Rule), 9),
]);
const Meta: StructType = struct('test.Meta', () => [
  field('name', string, 1),
  field('uid', string, 2),
  field('labels', map(string), 3),
  field('annotations', map(string), 4),
]);
const TypeMeta: StructType = struct('test.TypeMeta', () => [field('kind', string, 1), field('apiVersion', string, 2)]);
const Toy: StructType = struct('test.Toy', () => [
  inline(TypeMeta),
  field('metadata', Meta, 1),
  field('spec', Spec, 2),
  field('data', map(string), 3),
]);

export const toySchema: VersionedSchema = {
  shape: (apiVersion) => (apiVersion === 'v1' ? shapeOfStruct(Toy) : undefined),
  convert: (object) => object,
  resetFields: () => FieldSet.empty,
};

const toy = (rest: JsonMap): JsonMap => ({ kind: 'Toy', apiVersion: 'v1', metadata: {}, ...rest });

export class World {
  now = Date.parse('2030-01-01T00:00:00Z');
  live: KubeObject | undefined;
  readonly #manager: FieldManager;

  /** @param schema what the writes may own */
  constructor(schema: VersionedSchema = toySchema) {
    const clock: Clock = { now: () => this.now, after: () => () => {} };
    this.#manager = new FieldManager({ kind: 'Toy', apiVersion: 'v1', subresource: '', schema, clock, empty: toy({}) as KubeObject });
  }

  update(manager: string, rest: JsonMap, metadata: JsonMap = {}): this {
    const next = { ...toy(rest), metadata: { name: 'x', uid: 'u', ...metadata } } as KubeObject;
    this.#manager.update(this.live, next, manager);
    this.live = next;
    return this;
  }

  apply(manager: string, rest: JsonMap, force = false): this {
    const { object, managedFields } = this.#manager.apply(this.live, { ...toy(rest), metadata: { name: 'x' } }, manager, force);
    const result = structuredClone(object ?? this.live ?? toy({})) as KubeObject;
    result.metadata = { ...result.metadata, uid: 'u', managedFields };
    this.live = result;
    return this;
  }

  /** manager/operation -> fieldsV1 */
  owners(): { [who: string]: unknown } {
    return Object.fromEntries((this.live?.metadata.managedFields ?? []).map((each) => [`${each.manager}/${each.operation}`, each.fieldsV1?.parse()]));
  }

  entries(): ManagedFieldsEntry[] {
    return this.live?.metadata.managedFields ?? [];
  }
}
