/** Pods as plugins see them. */
import type { Container, EphemeralContainer, Pod, PodSpec } from '../apis/core/v1/objects.gen.ts';
import type { KubeObject } from '../machinery/object.ts';

/** Only plugins that are declared for pods may call this. */
export function asPod(object: KubeObject | undefined): KubeObject & { spec: PodSpec } {
  return object as KubeObject & { spec: PodSpec };
}

export type { Pod, PodSpec };

export type ContainerKind = 'initContainers' | 'containers' | 'ephemeralContainers';

/** In the order in which upstream visits them. */
const KINDS: readonly ContainerKind[] = ['initContainers', 'containers', 'ephemeralContainers'];

export type AnyContainer = Container | EphemeralContainer;

/** Calls `visit` with every container of the pod: init containers, containers, ephemeral ones. */
export function visitContainers(spec: PodSpec, visit: (container: AnyContainer, kind: ContainerKind, index: number) => void): void {
  for (const kind of KINDS) {
    const list = spec[kind] as readonly AnyContainer[] | null | undefined;
    if (list === undefined || list === null) continue;
    for (let i = 0; i < list.length; i++) visit(list[i] as AnyContainer, kind, i);
  }
}

export const MIRROR_POD_ANNOTATION = 'kubernetes.io/config.mirror';
