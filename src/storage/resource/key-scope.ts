/** Which part of a resource's keys a request is about, and what its resource version means. */
import { ApiError, badRequest } from '../../machinery/status.ts';
import type { ResourceStorageDeclaration } from '../entries/declaration.ts';
import type { Revision } from '../interface.ts';
import type { EntryFilter, ListRequest } from '../resource-storage.ts';
import { decodeContinue } from './continue-token.ts';
import { parseVersion } from './failures.ts';

/** A range of keys: from the first to before `until`. `prefix` is what continue tokens are relative to. */
export interface KeyScope {
  readonly prefix: string;
  readonly from: string;
  readonly until: string;
  /** One object, named by the request. */
  readonly single: boolean;
}

export function scopeOf(declaration: ResourceStorageDeclaration, filter: EntryFilter): KeyScope {
  const prefix = filter.namespace === '' ? declaration.storagePrefix : `${declaration.storagePrefix}${filter.namespace}/`;
  if (filter.name !== '' && (filter.namespace !== '' || !declaration.namespaced)) {
    const key = prefix + filter.name;
    return { prefix, from: key, until: `${key}\0`, single: true };
  }
  return { prefix, from: prefix, until: `${prefix.slice(0, -1)}0`, single: false }; // '0' follows the slash
}

/**
 * At which state a list is taken. `any`: whatever is there; `latest`: everything acknowledged before the request; `not older`; `exact`.
 */
export interface ListPlan {
  readonly mode: 'any' | 'latest' | 'not older' | 'exact';
  readonly revision: Revision;
  /** As the client wrote it, for messages. */
  readonly version: string;
  readonly limit: number;
  readonly from: string;
  /** A page behind the first one. */
  readonly continued: boolean;
}

/**
 * Reads resourceVersion, resourceVersionMatch, limit and continue together (the matrix of the API concepts page). One object has no pages: a limit
 * does not ask for an exact version of it.
 * @param cached a cache answers resourceVersion 0 with everything it has, whatever the limit
 * @throws {ApiError} 400
 */
export function planList(request: ListRequest, scope: KeyScope, cached: boolean): ListPlan {
  const limit = Math.max(0, request.limit);
  const { resourceVersion: version, resourceVersionMatch: match } = request;
  if (request.continueToken !== '') {
    const position = decodeContinue(scope.prefix, request.continueToken);
    if (version !== '' && version !== '0') throw badRequest('specifying resource version is not allowed when using continue');
    const revision = position.revision ?? 0;
    return {
      mode: position.revision === undefined ? 'latest' : 'exact',
      revision,
      version: String(revision),
      limit,
      from: position.start,
      continued: true,
    };
  }
  const plan = { version, limit, from: scope.from, continued: false };
  if (version === '') return { ...plan, mode: 'latest', revision: 0 };
  const revision = listVersion(version);
  if (revision === 0) return { ...plan, mode: 'any', revision, limit: cached ? 0 : limit };
  const exact = match === 'Exact' || (match === '' && limit > 0 && !scope.single);
  return { ...plan, mode: exact ? 'exact' : 'not older', revision };
}

function listVersion(version: string): Revision {
  try {
    return parseVersion(version);
  } catch (error) {
    throw error instanceof ApiError ? badRequest(`invalid resource version: ${error.message}`) : error;
  }
}
