/** What the types of the group scheduling.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const RESOURCE_CLAIMS = 'Devices that the pods of the group share.';
const DISRUPTION = 'Whether pods of the group may be disrupted one by one, or only all together.';
const PRIORITY_CLASS = 'The priority class of the group.';
const PRIORITY = 'The priority of the group as a number, taken from its class.';
const POLICY = 'How the pods of the group are scheduled.';
const CONSTRAINTS = 'Where the pods of the group may run, in relation to each other.';

export const schedulingDescriptions = (): Descriptions => ({
  PriorityClass: [
    'Gives a name to a priority that pods can have.',
    {
      value: 'The priority: pods with a higher one are scheduled first and may displace others; it never changes.',
      globalDefault: 'Pods without a class get this one; at most one class says so.',
      description: 'When to use the class, for people.',
      preemptionPolicy: 'Whether pods of the class may displace others: PreemptLowerPriority (default) or Never.',
    },
  ],
  BasicSchedulingPolicy: ['The pods are scheduled one by one, as ever.'],
  GangSchedulingPolicy: [
    'The pods are scheduled together or not at all.',
    { minCount: 'How many pods must fit at once before any of them is started.' },
  ],
  PodGroup: ['Pods that are scheduled as one.'],
  PodGroupResourceClaim: [
    'Devices for a group of pods.',
    {
      name: 'By which pods of the group refer to it.',
      resourceClaimName: 'A claim that exists.',
      resourceClaimTemplateName: 'A template from which the claim is made.',
    },
  ],
  PodGroupResourceClaimStatus: ['Which claim was made for a group of pods.', { name: 'The name in the group.', resourceClaimName: 'The claim.' }],
  PodGroupSchedulingConstraints: ['Where the pods of a group may run.', { topology: 'Domains that they must share.' }],
  PodGroupSchedulingPolicy: [
    'How the pods of a group are scheduled: exactly one of the fields.',
    { basic: 'One by one.', gang: 'Together or not at all.' },
  ],
  PodGroupSpec: [
    'How a group of pods is scheduled.',
    {
      podGroupTemplateRef: 'The template that the group was made from.',
      schedulingPolicy: POLICY,
      schedulingConstraints: CONSTRAINTS,
      resourceClaims: RESOURCE_CLAIMS,
      disruptionMode: DISRUPTION,
      priorityClassName: PRIORITY_CLASS,
      priority: PRIORITY,
    },
  ],
  PodGroupStatus: ['How far the scheduling of a group has come.', { resourceClaimStatuses: 'The claims that were made for it.' }],
  PodGroupTemplate: [
    'A group of pods within a workload.',
    {
      name: 'The name of the template, unique in the workload.',
      schedulingPolicy: POLICY,
      schedulingConstraints: CONSTRAINTS,
      resourceClaims: RESOURCE_CLAIMS,
      disruptionMode: DISRUPTION,
      priorityClassName: PRIORITY_CLASS,
      priority: PRIORITY,
    },
  ],
  PodGroupTemplateReference: ['Points at the template of a group of pods.', { workload: 'A template within a workload.' }],
  TopologyConstraint: ['A domain that pods must share.', { key: 'The label of nodes whose value must be the same for all of them.' }],
  TypedLocalObjectReference: [
    'Points at an object in the same namespace.',
    { apiGroup: 'The group of its kind; empty for the core group.', kind: 'Its kind.', name: 'Its name.' },
  ],
  Workload: ['Groups of pods that belong together and are scheduled with each other in mind.'],
  WorkloadPodGroupTemplateReference: [
    'Points at a template within a workload.',
    { workloadName: 'The name of the workload.', podGroupTemplateName: 'The name of the template in it.' },
  ],
  WorkloadSpec: [
    'What a workload consists of.',
    { controllerRef: 'The object that the workload was made for.', podGroupTemplates: 'The groups of pods.' },
  ],
});
