/** What a kubelet may do to pods: make and delete the mirror pods of its own static pods, and look after the pods that are bound to it. */
import type { PodResourceClaimStatus, PodStatus } from '../../../apis/core/v1/objects.gen.ts';
import { equal } from '../../../machinery/clone.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { notFound } from '../../../machinery/status.ts';
import type { AdmissionAttributes, Getter } from '../../interface.ts';
import { neededObjects } from '../../pod-references.ts';
import { asPod, MIRROR_POD_ANNOTATION } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

export interface PodLookups {
  readonly pod: Getter;
  readonly node: Getter;
}

/** @throws {ApiError} 403, 404 */
export async function checkPod(attributes: AdmissionAttributes, node: string, lookups: PodLookups): Promise<void> {
  const { operation } = attributes;
  switch (attributes.subresource) {
    case '':
      if (operation === 'CREATE') return checkMirrorPod(attributes, node, lookups);
      if (operation !== 'DELETE')
        throw refuse(attributes, `unexpected operation "${operation}", node ${goQuote(node)} can only create and delete mirror pods`);
      if (nodeNameOf(await existingPod(lookups, attributes.namespace, attributes.name)) !== node)
        throw refuse(attributes, `node ${goQuote(node)} can only delete pods with spec.nodeName set to itself`);
      return;
    case 'status':
      return checkStatus(attributes, node);
    case 'eviction':
      return checkEviction(attributes, node, lookups);
    default:
      throw refuse(attributes, `unexpected pod subresource ${goQuote(attributes.subresource)}, only 'status' and 'eviction' are allowed`);
  }
}

/** @throws {ApiError} 404 as upstream's lister says it */
export async function existingPod({ pod }: Pick<PodLookups, 'pod'>, namespace: string, name: string): Promise<KubeObject> {
  const found = await pod(namespace, name);
  if (found === undefined) throw notFound({ group: '', resource: 'pod' }, name);
  return found;
}

export function nodeNameOf(pod: KubeObject | undefined): string {
  return asPod(pod).spec.nodeName ?? '';
}

async function checkMirrorPod(attributes: AdmissionAttributes, node: string, lookups: PodLookups): Promise<void> {
  const { metadata, spec } = asPod(attributes.object);
  const who = `node ${goQuote(node)}`;
  if (getKey(metadata.annotations, MIRROR_POD_ANNOTATION) === undefined)
    throw refuse(attributes, `pod does not have "${MIRROR_POD_ANNOTATION}" annotation, ${who} can only create mirror pods`);
  if (spec.nodeName !== node) throw refuse(attributes, `${who} can only create pods with spec.nodeName set to itself`);
  const [owner, another] = metadata.ownerReferences ?? [];
  if (another !== undefined) throw refuse(attributes, `${who} can only create pods with a single owner reference set to itself`);
  if (owner === undefined || owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node)
    throw refuse(attributes, `${who} can only create pods with an owner reference set to itself`);
  if (owner.controller !== true) throw refuse(attributes, `${who} can only create pods with a controller owner reference set to itself`);
  if (owner.blockOwnerDeletion === true) throw refuse(attributes, `${who} must not set blockOwnerDeletion on an owner reference`);
  const present = await lookups.node('', node);
  if (present === undefined) throw notFound({ group: '', resource: 'node' }, node);
  const uid = present.metadata.uid ?? '';
  if (owner.uid !== uid) throw refuse(attributes, `node ${node} UID mismatch: expected ${owner.uid} got ${uid}`);
  const needed = neededObjects(spec);
  if (needed !== undefined) throw refuse(attributes, `${who} can not create pods that reference ${needed}`);
}

function checkStatus(attributes: AdmissionAttributes, node: string): void {
  const { operation, object, oldObject } = attributes;
  if (operation !== 'UPDATE') throw refuse(attributes, `unexpected operation "${operation}"`);
  if (nodeNameOf(oldObject) !== node)
    throw refuse(attributes, `node ${goQuote(node)} can only update pod status for pods with spec.nodeName set to itself`);
  if (!equal(object?.metadata.labels ?? {}, oldObject?.metadata.labels ?? {}))
    throw refuse(attributes, `node ${goQuote(node)} cannot update labels through pod status`);
  const now = (object?.status ?? {}) as PodStatus;
  const before = (oldObject?.status ?? {}) as PodStatus;
  if (!equal(claimsOf(now), claimsOf(before))) throw refuse(attributes, `node ${goQuote(node)} cannot update resource claim statues`);
  if (!equal(now.extendedResourceClaimStatus, before.extendedResourceClaimStatus))
    throw refuse(attributes, `node ${goQuote(node)} cannot update extended resource claim status`);
}

function claimsOf({ resourceClaimStatuses }: PodStatus): readonly PodResourceClaimStatus[] {
  return resourceClaimStatuses ?? [];
}

async function checkEviction(attributes: AdmissionAttributes, node: string, lookups: PodLookups): Promise<void> {
  if (attributes.operation !== 'CREATE') throw refuse(attributes, `unexpected operation ${attributes.operation}`);
  const name = attributes.name === '' ? (attributes.object?.metadata.name ?? '') : attributes.name;
  if (name === '') throw refuse(attributes, 'could not determine pod from request data');
  if (nodeNameOf(await existingPod(lookups, attributes.namespace, name)) !== node)
    throw refuse(attributes, `node ${node} can only evict pods with spec.nodeName set to itself`);
}
