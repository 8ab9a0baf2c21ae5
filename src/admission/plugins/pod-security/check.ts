/** What a control of the pod security standards is, and the words that all of them use. */
import type { PodSpec } from '../../../apis/core/v1/objects.gen.ts';
import type { ObjectMeta } from '../../../machinery/object.ts';
import { type AnyContainer, visitContainers } from '../../pods.ts';

/** A pod, or the template of one. */
export interface PodLike {
  readonly metadata: Pick<ObjectMeta, 'annotations'>;
  readonly spec: PodSpec;
}

/** Why a pod does not pass a control: "hostPort (container \"c\" uses hostPort 80)". */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export type CheckPod = (pod: PodLike) => Violation | undefined;

/** A control as it is from a version of the standards on. */
export interface CheckVersion {
  /** v1.<since>. */
  readonly since: number;
  readonly check: CheckPod;
}

export interface Check {
  /** Controls run in the order of their ids. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** Ascending. */
  readonly versions: readonly CheckVersion[];
  /** The id of a baseline control that this one includes. */
  readonly overrides?: string;
}

/** The names of containers that a test finds fault with, in the order of visiting. */
export function containersWhere({ spec }: PodLike, isBad: (container: AnyContainer) => boolean): string[] {
  const names: string[] = [];
  visitContainers(spec, (container) => {
    if (isBad(container)) names.push(container.name);
  });
  return names;
}

export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `"a", "b"`, without any escaping. */
export function quoted(items: readonly string[]): string {
  return `"${items.join('", "')}"`;
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${plural(names.length, 'container', 'containers')} ${quoted(names)}`;
}

/** The pod itself and its containers, as those who set something: `pod and container "c"`. */
export function settersText(podToo: boolean, containers: readonly string[]): string {
  return [...(podToo ? ['pod'] : []), ...(containers.length === 0 ? [] : [containersText(containers)])].join(' and ');
}

export function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

export function isWindows({ spec }: PodLike): boolean {
  return spec.os?.name === 'windows';
}

/** Root inside a user namespace is nobody outside. */
export function hasUserNamespace({ spec }: PodLike): boolean {
  return spec.hostUsers === false;
}

/** A control that does not apply to some pods. */
export function unless(exempt: (pod: PodLike) => boolean, check: CheckPod): CheckPod {
  return (pod) => (exempt(pod) ? undefined : check(pod));
}
