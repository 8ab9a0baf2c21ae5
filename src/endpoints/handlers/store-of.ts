/** The registry behind a target. */
import { internalError } from '../../machinery/status.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { ResourceTarget } from '../resources.ts';

/** @throws {ApiError} 500 for a virtual resource, which a function answers and no generic handler should see */
export function storeOf(target: ResourceTarget): RegistryStore {
  const { store, declaration } = target.installed;
  if (store === undefined) throw internalError(`${declaration.resource} has no storage`);
  return store;
}
