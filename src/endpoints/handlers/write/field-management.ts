/**
 * The field manager's step: metadata.managedFields after every write, before mutating admission sees the object. Ownership is kept in the version
 * that the client spoke; objects come and go in the storage version.
 */
import { MAX_MANAGER_BYTES } from '../../../apis/meta/validation/managed-fields.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Steps } from '../../../base/event-loop.ts';
import { decodeJson } from '../../../codec/json/decode.ts';
import { equal } from '../../../machinery/clone.ts';
import type { StructType } from '../../../machinery/descriptor.ts';
import { isPrintable } from '../../../machinery/go/text.ts';
import { apiVersionOf } from '../../../machinery/gvk.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../../machinery/object.ts';
import { FieldManager } from '../../../patch/apply/field-manager.ts';
import { FieldMatcher } from '../../../patch/apply/field-matcher.ts';
import { FieldSet } from '../../../patch/apply/field-set.ts';
import { shapeOfStruct } from '../../../patch/apply/shape.ts';
import type { VersionedSchema } from '../../../patch/apply/updater.ts';
import type { JsonMap } from '../../../patch/document.ts';
import { equalJson } from '../../../patch/document.ts';
import type { ResourceDeclaration, Strategy, VersionDeclaration } from '../../../registry/generic/declaration.ts';
import type { InstalledResource, ResourceTarget } from '../../routing/resources.ts';
import type { WireKind } from './body.ts';
import type { Write } from './write.ts';

/** The field managers of a resource, by version and subresource. */
type FieldManagers = Map<VersionDeclaration, Map<string, FieldManager>>;

const managers = new WeakMap<InstalledResource, FieldManagers>();

/** Whose fields are managed: a request's resource, or that of a write of the server's own. */
export interface ManagedWrite {
  readonly target: ResourceTarget;
  readonly strategy: Strategy;
  readonly wire: WireKind;
  readonly deps: { readonly clock: Clock };
}

/** The field manager of the version and subresource; made once. */
export function fieldManagerOf(write: ManagedWrite): FieldManager {
  const { installed, version, subresourceName } = write.target;
  const known = managers.get(installed)?.get(version)?.get(subresourceName);
  if (known !== undefined) return known;
  const manager = makeFieldManager(write);
  const ofResource: FieldManagers = managers.get(installed) ?? new Map();
  managers.set(installed, ofResource.set(version, (ofResource.get(version) ?? new Map()).set(subresourceName, manager)));
  return manager;
}

function makeFieldManager({ target, deps, strategy, wire }: ManagedWrite): FieldManager {
  return new FieldManager({
    kind: wire.kind,
    apiVersion: apiVersionOf(wire),
    subresource: target.subresourceName,
    schema: hasOwnType(target) ? schemaOfProjection(wire) : schemaOf(target.installed.declaration, strategy),
    clock: deps.clock,
    empty: emptyObject(wire.type),
  });
}

/** Scales, token requests: what is on the wire is not the resource. */
function hasOwnType({ subresource }: ResourceTarget): boolean {
  return subresource !== undefined && subresource.kind !== 'stored';
}

/** Go's zero value of a type: everything that is written even when it is empty. */
function emptyObject(type: StructType): KubeObject {
  return decodeJson(Buffer.from('{"metadata":{}}'), type, 'ignore').object;
}

function schemaOf(declaration: ResourceDeclaration, strategy: Strategy): VersionedSchema {
  const versions = new Map(
    declaration.versions.map((each) => [apiVersionOf({ group: each.group ?? declaration.group, version: each.version }), each] as const),
  );
  const reset = FieldSet.of(...(strategy.resetFields ?? []).map((path) => path.map((name) => `f:${name}`)));
  return {
    ...(strategy.ownableFields === undefined ? {} : { ownable: FieldMatcher.of(strategy.ownableFields) }),
    shape: (apiVersion) => {
      const version = versions.get(apiVersion);
      return version === undefined ? undefined : shapeOfStruct(version.type);
    },
    convert: (object, from, to) => {
      if (from === to) return object;
      const hub = versions.get(from)?.toHub?.(object as KubeObject) ?? (object as KubeObject);
      return versions.get(to)?.fromHub?.(hub) ?? hub;
    },
    resetFields: () => reset,
  };
}

/** What is projected has one version and one field that is written. */
function schemaOfProjection(wire: WireKind): VersionedSchema {
  const apiVersion = apiVersionOf(wire);
  return {
    shape: (asked) => (asked === apiVersion ? shapeOfStruct(wire.type) : undefined),
    convert: (object) => object,
    resetFields: () => FieldSet.empty,
  };
}

