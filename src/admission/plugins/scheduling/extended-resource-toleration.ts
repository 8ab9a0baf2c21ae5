/** ExtendedResourceToleration: a pod that asks for a device tolerates the taint that keeps others from the nodes that have it. */
import type { AdmissionPlugin } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import type { mergeTolerations } from './tolerations.ts';

export function makeExtendedResourceToleration(): AdmissionPlugin {
  return {
    name: 'ExtendedResourceToleration',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    mutate({ object }) {
      const pod = asPod(object);
      const names = new Set<string>();
      for (const { resources } of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) {
        for (const name of Object.keys(resources.requests ?? {})) if (isExtended(name)) names.add(name);
      }
      if (names.size === 0) return;
      const wanted = [...names].sort().map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' }));
      pod.spec = { ...pod.spec, tolerations: wanted.reduce((all, each) => addToleration(all, each), pod.spec.tolerations ?? []) };
    },
  };
}

type Tolerations = ReturnType<typeof mergeTolerations>;

/** Takes the place of those for the same taint, however long they last; a wider one stays beside it. */
function addToleration(all: Tolerations, added: Tolerations[number]): Tolerations {
  const same = (each: Tolerations[number]): boolean =>
    each.key === added.key && each.effect === added.effect && each.operator === added.operator && (each.value ?? '') === '';
  return all.some(same) ? all.map((each) => (same(each) ? { ...added } : each)) : [...all, added];
}

/** Domains other than Kubernetes' own. */
function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}
