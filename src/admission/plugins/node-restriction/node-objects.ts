/**
 * What a kubelet may do to Node objects: only to its own, without touching its taints, its owners, or the labels by which workloads are kept away
 * from it (KEP-279, KEP-2133).
 */
import type { NodeSpec } from '../../../apis/core/v1/objects.gen.ts';
import { equal } from '../../../machinery/clone.ts';
import { compareBytes } from '../../../machinery/go/format.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { getKey, type KubeObject, type StringMap } from '../../../machinery/object.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { refuse } from '../../refusal.ts';

/** Labels of Kubernetes' own that kubelets set on their nodes. */
const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);
const KUBELET_DOMAINS: readonly string[] = ['kubelet.kubernetes.io', 'node.kubernetes.io'];
const KUBERNETES_DOMAINS: readonly string[] = ['kubernetes.io', 'k8s.io'];
const RESTRICTED_DOMAIN = 'node-restriction.kubernetes.io';

/** @throws {ApiError} 403 */
export function checkNode(attributes: AdmissionAttributes, node: string): void {
  const { name, operation, object, oldObject } = attributes;
  if (name !== node) throw refuse(attributes, `node ${goQuote(node)} is not allowed to modify node ${goQuote(name)}`);
  if (operation === 'CREATE') {
    const { configSource } = specOf(object);
    // What a node may read follows from its spec.
    if (given(configSource)) throw refuse(attributes, `node ${goQuote(node)} is not allowed to create pods with a non-nil configSource`);
    const labels = forbiddenLabels(object?.metadata.labels, undefined);
    if (labels.length > 0) throw refuse(attributes, `node ${goQuote(node)} is not allowed to set the following labels: ${labels.join(', ')}`);
  }
  if (operation === 'UPDATE') checkUpdate(attributes, node, specOf(object), specOf(oldObject));
}

function checkUpdate(attributes: AdmissionAttributes, node: string, now: NodeSpec, before: NodeSpec): void {
  const { object, oldObject } = attributes;
  // Old kubelets drop the field when they write a status.
  if (given(now.configSource) && !equal(now.configSource, before.configSource))
    throw refuse(attributes, `node ${goQuote(node)} is not allowed to update configSource to a new non-nil configSource`);
  if (!equal(now.taints, before.taints)) throw refuse(attributes, `node ${goQuote(node)} is not allowed to modify taints`);
  if (!equal(object?.metadata.ownerReferences, oldObject?.metadata.ownerReferences))
    throw refuse(attributes, `node ${goQuote(node)} is not allowed to modify ownerReferences`);
  const labels = forbiddenLabels(object?.metadata.labels, oldObject?.metadata.labels);
  if (labels.length > 0) throw refuse(attributes, `is not allowed to modify labels: ${labels.join(', ')}`);
}

function specOf(object: KubeObject | undefined): NodeSpec {
  return (object?.spec ?? {}) as NodeSpec;
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Keys that differ and are not the node's to choose, sorted. */
function forbiddenLabels(now: StringMap | undefined, before: StringMap | undefined): string[] {
  const keys = new Set([...Object.keys(now ?? {}), ...Object.keys(before ?? {})]);
  return [...keys].filter((key) => getKey(now, key) !== getKey(before, key) && isForbidden(key)).sort(compareBytes);
}

function isForbidden(key: string): boolean {
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  if (isWithin(domain, RESTRICTED_DOMAIN)) return true;
  const isKubernetes = KUBERNETES_DOMAINS.some((each) => isWithin(domain, each));
  return isKubernetes && !KUBELET_LABELS.has(key) && !KUBELET_DOMAINS.some((each) => isWithin(domain, each));
}

function isWithin(domain: string, of: string): boolean {
  return domain === of || domain.endsWith(`.${of}`);
}
