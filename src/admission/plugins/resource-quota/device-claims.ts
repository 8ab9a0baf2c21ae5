/**
 * What claims of devices use (k8s.io/kubernetes pkg/quota/v1/evaluator/core): their number, their devices by class, and with DRAExtendedResource
 * the same devices under the names that pods ask for them by: `requests.<name>`, where the class has one, and the name that follows from the class.
 */

import type { Int64 } from '../../../machinery/int64.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import { timeToMillis } from '../../../machinery/time.ts';
import { onWrites, type QuotaEvaluator } from './evaluator.ts';
import { ONE, type ReadonlyUsage, type Usage } from './usage.ts';

const COUNT = 'count/resourceclaims.resource.k8s.io';
const DEVICES = '.deviceclass.resource.k8s.io/devices';
const REQUESTS = 'requests.';
/** Resources of pods that are named after classes. */
export const CLASS_RESOURCE = 'deviceclass.resource.kubernetes.io/';
/** On claims that schedulers make for the extended resources of a pod: the pod has been charged for them. */
const MADE_FOR_POD = 'resource.kubernetes.io/extended-resource-claim';
/** As many as one claim can hold, for claims that take all there are. */
const ALL_DEVICES = 32;

/** What there is of devices. Nothing is asked unless claims are measured. */
export interface DeviceSources {
  /** Whether devices are extended resources, too. */
  readonly extended: () => boolean;
  readonly classes: () => Promise<readonly KubeObject[]>;
  readonly pod: (namespace: string, name: string) => Promise<KubeObject | undefined>;
  readonly claims: (namespace: string) => Promise<readonly KubeObject[]>;
}

interface DeviceRequest {
  readonly deviceClassName?: string;
  readonly allocationMode?: string;
  readonly count?: Int64;
}

interface Claim {
  readonly devices?: {
    readonly requests?:
      | readonly (DeviceRequest & { readonly exactly?: DeviceRequest; readonly firstAvailable?: readonly DeviceRequest[] | null })[]
      | null;
  };
}

/** @param usageOfPod what the pod has been charged */
export function deviceClaimEvaluator(sources: DeviceSources, usageOfPod: (pod: KubeObject) => ReadonlyUsage): QuotaEvaluator {
  /** The extended resource of each class; undefined for a class that names none. */
  let classes = new Map<string, string | undefined>();
  /** What the pods of claims have been charged, by the claim. */
  const charged = new Map<string, ReadonlyUsage>();
  const isDevice = (resource: string): boolean =>
    resource.startsWith(CLASS_RESOURCE) ? classes.has(resource.slice(CLASS_RESOURCE.length)) : [...classes.values()].includes(resource);
  return {
    handles: onWrites,
    measures: (name) =>
      name === COUNT || name.endsWith(DEVICES) || (sources.extended() && name.startsWith(REQUESTS) && isDevice(name.slice(REQUESTS.length))),
    inScope: () => false,
    async prepare(claims) {
      if (!sources.extended()) return;
      classes = new Map((await sources.classes()).map((each) => [each.metadata.name ?? '', extendedNameOf(each)]));
      for (const claim of claims) {
        const pod = await podOf(claim, sources);
        if (pod === undefined) charged.delete(keyOf(claim));
        else charged.set(keyOf(claim), usageOfPod(pod));
      }
    },
    usage(claim) {
      const devices = devicesOf(claim.spec as Claim | undefined);
      const usage: Usage = new Map([[COUNT, ONE]]);
      for (const [name, amount] of devices) usage.set(name + DEVICES, amount);
      if (!sources.extended()) return usage;
      for (const [className, amount] of devices) {
        for (const resource of [CLASS_RESOURCE + className, classes.get(className)]) {
          if (resource === undefined) continue;
          const paid = charged.get(keyOf(claim))?.get(REQUESTS + resource);
          const rest = paid === undefined ? amount : amount.sub(paid);
          if (rest.sign > 0) usage.set(REQUESTS + resource, rest);
        }
      }
      return usage;
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function extendedNameOf({ spec }: KubeObject): string | undefined {
  return (spec as { readonly extendedResourceName?: string } | undefined)?.extendedResourceName || undefined;
}

/** Devices by class: of each request the most that one of its alternatives takes. */
function devicesOf(claim: Claim | undefined): ReadonlyMap<string, Quantity> {
  const sum = new Map<string, number>();
  for (const request of claim?.devices?.requests ?? []) {
    const most = new Map<string, number>();
    for (const { deviceClassName = '', allocationMode, count } of request.firstAvailable ?? [request.exactly ?? request]) {
      const devices = allocationMode === 'All' ? ALL_DEVICES : Number(count ?? 1);
      if (deviceClassName !== '') most.set(deviceClassName, Math.max(most.get(deviceClassName) ?? 0, devices));
    }
    for (const [name, devices] of most) sum.set(name, (sum.get(name) ?? 0) + devices);
  }
  return new Map([...sum].map(([name, devices]) => [name, parseQuantity(String(devices))]));
}

/** The pod that a claim says to be made for, if the pod agrees, or has not spoken and this is the first that says so. */
async function podOf(claim: KubeObject, sources: DeviceSources): Promise<KubeObject | undefined> {
  const { namespace = '', name = '' } = claim.metadata;
  const owner = owningPod(claim);
  const pod = owner === undefined ? undefined : await sources.pod(namespace, owner.name);
  if (owner === undefined || pod?.metadata.uid !== owner.uid) return undefined;
  const known = (pod.status as { readonly extendedResourceClaimStatus?: { readonly resourceClaimName?: string } } | undefined)
    ?.extendedResourceClaimStatus;
  if (known !== undefined) return known.resourceClaimName === name ? pod : undefined;
  const others = (await sources.claims(namespace)).filter((each) => owningPod(each)?.uid === owner.uid && each.metadata.name !== name);
  return others.some((each) => isEarlier(each, claim)) ? undefined : pod;
}

function owningPod({ metadata }: KubeObject): { readonly name: string; readonly uid: string } | undefined {
  if (getKey(metadata.annotations, MADE_FOR_POD) !== 'true') return undefined;
  const owner = metadata.ownerReferences?.find((each) => each.controller === true);
  return owner?.kind === 'Pod' && owner.apiVersion === 'v1' ? owner : undefined;
}

/** Of the same second the name decides. */
function isEarlier({ metadata: a }: KubeObject, { metadata: b }: KubeObject): boolean {
  const [first, second] = [timeToMillis(a.creationTimestamp ?? ''), timeToMillis(b.creationTimestamp ?? '')];
  return first < second || (first === second && (a.name ?? '') < (b.name ?? ''));
}
