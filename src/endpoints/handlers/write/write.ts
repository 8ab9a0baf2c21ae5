/** One write on its way: what all of its steps look at. */
import type { StringMap } from '../../../machinery/object.ts';
import type { ProjectedSubresource, Strategy, StrategyContext } from '../../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../../registry/generic/store.ts';
import { addWarning, type RequestContext } from '../../../request/context.ts';
import { type ResourceTarget, storeOf } from '../../routing/resources.ts';
import type { WireKind } from './body.ts';
import type { WriteDeps } from './deps.ts';
import type { WriteOptions } from './options.ts';

/** Who, what, where to, how. */
export interface Write {
  readonly deps: WriteDeps;
  readonly request: RequestContext;
  readonly target: ResourceTarget;
  readonly store: RegistryStore;
  readonly options: WriteOptions;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly wire: WireKind;
  readonly strategy: Strategy;
  readonly context: StrategyContext;
  /** How long the body is. */
  readonly bodyBytes: number;
  /** How long the stored object is, as soon as an update has read it. */
  objectBytes?: number;
}

export function openWrite(deps: WriteDeps, request: RequestContext, target: ResourceTarget, options: WriteOptions, bodyBytes = 0): Write {
  const store = storeOf(target);
  const { declaration } = store;
  const namespace = declaration.namespaced ? target.namespace : '';
  const subresource = target.subresource;
  const context: StrategyContext = {
    clock: deps.clock,
    user: request.user,
    namespace,
    dryRun: options.dryRun,
    subresource: target.subresourceName,
    apiGroup: target.group,
    featureEnabled: deps.featureEnabled,
    refusesPrivileged: deps.refusesPrivileged === true,
    namespaceLabels: (name) => labelsOf(deps, name),
    warn: (text) => addWarning(request, text),
  };
  const strategy = subresource === undefined || subresource.kind === 'virtual' ? declaration.strategy : subresource.strategy;
  return { deps, request, target, store, options, namespace, wire: wireKind(target), strategy, context, bodyBytes };
}

function labelsOf({ table }: WriteDeps, namespace: string): StringMap | undefined {
  const store = table.snapshot().version('', 'v1')?.find('namespaces')?.installed.store;
  const entry = store?.storage.get(store.keyOf('', namespace), '0');
  return entry instanceof Promise ? undefined : entry?.labels;
}

/** What is on the wire of a target. */
export function wireKind({ installed: { declaration }, group, version, subresource }: ResourceTarget): WireKind {
  if (subresource !== undefined && subresource.kind !== 'stored') {
    return { group: subresource.group, version: subresource.version, kind: subresource.objectKind, type: subresource.type, siblings: [] };
  }
  const siblings = declaration.versions.map((each) => ({ group: each.group ?? declaration.group, version: each.version }));
  return { group, version: version.version, kind: declaration.kind, type: version.type, siblings };
}

/** The subresource's projection when the request is about one (scale). */
export function projectionOf({ target }: Write): ProjectedSubresource | undefined {
  return target.subresource?.kind === 'projected' ? target.subresource : undefined;
}
