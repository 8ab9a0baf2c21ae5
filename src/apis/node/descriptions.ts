/** What the types of the group node.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const OVERHEAD = 'What the runtime itself needs for each pod.';
const SCHEDULING = 'On which nodes the runtime is; all of them without it.';

export const nodeDescriptions = (): Descriptions => ({
  Overhead: ['What a runtime needs for each pod, beside its containers.', { podFixed: 'The resources, by name.' }],
  RuntimeClass: [
    'A container runtime that pods can ask for by name.',
    { handler: 'The configuration of the runtime, as the nodes know it; it never changes.', overhead: OVERHEAD, scheduling: SCHEDULING },
  ],
  RuntimeClassSpec: [
    'Which runtime the class stands for.',
    { runtimeHandler: 'The configuration of the runtime, as the nodes know it.', overhead: OVERHEAD, scheduling: SCHEDULING },
  ],
  Scheduling: [
    'On which nodes a runtime is.',
    {
      nodeSelector: 'Labels that the nodes have; pods of the class get them as well.',
      tolerations: 'Tolerations that pods of the class get as well.',
    },
  ],
});
