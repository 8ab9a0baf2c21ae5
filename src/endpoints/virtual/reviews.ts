/** What all reviews share: a question comes as an object, is never stored, and goes back with its answer in the status. */
import { ObjectMeta } from '../../apis/meta/v1/types.ts';
import { encodeValue } from '../../codec/json/encode.ts';
import { type ErrorList, Verbatim } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { rawError } from '../../machinery/status.ts';
import { RegistryStore } from '../../registry/generic/store.ts';
import type { RequestContext } from '../../request/context.ts';
import type { ResourceStorage } from '../../storage/resource-storage.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { type Posted, readPosted } from './posted-object.ts';

const refuse = (): never => {
  throw rawError('reviews are not stored');
};

const NOWHERE: ResourceStorage = {
  get: refuse,
  list: refuse,
  watch: refuse,
  create: refuse,
  update: refuse,
  count: () => 0,
  countStored: async () => 0,
  ready: async () => {},
  close: async () => {},
};

/** The question, decoded and seen by mutating admission. @throws {ApiError} 400, 403, 406, 413, 415 */
export function readReview(deps: VirtualDeps, context: RequestContext, target: ResourceTarget): Promise<Posted> {
  const store = new RegistryStore({ declaration: target.installed.declaration, storage: NOWHERE, clock: deps.clock });
  return readPosted(deps, context, target, { store, showsOwners: true });
}

/** Questions have no names; who set which field is the server's own addition. `besides`: what may be there as well. */
export function requireNoMetadata(errors: ErrorList, { metadata }: KubeObject, besides?: string): void {
  const given = Object.entries(metadata).filter(([key, value]) => key !== 'managedFields' && key !== besides && !isEmpty(value));
  if (given.length === 0) return;
  const text = besides === undefined ? 'must be empty' : `must be empty except for ${besides}`;
  errors.invalid('metadata', new Verbatim(encodeValue(metadata, ObjectMeta)), text);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0;
}
