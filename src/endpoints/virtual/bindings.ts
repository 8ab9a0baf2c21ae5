/**
 * Bindings: a scheduler's decision. `pods/binding`, and the older `bindings` with the pod's name in the body. A pod is assigned once and for all:
 * only while it has no node, no gates and no deletion timestamp. Labels and annotations of the binding go to the pod.
 */
import { clone } from '../../machinery/clone.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { type KubeObject, type StringMap, setKey } from '../../machinery/object.ts';
import { badRequest, conflict, rawError } from '../../machinery/status.ts';
import { setPodCondition } from '../../registry/core/pods/pod-conditions.ts';
import type { StrategyContext } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { RequestContext } from '../../request/context.ts';
import type { ResourceTarget, VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { readPosted, respondDone } from './posted-object.ts';

interface Target {
  readonly kind?: string;
  readonly name?: string;
}

/** POST pods/<name>/binding. */
export function makePodBinding(deps: VirtualDeps): VirtualHandler {
  return (context, target) => bind(deps, context, target, true);
}

/** POST bindings. */
export function makeBinding(deps: VirtualDeps): VirtualHandler {
  return (context, target) => bind(deps, context, target, false);
}

async function bind(deps: VirtualDeps, context: RequestContext, target: ResourceTarget, keepSystemFields: boolean): Promise<void> {
  const store = deps.registry('', 'pods');
  const { write, object: binding, admit } = await readPosted(deps, context, target, { store, keepSystemFields });
  const name = binding.metadata.name ?? '';
  if (target.name !== '' && name !== target.name) throw badRequest('name in URL does not match name in Binding object');
  const node = nodeOf(binding);
  await admit();
  await assign(store, write.context, name, binding, node);
  await respondDone(context, 201);
}

/** @throws {ApiError} 500 without a reason: upstream passes these errors on untyped */
function nodeOf(binding: KubeObject): string {
  const { kind = '', name = '' } = (binding.target ?? {}) as Target;
  const errors: string[] = [];
  if (kind !== '' && kind !== 'Node') errors.push(`target.kind: Unsupported value: ${goQuote(kind)}: supported values: "Node", "<empty>"`);
  if (name === '') errors.push('target.name: Required value');
  if (errors.length > 0) throw rawError(errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]`);
  return name;
}

async function assign(store: RegistryStore, context: StrategyContext, name: string, binding: KubeObject, node: string): Promise<void> {
  const { uid, resourceVersion, labels, annotations } = binding.metadata;
  const refuse = (text: string): never => {
    throw conflict({ group: '', resource: 'pods/binding' }, name, text);
  };
  await store.storage.update(store.keyOf(context.namespace, name), {
    dryRun: context.dryRun,
    preconditions: {
      ...(uid === undefined || uid === '' ? {} : { uid }),
      ...(resourceVersion === undefined || resourceVersion === '' ? {} : { resourceVersion }),
    },
    async transform(current) {
      if (current === undefined) return { action: 'write', object: (await store.get(context.namespace, name)).object() };
      const old = current.object();
      const spec = old.spec as { readonly nodeName?: string; readonly schedulingGates?: readonly unknown[] | null };
      if (old.metadata.deletionTimestamp !== undefined) refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
      if ((spec.nodeName ?? '') !== '') refuse(`pod ${name} is already assigned to node ${goQuote(spec.nodeName ?? '')}`);
      if ((spec.schedulingGates?.length ?? 0) > 0) refuse(`pod ${name} has non-empty .spec.schedulingGates`);
      const pod = clone(old);
      pod.spec = { ...spec, nodeName: node };
      merge(pod, 'annotations', annotations);
      if (context.featureEnabled('PodTopologyLabelsAdmission')) merge(pod, 'labels', labels);
      setPodCondition(pod, { type: 'PodScheduled', status: 'True' }, context.clock.now());
      if (context.featureEnabled('ClearingNominatedNodeNameAfterBinding')) delete (pod.status as { nominatedNodeName?: string }).nominatedNodeName;
      return { action: 'write', object: pod };
    },
  });
}

function merge(pod: KubeObject, field: 'labels' | 'annotations', given: StringMap | undefined): void {
  const entries = Object.entries(given ?? {});
  if (entries.length === 0) return;
  const merged: StringMap = { ...pod.metadata[field] };
  for (const [key, value] of entries) setKey(merged, key, value);
  pod.metadata[field] = merged;
}
