/**
 * The quality-of-service class of a pod, from its requests and limits for CPU and memory: Guaranteed when every container has limits and asks for
 * just those, BestEffort when none asks for anything, Burstable otherwise (k8s.io/kubernetes/pkg/apis/core/helper/qos).
 */
import { parseQuantity } from '../../../machinery/quantity.ts';

type ResourceList = { readonly [name: string]: string } | null | undefined;

interface Requirements {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

interface Parts {
  readonly resources?: Requirements;
  readonly containers?: readonly { readonly resources?: Requirements }[] | null;
  readonly initContainers?: readonly { readonly resources?: Requirements }[] | null;
}

const COUNTED = ['cpu', 'memory'] as const;

export function qualityOfService(spec: unknown): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const pod = (spec ?? {}) as Parts;
  // Resources of the pod as a whole, where given, stand for those of its containers.
  const units = pod.resources === undefined ? containersOf(pod) : [{ resources: pod.resources }];
  let asks = false;
  let guaranteed = true;
  for (const { resources } of units) {
    for (const name of COUNTED) {
      const request = positive(resources?.requests, name);
      const limit = positive(resources?.limits, name);
      asks ||= request !== undefined || limit !== undefined;
      // A request is defaulted to its limit, so an absent one is another amount.
      guaranteed &&= limit !== undefined && request !== undefined && parseQuantity(request).cmp(parseQuantity(limit)) === 0;
    }
  }
  if (!asks) return 'BestEffort';
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function containersOf({ containers, initContainers }: Parts): readonly { readonly resources?: Requirements }[] {
  if (!initContainers) return containers ?? [];
  return [...(containers ?? []), ...initContainers];
}

function positive(list: ResourceList, name: string): string | undefined {
  if (list === undefined || list === null || !Object.hasOwn(list, name)) return undefined;
  const value = list[name];
  return value !== undefined && parseQuantity(value).sign > 0 ? value : undefined;
}
