/**
 * Who may say what in the status of a resource claim (KEP-4817, gate DRAResourceClaimGranularStatusAuthorization): writing the status is not enough.
 * To bind devices to users takes permission for the subresource that is none, `resourceclaims/binding`, everywhere; to tell how devices of a driver
 * fare takes permission for `resourceclaims/driver` under the driver's name, with a verb for the caller's own node, or one for any node.
 */
import type { NodeSelector } from '../apis/core/v1/objects.gen.ts';
import type { AllocatedDeviceStatus, ResourceClaimStatus } from '../apis/resource/v1/objects.gen.ts';
import { equal } from '../machinery/clone.ts';
import { ErrorList, FieldPath } from '../machinery/field-errors.ts';
import { nameIsDns1123Subdomain } from '../machinery/grammar/names.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';
import { NODE_NAME, serviceAccountOf, type UserInfo } from '../request/user.ts';

/** The status of a claim that is about to be written. */
export interface ClaimStatusWrite {
  readonly user: UserInfo;
  /** update or patch. */
  readonly verb: string;
  readonly namespace: string;
  readonly object: KubeObject;
  readonly old: KubeObject;
}

const GROUP = 'resource.k8s.io';
const STATUS = FieldPath.root('status');

/** @throws {ApiError} 422 with the part that the caller may not change */
export async function checkClaimStatus(authorizer: Authorizer, write: ClaimStatusWrite): Promise<void> {
  const errors = new ErrorList();
  const now = statusOf(write.object);
  const before = statusOf(write.old);
  if (!(equal(now.allocation, before.allocation) && equal(now.reservedFor, before.reservedFor)) && !(await mayBind(authorizer, write)))
    errors.forbidden(STATUS, 'changing status.allocation or status.reservedFor requires extra permission');
  if (!(await mayTell(authorizer, write, now, before)))
    errors.forbidden(STATUS.child('devices'), 'changing status.devices requires extra permission');
  if (errors.length > 0) throw errors.toApiError({ group: GROUP, kind: 'ResourceClaim' }, write.object.metadata.name ?? '');
}

function statusOf({ status }: KubeObject): ResourceClaimStatus {
  return (status ?? {}) as ResourceClaimStatus;
}

function mayBind(authorizer: Authorizer, { user, verb }: ClaimStatusWrite): Promise<boolean> {
  return may(authorizer, { user, verb, subresource: 'binding', namespace: '', name: '' });
}

async function mayTell(authorizer: Authorizer, write: ClaimStatusWrite, now: ResourceClaimStatus, before: ResourceClaimStatus): Promise<boolean> {
  const { user, verb, namespace } = write;
  const isLocal = runsOn(user, nodeOf(now.allocation?.nodeSelector));
  for (const name of driversToldOf(now, before)) {
    const asked = { user, subresource: 'driver', namespace, name };
    if (isLocal && (await may(authorizer, { ...asked, verb: `associated-node:${verb}` }))) continue;
    if (!(await may(authorizer, { ...asked, verb: `arbitrary-node:${verb}` }))) return false;
  }
  return true;
}

/** Whose devices are told to fare otherwise, sorted. Taking devices away takes what is told of them along. */
function driversToldOf(now: ResourceClaimStatus, before: ResourceClaimStatus): readonly string[] {
  const allocated = new Set((now.allocation?.devices?.results ?? []).map(idOf));
  const taken = new Set((before.allocation?.devices?.results ?? []).map(idOf).filter((each) => !allocated.has(each)));
  const drivers = new Set<string>();
  const differ = (some: readonly AllocatedDeviceStatus[], others: readonly AllocatedDeviceStatus[]): void => {
    for (const each of some) if (!taken.has(idOf(each)) && !others.some((other) => equal(other, each))) drivers.add(each.driver);
  };
  differ(now.devices ?? [], before.devices ?? []);
  differ(before.devices ?? [], now.devices ?? []);
  return [...drivers].sort();
}

function idOf({ driver, pool, device }: { readonly driver: string; readonly pool: string; readonly device: string }): string {
  return JSON.stringify([driver, pool, device]);
}

/** The one node that the selector leaves; '' when it may be several. */
function nodeOf(selector: NodeSelector | undefined): string {
  const [term, another] = selector?.nodeSelectorTerms ?? [];
  if (term === undefined || another !== undefined || (term.matchExpressions?.length ?? 0) > 0) return '';
  const [field, ...more] = term.matchFields ?? [];
  if (field === undefined || more.length > 0 || field.key !== 'metadata.name' || field.operator !== 'In') return '';
  return field.values?.length === 1 ? (field.values[0] ?? '') : '';
}

/** A service account whose token says so; kubelets tell nothing of devices. */
function runsOn(user: UserInfo, node: string): boolean {
  const own = user.extra.get(NODE_NAME);
  return (
    node !== '' && own?.length === 1 && own[0] === node && serviceAccountOf(user.name) !== undefined && nameIsDns1123Subdomain(node).length === 0
  );
}

type Question = Pick<AuthorizationAttributes, 'user' | 'verb' | 'subresource' | 'namespace' | 'name'>;

async function may(authorizer: Authorizer, question: Question): Promise<boolean> {
  const attributes = { ...question, group: GROUP, version: 'v1', resource: 'resourceclaims', isResourceRequest: true, path: '' };
  return (await authorizer.authorize(attributes)).decision === 'allow';
}
