/**
 * Which address families a service has. They follow from what the client said (policy, families, addresses), from what was stored, and from which
 * families the cluster has (KEP-563). Headless services without a selector may name families that the cluster lacks.
 */
import type { Service, ServiceSpec } from '../../../../apis/core/v1/objects.gen.ts';
import { validateServiceAddresses } from '../../../../apis/core/validation/services/service-addresses.ts';
import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { addressFamily } from '../../../../machinery/grammar/formats.ts';

export type Family = 'IPv4' | 'IPv6';

/** The families of the cluster, the default one first. */
export type ClusterFamilies = readonly Family[];

const SPEC = FieldPath.root('spec');
const POLICY = SPEC.child('ipFamilyPolicy');
const SERVICE = { group: '', kind: 'Service' };

const other = (family: string): Family => (family === 'IPv4' ? 'IPv6' : 'IPv4');

export const isHeadless = ({ clusterIPs }: ServiceSpec): boolean => clusterIPs?.[0] === 'None';

/** @throws {ApiError} 422 for what does not fit together */
export function settleFamilies(service: Service, old: Service | undefined, cluster: ClusterFamilies): void {
  const spec = service.spec as ServiceSpec;
  const before = old?.spec;
  if (spec.type === 'ExternalName' || (before !== undefined && staysPreferred(spec, before))) return;
  const withoutSelector = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= before?.ipFamilyPolicy ?? (withoutSelector ? 'RequireDualStack' : 'SingleStack');
  const fail = (errors: ErrorList): void => {
    if (errors.length > 0) throw errors.toApiError(SERVICE, service.metadata.name ?? '');
  };
  fail(validateServiceAddresses(spec));
  const errors = new ErrorList();
  if (before !== undefined) settleReduction(errors, spec, before);
  checkPolicy(errors, spec);
  inferFamilies(errors, spec, cluster);
  fail(errors);
  if (withoutSelector) {
    if ((spec.ipFamilies?.length ?? 0) === 0) spec.ipFamilies = [cluster[0] as Family];
    addSecond(spec, spec.ipFamilyPolicy !== 'SingleStack');
    return;
  }
  if (spec.ipFamilyPolicy === 'RequireDualStack' && cluster.length < 2)
    errors.invalid(POLICY, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services');
  spec.ipFamilies?.forEach((family, i) => {
    if (!cluster.includes(family as Family)) errors.invalid(SPEC.child('ipFamilies').index(i), family, 'not configured on this cluster');
  });
  fail(errors);
  if ((spec.ipFamilies?.length ?? 0) === 0) spec.ipFamilies = [cluster[0] as Family];
  addSecond(spec, spec.ipFamilyPolicy !== 'SingleStack' && cluster.length === 2);
}

function addSecond(spec: ServiceSpec, wanted: boolean): void {
  const [first] = spec.ipFamilies ?? [];
  if (wanted && first !== undefined && spec.ipFamilies?.length === 1) spec.ipFamilies = [first, other(first)];
}

/** A service that prefers two families is not touched when the cluster gains or loses one. */
export function staysPreferred(spec: ServiceSpec, before: ServiceSpec): boolean {
  if (spec.type !== before.type || spec.type === 'ExternalName') return false;
  if (spec.ipFamilyPolicy !== 'PreferDualStack' || (before.ipFamilyPolicy ?? 'PreferDualStack') !== 'PreferDualStack') return false;
  return sameList(spec.clusterIPs, before.clusterIPs) && sameList(spec.ipFamilies, before.ipFamilies);
}

const sameList = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean => equal(a ?? [], b ?? []);

/** Going back to one family takes the policy; the policy alone is enough. */
function settleReduction(errors: ErrorList, spec: ServiceSpec, before: ServiceSpec): void {
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (sameList(spec.clusterIPs, before.clusterIPs) && (spec.clusterIPs?.length ?? 0) > 1) spec.clusterIPs = (spec.clusterIPs ?? []).slice(0, 1);
    if (sameList(spec.ipFamilies, before.ipFamilies) && (spec.ipFamilies?.length ?? 0) > 1) spec.ipFamilies = (spec.ipFamilies ?? []).slice(0, 1);
    return;
  }
  const fewer = (now: readonly string[] = [], then: readonly string[] = []): boolean => now.length > 0 && now.length < then.length;
  if (fewer(spec.clusterIPs, before.clusterIPs))
    errors.invalid(POLICY, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary cluster IP");
  if (fewer(spec.ipFamilies, before.ipFamilies))
    errors.invalid(POLICY, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary IP family");
}

function checkPolicy(errors: ErrorList, spec: ServiceSpec): void {
  if (spec.ipFamilyPolicy !== 'SingleStack') return;
  const text = (what: string): string => `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`;
  if (spec.clusterIPs?.length === 2) errors.invalid(POLICY, spec.ipFamilyPolicy, text('cluster IPs'));
  if (spec.ipFamilies?.length === 2) errors.invalid(POLICY, spec.ipFamilyPolicy, text('IP families'));
}

/** An address says which family it is. */
function inferFamilies(errors: ErrorList, spec: ServiceSpec, cluster: ClusterFamilies): void {
  if (isHeadless(spec)) return;
  spec.clusterIPs?.forEach((address, i) => {
    if (i < (spec.ipFamilies?.length ?? 0)) return;
    const family: Family = addressFamily(address) === 4 ? 'IPv4' : 'IPv6';
    if (cluster.includes(family)) spec.ipFamilies = [...(spec.ipFamilies ?? []), family];
    else errors.invalid(SPEC.child('clusterIPs').index(i), spec.clusterIPs, `${family} is not configured on this cluster`);
  });
}
