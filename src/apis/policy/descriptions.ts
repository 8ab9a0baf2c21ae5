/** What the types of the group policy mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const policyDescriptions = (): Descriptions => ({
  Eviction: ['Asks for a pod to be deleted, as far as disruption budgets allow.', { deleteOptions: 'How the pod is to be deleted.' }],
  PodDisruptionBudget: ['Limits how many of a group of pods may be down at once on purpose.'],
  PodDisruptionBudgetSpec: [
    'Which pods are protected, and how many of them must stay.',
    {
      minAvailable: 'How many pods, as a number or a percentage, must stay available after an eviction.',
      selector: 'The pods that are protected; an empty one means all of the namespace.',
      maxUnavailable: 'How many pods, as a number or a percentage, may be unavailable after an eviction; not together with minAvailable.',
      unhealthyPodEvictionPolicy: 'When pods that run and are not ready may be evicted: IfHealthyBudget (default) or AlwaysAllow.',
    },
  ],
  PodDisruptionBudgetStatus: [
    'How many disruptions are allowed right now.',
    {
      disruptedPods: 'Pods whose eviction was granted and that are not yet seen to go, with the time it was granted.',
      disruptionsAllowed: 'How many evictions are allowed now.',
      currentHealthy: 'How many pods are healthy.',
      desiredHealthy: 'How many pods must be healthy.',
      expectedPods: 'How many pods the budget counts.',
    },
  ],
});