/** Who writes: `fieldManager`, else the first part of the User-Agent. */
function managerName({ options, request }: Write): string {
  return options.fieldManager === '' ? agentName(request.request.header('user-agent') ?? '') : options.fieldManager;
}

/** The few clients that write most. */
const agentNames = new Map<string, string>();
const MAX_AGENTS = 256;
const MAX_AGENT_LENGTH = 256;

function agentName(agent: string): string {
  let name = agentNames.get(agent);
  if (name === undefined) {
    name = firstPart(agent);
    if (agentNames.size >= MAX_AGENTS) agentNames.clear();
    if (agent.length <= MAX_AGENT_LENGTH) agentNames.set(agent, name);
  }
  return name;
}

function firstPart(agent: string): string {
  let name = '';
  let bytes = 0;
  for (const character of agent.split('/', 1)[0] ?? '') {
    if (!isPrintable(character)) continue;
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_MANAGER_BYTES) break;
    name += character;
  }
  return name;
}

/** Sets the ownership of `object` after a create or an update of `old`. Both in the storage version. */
export function trackOwnership(write: Write, object: KubeObject, old: KubeObject | undefined): void {
  recordOwnership(write, managerName(write), object, old);
}

/** As trackOwnership, for big writes. */
export function* trackOwnershipInSteps(write: Write, object: KubeObject, old: KubeObject | undefined): Steps<void> {
  const { next, live } = inRequestedVersion(write, object, old);
  yield;
  yield* fieldManagerOf(write).updateInSteps(live, next, managerName(write));
  setManagedFields(object, next.metadata.managedFields ?? []);
}

/** The same for a manager that the caller knows. */
export function recordOwnership(write: ManagedWrite, manager: string, object: KubeObject, old: KubeObject | undefined): void {
  const { next, live } = inRequestedVersion(write, object, old);
  fieldManagerOf(write).update(live, next, manager);
  setManagedFields(object, next.metadata.managedFields ?? []);
}

interface Versioned {
  readonly next: KubeObject;
  readonly live: KubeObject | undefined;
}

function inRequestedVersion({ target: { version } }: ManagedWrite, object: KubeObject, old: KubeObject | undefined): Versioned {
  const next = version.fromHub?.(object) ?? object;
  if (next !== object && object.metadata.managedFields !== undefined) next.metadata.managedFields = object.metadata.managedFields;
  return { next, live: old === undefined ? undefined : (version.fromHub?.(old) ?? old) };
}

/** Ownership of a projection after it was written. */
export function trackProjection(write: Write, written: KubeObject, old: KubeObject): void {
  fieldManagerOf(write).update(old, written, managerName(write));
}

export function setManagedFields(object: KubeObject, entries: ManagedFieldsEntry[]): void {
  if (entries.length === 0) delete object.metadata.managedFields;
  else object.metadata.managedFields = entries;
}

/**
 * A write that changes nothing but the times of managedFields is no change: the old times stay, so that the storage finds equal bytes.
 * Cheap where something else changed, because the comparison ends at the first difference, and metadata comes first.
 */
export function keepTimesOfNoChange(object: KubeObject, old: KubeObject): void {
  const now = object.metadata.managedFields;
  const before = old.metadata.managedFields;
  if (now === undefined || before === undefined || now.length !== before.length) return;
  if (!equalBut('managedFields', object.metadata, old.metadata) || !equalBut('metadata', object, old)) return;
  const sameOwners = now.every((entry, i) => entry === before[i] || equalBut('time', entry, before[i] ?? {}));
  if (sameOwners) object.metadata.managedFields = before;
}

/** Whether two maps have the same members, one aside; an empty list or map and none are the same, as they are once stored. */
function equalBut(aside: string, a: object, b: object): boolean {
  const left = a as JsonMap;
  const right = b as JsonMap;
  let members = 0;
  for (const key of Object.keys(left)) {
    if (key === aside || (!Object.hasOwn(right, key) && equal(left[key], undefined))) continue;
    members++;
    if (left[key] === right[key] && Object.hasOwn(right, key)) continue;
    if (!Object.hasOwn(right, key) || !(equalJson(left[key], right[key]) || equal(left[key], right[key]))) return false;
  }
  return members === Object.keys(right).length - (Object.hasOwn(right, aside) ? 1 : 0);
}
