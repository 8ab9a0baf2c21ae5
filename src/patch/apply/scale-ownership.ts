/**
 * Who owns the replica count, seen from the scale subresource: entries of the workload that own `spec.replicas` become entries of its Scale, and what
 * a write to the Scale did to them goes back to the workload (k8s.io/apimachinery/pkg/util/managedfields, scalehandler.go).
 */
import type { ManagedFieldsEntry } from '../../machinery/object.ts';
import { FieldSet } from './field-set.ts';
import { decodeOrNothing, encodeManagers, type Managed, type ManagedSet, noManagers } from './managers.ts';

/** Where workloads and Scales keep the count. */
const REPLICAS = FieldSet.of(['f:spec', 'f:replicas']);
const SCALE_VERSION = 'autoscaling/v1';

const ownsReplicas = ({ set }: ManagedSet): boolean => !set.intersection(REPLICAS).isEmpty;

/** Versions of workloads that are no more, but still say where the count is. */
const FORMER_VERSIONS: readonly string[] = ['apps/v1beta1', 'apps/v1beta2'];

const saysWhere = ({ apiVersion }: ManagedSet, parentVersion: string): boolean =>
  apiVersion === parentVersion || FORMER_VERSIONS.includes(apiVersion);

/**
 * The entries of a Scale, from its workload's.
 * @param apiVersion of the workload
 */
export function ownersOfScale(parent: readonly ManagedFieldsEntry[] | undefined, apiVersion: string): ManagedFieldsEntry[] {
  const managed = decodeOrNothing(parent ?? []);
  const fields = [...managed.fields].filter(([, each]) => saysWhere(each, apiVersion) && ownsReplicas(each));
  return encodeManagers({
    fields: new Map(fields.map(([name, { applied }]) => [name, { set: REPLICAS, apiVersion: SCALE_VERSION, applied }])),
    // Times stay with the workload: an entry that a write to the Scale leaves alone goes back without one.
    times: new Map(),
  });
}

/**
 * The workload's entries after a write to its Scale. Those of unknown versions go.
 * @param apiVersion of the workload
 */
export function ownersOfParent(
  parent: readonly ManagedFieldsEntry[] | undefined,
  scale: readonly ManagedFieldsEntry[] | undefined,
  apiVersion: string,
): ManagedFieldsEntry[] {
  const before = decodeOrNothing(parent ?? []);
  const after = decodeOrNothing(scale ?? []);
  const result = noManagers();
  const keep = (name: string, owned: ManagedSet, from: Managed): void => {
    result.fields.set(name, owned);
    result.times.set(name, from.times.get(name));
  };
  const remaining = new Map(after.fields);
  for (const [name, owned] of before.fields) {
    if (!saysWhere(owned, apiVersion)) continue;
    if (!ownsReplicas(owned)) keep(name, owned, before);
    else if (remaining.delete(name)) keep(name, owned, before);
    else {
      const left = owned.set.difference(REPLICAS);
      if (!left.isEmpty) keep(name, { ...owned, set: left }, before);
    }
  }
  for (const [name, owned] of remaining) {
    // Upstream looks the time up among the workload's managers, where this one is not: the entry has none.
    if (ownsReplicas(owned)) keep(name, { set: REPLICAS, apiVersion, applied: owned.applied }, before);
  }
  return encodeManagers(result);
}
