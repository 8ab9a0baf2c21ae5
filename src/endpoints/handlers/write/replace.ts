/**
 * What PUT and PATCH share: the new object is made inside the storage's retry loop, for the resource itself, for subresources that are views of the
 * stored object (status), and for those that have a type of their own (scale).
 */
import { nextTurn } from '../../../base/event-loop.ts';
import { clone } from '../../../machinery/clone.ts';
import { apiVersionOf } from '../../../machinery/gvk.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { conflict, notFound } from '../../../machinery/status.ts';
import { ownersOfParent, ownersOfScale } from '../../../patch/apply/scale-ownership.ts';
import type { ProjectedSubresource } from '../../../registry/generic/declaration.ts';
import type { Pending } from '../../../request/pending.ts';
import { preconditionProblem } from '../../../storage/preconditions.ts';
import type { Entry, Preconditions, UpdateResult } from '../../../storage/resource-storage.ts';
import { respondEntry, respondObject } from '../../responses/respond.ts';
import { inTurn, isBig } from './big-body.ts';
import { keepTimesOfNoChange, setManagedFields, trackProjection } from './field-management.ts';
import { admitStep, authorizeCreation, checkName, mutateStep, namespaceStep, ownershipBigStep, ownershipStep } from './steps.ts';
import { unshare } from './touched.ts';
import { projectionOf, type Write } from './write.ts';

export interface Replacement {
  /**
   * The new object of the wire's kind in its storage version, made from what is there (undefined: nothing is). Called on every try; the result
   * belongs to the caller.
   */
  readonly make: (current: KubeObject | undefined) => KubeObject | Promise<KubeObject>;
  readonly preconditions?: Preconditions;
  readonly forceAllowCreate?: boolean;
  /** `make` has settled the ownership of fields already (server-side apply). */
  readonly ownsItself?: boolean;
  /** What `make` gives shares unchanged parts with the current object: ownership need not look into them. */
  readonly shares?: boolean;
}

/** Stores the replacement and answers with it. */
export function replaceAndRespond(write: Write, replacement: Replacement): Promise<void> {
  return inTurn(write, () => replace(write, replacement)).then((result) => respondReplaced(write, result));
}

export function respondReplaced(write: Write, result: UpdateResult): Pending {
  const code = result.action === 'created' ? 201 : 200;
  const projection = projectionOf(write);
  return projection === undefined
    ? respondEntry(write.request, write.target, code, result.entry)
    : respondObject(write.request, write.target, code, projection.project(result.entry.object()), projection.type);
}

/** Stores the replacement. */
export function replace(write: Write, replacement: Replacement): Promise<UpdateResult> {
  const { preconditions, forceAllowCreate } = replacement;
  const projection = projectionOf(write);
  const { name } = write.target;
  const show = (object: KubeObject): KubeObject => (projection === undefined ? object : projection.project(object));
  return write.store.update({
    context: write.context,
    name,
    strategy: write.strategy,
    ...(preconditions === undefined ? {} : { preconditions }),
    ...(forceAllowCreate === undefined ? {} : { forceAllowCreate }),
    transform: (current) => (projection === undefined ? direct(write, replacement, current) : projected(write, projection, replacement, current)),
    isLong: () => isBig(write),
    admitCreate: async (object) => {
      await authorizeCreation(write);
      await admitStep(write, 'CREATE', name, show(object), undefined);
    },
    admitUpdate(object, old) {
      // Only now is it known what the kind's rules left of the change.
      keepTimesOfNoChange(object, old);
      return admitStep(write, 'UPDATE', name, show(object), show(old));
    },
  });
}

async function direct(write: Write, { make, ownsItself, shares }: Replacement, current: Entry | undefined): Promise<KubeObject> {
  write.objectBytes = current?.bytes ?? 0;
  const old = current?.object();
  if (isBig(write)) await nextTurn();
  const made = make(old);
  const object = made instanceof Promise ? await made : made;
  if (isBig(write)) await nextTurn();
  namespaceStep(write, object);
  checkName(write, object);
  if (ownsItself !== true) {
    if (isBig(write)) await ownershipBigStep(write, object, old);
    else ownershipStep(write, object, old);
  }
  if (shares === true && old !== undefined) unshare(object, old);
  const asked = mutateStep(write, old === undefined ? 'CREATE' : 'UPDATE', write.target.name, object, old);
  if (asked !== undefined) await asked;
  return object;
}

/** The client sees and writes the projection; what it wrote is applied to a copy of the stored object. */
async function projected(
  write: Write,
  projection: ProjectedSubresource,
  { make, ownsItself }: Replacement,
  current: Entry | undefined,
): Promise<KubeObject> {
  write.objectBytes = current?.bytes ?? 0;
  const stored = current?.object();
  if (stored === undefined) throw notFound(write.store.groupResource, write.target.name);
  if (isBig(write)) await nextTurn();
  const old = projection.project(stored);
  const parentVersion = apiVersionOf({ group: write.target.group, version: write.target.version.version });
  setManagedFields(old, ownersOfScale(stored.metadata.managedFields, parentVersion));
  const written = await make(old);
  namespaceStep(write, written);
  checkName(write, written);
  if (ownsItself !== true) trackProjection(write, written, old);
  await mutateStep(write, 'UPDATE', write.target.name, written, old);
  const { uid = '' } = written.metadata;
  const problem = uid === '' ? undefined : preconditionProblem({ uid }, stored.metadata);
  if (problem !== undefined) {
    const resource = { group: write.target.group, resource: `${write.target.installed.declaration.resource}/${write.target.subresourceName}` };
    throw conflict(resource, write.target.name, problem);
  }
  const object = clone(stored);
  if (isBig(write)) await nextTurn();
  const errors = projection.apply(write.context, written, object);
  if (errors !== undefined && errors.length > 0)
    throw errors.toApiError({ group: projection.group, kind: projection.objectKind }, written.metadata.name ?? '');
  setManagedFields(object, ownersOfParent(stored.metadata.managedFields, written.metadata.managedFields, parentVersion));
  if (written.metadata.resourceVersion === undefined) delete object.metadata.resourceVersion;
  else object.metadata.resourceVersion = written.metadata.resourceVersion;
  return object;
}
