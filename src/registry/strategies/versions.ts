/**
 * Versions of a kind that look the same and differ in name only, as most alpha and beta versions do beside the one that is stored; and the warning
 * that comes with versions on their way out (upstream's prerelease life cycle: three releases until deprecated, three more until removed).
 */
import type { StructType } from '../../machinery/descriptor.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { KUBERNETES_MINOR } from '../../machinery/release.ts';
import type { VersionDeclaration } from '../generic/declaration.ts';

export interface LifeCycle {
  /** Minor releases of Kubernetes 1. */
  readonly introduced?: number;
  readonly deprecated?: number;
  readonly removed?: number;
  /** What to use instead: "storage.k8s.io/v1 VolumeAttributesClass". */
  readonly replacement?: string;
}

export interface Twin extends LifeCycle, Pick<VersionDeclaration, 'setDefaults' | 'featureGate' | 'toHub' | 'fromHub'> {
  readonly group: string;
  readonly version: string;
  readonly type: StructType;
  /** The version that objects are kept in. */
  readonly hub: string;
}

/** A version beside the stored one. Without conversions of its own it has the same fields. */
export function twin({ group, version, type, hub, setDefaults, featureGate, toHub, fromHub, ...lifeCycle }: Twin): VersionDeclaration {
  const renamed =
    (to: string, convert: (object: KubeObject) => KubeObject = (object) => object) =>
    (object: KubeObject): KubeObject => ({ ...convert(object), apiVersion: `${group}/${to}` });
  const kind = type.go.slice(type.go.lastIndexOf('.') + 1);
  return {
    version,
    type,
    toHub: renamed(hub, toHub),
    fromHub: renamed(version, fromHub),
    ...(setDefaults === undefined ? {} : { setDefaults }),
    ...(featureGate === undefined ? {} : { featureGate }),
    ...warningOf(`${group}/${version} ${kind}`, lifeCycle),
  };
}

/** `deprecationWarning` for a version that is deprecated by now. */
export function warningOf(what: string, { introduced, deprecated, removed, replacement }: LifeCycle): { readonly deprecationWarning?: string } {
  const since = deprecated ?? (introduced === undefined ? undefined : introduced + 3);
  if (since === undefined || since > KUBERNETES_MINOR) return {};
  const instead = replacement === undefined ? '' : `; use ${replacement}`;
  return { deprecationWarning: `${what} is deprecated in v1.${since}+, unavailable in v1.${removed ?? since + 3}+${instead}` };
}
