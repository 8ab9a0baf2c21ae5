/** LimitPodHardAntiAffinityTopology: nobody keeps all others out of more than one host. */
import type { AdmissionPlugin } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

const HOSTNAME = 'kubernetes.io/hostname';

export function makeLimitPodHardAntiAffinityTopology(): AdmissionPlugin {
  return {
    name: 'LimitPodHardAntiAffinityTopology',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    validate(attributes) {
      const terms = asPod(attributes.object).spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
      const bad = terms.find((each) => each.topologyKey !== HOSTNAME);
      if (bad === undefined) return;
      throw refuse(
        attributes,
        `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${bad.topologyKey} but only key ${HOSTNAME} is allowed`,
      );
    },
  };
}
