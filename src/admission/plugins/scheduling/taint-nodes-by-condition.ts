/** TaintNodesByCondition: a new node takes no pods until it has been seen ready. */
import type { NodeSpec } from '../../../apis/core/v1/objects.gen.ts';
import type { AdmissionPlugin } from '../../interface.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export function makeTaintNodesByCondition(): AdmissionPlugin {
  return {
    name: 'TaintNodesByCondition',
    operations: ['CREATE'],
    resources: ['nodes'],
    mutate({ object }) {
      if (object === undefined) return;
      const spec = (object.spec ?? {}) as NodeSpec;
      const taints = spec.taints ?? [];
      if (taints.some((each) => each.key === NOT_READY.key && each.effect === NOT_READY.effect)) return;
      object.spec = { ...spec, taints: [...taints, { ...NOT_READY }] };
    },
  };
}
