/**
 * An entry as canonical JSON in the version that was asked for. In the storage version that is the entry itself; other versions are converted
 * and encoded once and kept in the form cache.
 */
import type { ServedJson } from '../../codec/interface.ts';
import { encodeServed } from '../../codec/json/encode.ts';
import { apiVersionOf } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { VersionDeclaration } from '../../registry/generic/declaration.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { formCache } from './form-cache.ts';

/** What a client asked for: a kind in a version. */
export interface ServedKind {
  /** Where it is served, not where it is stored. */
  readonly group: string;
  readonly kind: string;
  readonly listKind: string;
  readonly version: VersionDeclaration;
  /** Items of lists repeat kind and apiVersion (custom resources do, built-in kinds do not). */
  readonly itemsCarryKind: boolean;
  /** How Go names the type of a list and of an object, for refusals ("*core.ConfigMap"). */
  readonly goName: string;
}

export function servedJson(kind: ServedKind, entry: Entry): ServedJson {
  if (kind.version.fromHub === undefined) return entry;
  const form = `json/${apiVersionOf({ group: kind.group, version: kind.version.version })}`;
  return formCache.get(
    entry,
    form,
    () => encodeServed(objectIn(kind, entry), kind.version.type),
    (served) => served.json.length,
  );
}

/** The object in the served version. */
export function objectIn(kind: ServedKind, entry: Entry): KubeObject {
  const { fromHub, version } = kind.version;
  if (fromHub === undefined) return entry.object();
  return { ...fromHub(entry.object()), kind: kind.kind, apiVersion: apiVersionOf({ group: kind.group, version }) };
}

/** The object that stands for "nothing happened up to here" in a watch. */
export function bookmarkObject(kind: ServedKind, revision: number, initialEventsEnd: boolean): KubeObject {
  return {
    kind: kind.kind,
    apiVersion: apiVersionOf({ group: kind.group, version: kind.version.version }),
    metadata: { resourceVersion: String(revision), ...(initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}) },
  };
}
