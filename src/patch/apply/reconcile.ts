/**
 * Ownership that was written when the schema was another one, or by hand: fields below something that is one leaf today (an atomic list, map or
 * struct) stand for the leaf itself. (sigs.k8s.io/structured-merge-diff, KEP-2703.)
 *
 * Nothing changes for sets that fit, and these are returned as they are.
 */
import { FieldSet } from './field-set.ts';
import type { Managers } from './managers.ts';
import type { PathElement } from './path-element.ts';
import type { MapShape, Shape } from './shape.ts';
import { shapeBelow } from './typed-value.ts';

/** All managers whose version is known, their sets as the schema of today has them: `managers` itself where that is how they are. */
export function reconcileManagers(managers: Managers, shapeOf: (apiVersion: string) => MapShape | undefined): Managers {
  let reconciled: Managers | undefined;
  for (const [name, owned] of managers) {
    const shape = shapeOf(owned.apiVersion);
    const set = shape === undefined ? undefined : reconcileOnce(owned.set, shape);
    if (set === owned.set) continue;
    reconciled ??= new Map(managers);
    if (set === undefined) reconciled.delete(name);
    else reconciled.set(name, { ...owned, set });
  }
  return reconciled ?? managers;
}

/** The same few sets come with every revision of an object. */
const known = new WeakMap<FieldSet, { readonly shape: MapShape; readonly set: FieldSet }>();

function reconcileOnce(set: FieldSet, shape: MapShape): FieldSet {
  const found = known.get(set);
  if (found?.shape === shape) return found.set;
  const reconciled = reconcile(set, shape);
  known.set(set, { shape, set: reconciled });
  return reconciled;
}

function reconcile(set: FieldSet, shape: Shape): FieldSet {
  let members: Set<PathElement> | undefined;
  let children: Map<PathElement, FieldSet> | undefined;
  for (const [element, below] of set.children) {
    const inner = shapeBelow(shape, element);
    if (inner === undefined) continue;
    const isLeaf = (inner.kind === 'list' && inner.relation === 'atomic') || (inner.kind !== 'list' && inner.kind !== 'scalar' && inner.atomic);
    const left = isLeaf ? FieldSet.empty : inner.kind === 'any' ? below : reconcile(below, inner);
    if (left === below) continue;
    children ??= new Map(set.children);
    if (left.isEmpty) children.delete(element);
    else children.set(element, left);
    if (isLeaf) {
      members ??= new Set(set.members);
      members.add(element);
    }
  }
  return children === undefined ? set : new FieldSet(members ?? set.members, children);
}
