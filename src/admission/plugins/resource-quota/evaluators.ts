/** The evaluators of resources that are more than counted: pods, services, volume claims, device claims. */
import type { PersistentVolumeClaim, ScopedResourceSelectorRequirement, Service } from '../../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../../base/clock.ts';
import { asKind, getKey, type KubeObject } from '../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../machinery/quantity.ts';
import { type DeviceSources, deviceClaimEvaluator } from './device-claims.ts';
import { objectCounter, onWrites, type QuotaEvaluator, scopeSelects } from './evaluator.ts';
import { podEvaluator } from './pods.ts';
import { ONE, type Usage, ZERO } from './usage.ts';

/** What no quota ever counts: events are too many, reviews are not kept. */
const IGNORED: ReadonlySet<string> = new Set([
  'bindings',
  'componentstatuses',
  'events',
  'events.events.k8s.io',
  'tokenreviews.authentication.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
]);

/** @returns for a group and resource; undefined for what is not counted */
export function quotaEvaluators(clock: Clock, devices: DeviceSources): (group: string, resource: string) => QuotaEvaluator | undefined {
  const pods = podEvaluator(clock);
  const own: ReadonlyMap<string, QuotaEvaluator> = new Map([
    ['pods', pods],
    ['services', services],
    ['persistentvolumeclaims', volumeClaims],
    ['resourceclaims.resource.k8s.io', deviceClaimEvaluator(devices, (pod) => pods.usage(pod))],
  ]);
  return (group, resource) => {
    const name = group === '' ? resource : `${resource}.${group}`;
    if (IGNORED.has(name)) return undefined;
    return own.get(name) ?? objectCounter(group, resource);
  };
}

function quantityOf(number: number): Quantity {
  return parseQuantity(String(number));
}

const SERVICE_NAMES: readonly string[] = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers'];

const services: QuotaEvaluator = {
  handles: onWrites,
  measures: (name) => SERVICE_NAMES.includes(name),
  inScope: () => false,
  usage(object) {
    const { type, ports, allocateLoadBalancerNodePorts } = asKind<Service>(object).spec;
    const usage: Usage = new Map([
      ['services', ONE],
      ['count/services', ONE],
      ['services.nodeports', ZERO],
      ['services.loadbalancers', ZERO],
    ]);
    const count = ports?.length ?? 0;
    // Without automatic allocation only the ports that were asked for by number are taken.
    const asked = (ports ?? []).filter((each) => (each.nodePort ?? 0) !== 0).length;
    if (type === 'NodePort') usage.set('services.nodeports', quantityOf(count));
    else if (type === 'LoadBalancer') {
      usage.set('services.nodeports', quantityOf(allocateLoadBalancerNodePorts === false ? asked : count));
      usage.set('services.loadbalancers', ONE);
    }
    return usage;
  },
};

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const CLASS_STORAGE = '.storageclass.storage.k8s.io/requests.storage';
const CLASS_CLAIMS = '.storageclass.storage.k8s.io/persistentvolumeclaims';
const CLAIM_NAMES: readonly string[] = ['count/persistentvolumeclaims', 'persistentvolumeclaims', 'requests.storage'];

const volumeClaims: QuotaEvaluator = {
  handles: onWrites,
  measures: (name) => CLAIM_NAMES.includes(name) || name.endsWith(CLASS_STORAGE) || name.endsWith(CLASS_CLAIMS),
  inScope: (scope, object) => scope.scopeName === 'VolumeAttributesClass' && attributesClassSelected(scope, asClaim(object)),
  usage(object) {
    const usage: Usage = new Map([
      ['persistentvolumeclaims', ONE],
      ['count/persistentvolumeclaims', ONE],
    ]);
    const claim = asClaim(object);
    const className = getKey(object.metadata.annotations, CLASS_ANNOTATION) ?? claim.spec?.storageClassName ?? '';
    const storage = storageOf(claim);
    if (className !== '') usage.set(className + CLASS_CLAIMS, ONE);
    if (storage === undefined) return usage;
    usage.set('requests.storage', storage);
    if (className !== '') usage.set(className + CLASS_STORAGE, storage);
    return usage;
  },
};

function asClaim(object: KubeObject): Partial<PersistentVolumeClaim> {
  return asKind<Partial<PersistentVolumeClaim>>(object);
}

/** What is asked for, or what has been allocated meanwhile if that is more; whole bytes. */
function storageOf({ spec, status }: Partial<PersistentVolumeClaim>): Quantity | undefined {
  const asked = spec?.resources?.requests?.storage;
  if (asked === undefined) return undefined;
  const request = parseQuantity(asked).roundUp(0);
  const allocated = status?.allocatedResources?.storage;
  if (allocated === undefined) return request;
  const given = parseQuantity(allocated).roundUp(0);
  return given.cmp(request) > 0 ? given : request;
}

/** A claim on its way from one class to another belongs to both. */
function attributesClassSelected(scope: ScopedResourceSelectorRequirement, { spec, status }: Partial<PersistentVolumeClaim>): boolean {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((each) => each !== undefined && each !== '');
  return names.length === 0 ? scopeSelects(scope, undefined) : names.some((each) => scopeSelects(scope, each));
}
