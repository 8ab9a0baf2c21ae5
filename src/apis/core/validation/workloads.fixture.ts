/** Valid workloads after defaulting, and changes to them, for tests of validation. Nothing is shared between calls. */
import { clone } from '../../../machinery/clone.ts';
import type { ErrorList } from '../../../machinery/field-errors.ts';
import type { KubeObject } from '../../../machinery/object.ts';

/** A dotted path ("spec.template.spec.containers.0.name") and its new value; undefined removes the field. */
export type Change = readonly [path: string, value: unknown];

/** What is wrong with a change, as `field: text`. */
export type Case = readonly [what: string, changes: readonly Change[], reports: readonly string[]];

export const NO_GATES = (): boolean => false;
export const ALL_GATES = (): boolean => true;

/** @param fields of the spec beyond the template */
export function workload(setDefaults: (object: KubeObject) => void, fields: object = {}, metadata: object = {}): KubeObject {
  const object: KubeObject = {
    kind: 'Workload',
    apiVersion: 'v1',
    metadata: { name: 'w', namespace: 'n', uid: 'u', ...metadata },
    spec: {
      selector: { matchLabels: { app: 'w' } },
      template: { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      ...fields,
    },
  };
  setDefaults(object);
  return object;
}

/** A changed copy. The caller names the type: objects have it once they are decoded. */
export function changed<T>(object: KubeObject, changes: readonly Change[] = []): T {
  const copy = clone(object);
  for (const [path, value] of changes) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    let at = copy as unknown as { [field: string]: unknown };
    for (const step of steps) {
      at[step] ??= {};
      at = at[step] as { [field: string]: unknown };
    }
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy as unknown as T;
}

export function reportsOf(errors: ErrorList): readonly string[] {
  return errors.errors.map((each) => `${each.field}: ${each.body}`);
}
