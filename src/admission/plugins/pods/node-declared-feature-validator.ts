/**
 * NodeDeclaredFeatureValidator: a change to a running pod that needs something new of its node is refused where the node does not say that it can do
 * it (KEP-5328).
 */
import { isSidecar } from '../../../apis/core/container-resources.ts';
import type { NodeStatus, PodStatus } from '../../../apis/core/v1/objects.gen.ts';
import { equal } from '../../../machinery/clone.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import type { AdmissionPlugin, Getter } from '../../interface.ts';
import { type AnyContainer, asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

export interface NodeDeclaredFeatureOptions {
  readonly node: Getter;
}

type PodObject = ReturnType<typeof asPod>;

/** Features that an update can need, by name. */
const NEEDED: readonly (readonly [feature: string, needs: (pod: PodObject, old: PodObject) => boolean])[] = [
  ['GuaranteedQoSPodCPUResize', changesGuaranteedCpu],
  ['InPlacePodLevelResourcesVerticalScaling', (pod, old) => !equal(pod.spec.resources ?? null, old.spec.resources ?? null)],
  ['InPlacePodVerticalScalingInitContainers', changesInitResources],
];

export function makeNodeDeclaredFeatureValidator({ node }: NodeDeclaredFeatureOptions): AdmissionPlugin {
  return {
    name: 'NodeDeclaredFeatureValidator',
    operations: ['UPDATE'],
    resources: ['pods', 'pods/resize'],
    async validate(attributes) {
      const pod = asPod(attributes.object);
      const old = asPod(attributes.oldObject);
      const { nodeName = '' } = pod.spec;
      if (nodeName === '' || pod.metadata.generation === old.metadata.generation) return;
      const needed = NEEDED.filter(([, needs]) => needs(pod, old)).map(([feature]) => feature);
      if (needed.length === 0) return;
      const found = await node('', nodeName);
      if (found === undefined) throw refuse(attributes, `node "${nodeName}" not found`);
      const declared = ((found.status ?? {}) as NodeStatus).declaredFeatures ?? [];
      const missing = needed.filter((each) => !declared.includes(each));
      if (missing.length === 0) return;
      throw refuse(attributes, `pod update requires features ${missing.join(', ')} which are not available on node "${nodeName}"`);
    },
  };
}

function changesGuaranteedCpu(pod: PodObject, old: PodObject): boolean {
  if ((old.status as PodStatus | undefined)?.qosClass !== 'Guaranteed') return false;
  const before = old.spec.containers ?? [];
  return (pod.spec.containers ?? []).some((each, i) => cpuOf(each).cmp(cpuOf(before[i])) !== 0);
}

/** Of init containers that end: sidecars are resized as other containers are. */
function changesInitResources(pod: PodObject, old: PodObject): boolean {
  return (old.spec.initContainers ?? []).some((each, i) => !isSidecar(each) && !equal(each.resources, pod.spec.initContainers?.[i]?.resources));
}

function cpuOf(container: AnyContainer | undefined): Quantity {
  return parseQuantity(container?.resources.requests?.cpu ?? '0');
}
