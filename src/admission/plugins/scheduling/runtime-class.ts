/** RuntimeClass: a pod that runs with a runtime class pays its overhead and goes where it is available. */
import type { RuntimeClass } from '../../../apis/node/v1/objects.gen.ts';
import { asKind, getKey, type StringMap, setKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter } from '../../interface.ts';
import { asPod, type PodSpec } from '../../pods.ts';
import { checkLookup, refuse } from '../../refusal.ts';
import { mergeTolerations } from './tolerations.ts';

export interface RuntimeClassOptions {
  readonly runtimeClass: Getter;
}

export function makeRuntimeClass({ runtimeClass }: RuntimeClassOptions): AdmissionPlugin {
  const classOf = async (attributes: AdmissionAttributes): Promise<RuntimeClass | undefined> => {
    const { runtimeClassName } = asPod(attributes.object).spec;
    if (runtimeClassName === undefined) return undefined;
    checkLookup(runtimeClassName);
    const found = await runtimeClass('', runtimeClassName);
    if (found === undefined) throw refuse(attributes, `pod rejected: RuntimeClass "${runtimeClassName}" not found`);
    return asKind<RuntimeClass>(found);
  };
  return {
    name: 'RuntimeClass',
    operations: ['CREATE'],
    resources: ['pods'],
    async mutate(attributes) {
      const found = await classOf(attributes);
      if (found === undefined) return;
      const { spec } = asPod(attributes.object);
      const overhead = found.overhead === undefined ? undefined : (found.overhead.podFixed ?? {});
      if (overhead !== undefined) {
        if (Object.keys(spec.overhead ?? {}).length > 0 && !sameAmounts(spec.overhead ?? {}, overhead)) throw otherOverhead(attributes);
        spec.overhead = { ...overhead };
      }
      if (found.scheduling !== undefined) schedule(attributes, spec, found.scheduling);
    },
    async validate(attributes) {
      const found = await classOf(attributes);
      const { overhead } = asPod(attributes.object).spec;
      if (found?.overhead !== undefined) {
        if (!sameAmounts(overhead ?? {}, found.overhead.podFixed ?? {})) throw otherOverhead(attributes);
      } else if (overhead !== undefined && overhead !== null)
        throw refuse(attributes, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    },
  };
}

function otherOverhead(attributes: AdmissionAttributes): Error {
  return refuse(attributes, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
}

function sameAmounts(a: StringMap, b: StringMap): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const other = getKey(b, name);
    return other !== undefined && parseQuantity(getKey(a, name) as string).cmp(parseQuantity(other)) === 0;
  });
}

function schedule(attributes: AdmissionAttributes, spec: PodSpec, scheduling: NonNullable<RuntimeClass['scheduling']>): void {
  const wanted = Object.entries(scheduling.nodeSelector ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (wanted.length > 0) {
    const selector: StringMap = { ...spec.nodeSelector };
    for (const [key, value] of wanted) {
      const own = getKey(selector, key);
      if (own !== undefined && own !== value)
        throw refuse(attributes, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`);
      setKey(selector, key, value);
    }
    spec.nodeSelector = selector;
  }
  const tolerations = mergeTolerations(spec.tolerations ?? [], scheduling.tolerations ?? []);
  if (tolerations.length > 0) spec.tolerations = tolerations;
}
