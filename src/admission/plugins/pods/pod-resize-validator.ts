/** PodResizeValidator: a pod on a node cannot be resized beyond the node, nor on a node whose system cannot do it (KEP-1287). */
import type { NodeStatus } from '../../../apis/core/v1/objects.gen.ts';
import { getKey } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { ApiError } from '../../../machinery/status.ts';
import { podResources } from '../../../registry/core/pods/pod-resources.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

export interface PodResizeValidatorOptions {
  readonly node: Getter;
}

export function makePodResizeValidator({ node }: PodResizeValidatorOptions): AdmissionPlugin {
  return {
    name: 'PodResizeValidator',
    operations: ['UPDATE'],
    resources: ['pods/resize'],
    async validate(attributes) {
      const { object, oldObject } = attributes;
      const { nodeName = '' } = asPod(object).spec;
      if (nodeName === '' || object?.metadata.generation === oldObject?.metadata.generation) return;
      const found = await node('', nodeName);
      if (found === undefined) throw refuse(attributes, `node "${nodeName}" not found`);
      const system = getKey(found.metadata.labels, 'kubernetes.io/os');
      if (system !== undefined && system !== 'linux')
        throw because(attributes, 'UnsupportedPlatform', `pod resize is only supported on linux nodes, node "${nodeName}" is "${system}"`);
      const { allocatable } = (found.status ?? {}) as NodeStatus;
      const requests = podResources(asPod(object).spec, 'requests', { overhead: true, podLevel: true });
      const texts: string[] = [];
      for (const [name, scale] of UNITS) {
        const available = parseQuantity(getKey(allocatable, name) ?? '0');
        const request = requests.get(name);
        if (request !== undefined && request.cmp(available) > 0)
          texts.push(`${name}, requested: ${request.scaledValue(scale)}, allocatable: ${available.scaledValue(scale)}`);
      }
      if (texts.length > 0) throw because(attributes, 'NodeCapacity', `node didn't have enough allocatable resources: ${texts.join('; ')}`);
    },
  };
}

/** Processors are told in thousandths, memory in bytes. */
const UNITS: readonly (readonly [name: string, scale: number])[] = [
  ['cpu', -3],
  ['memory', 0],
];

function because(attributes: AdmissionAttributes, reason: string, text: string): ApiError {
  const error = refuse(attributes, text);
  return new ApiError(error.code, error.reason, error.message, { ...error.status.details, causes: [{ reason }] });
}
