/** What a client demands of the object that is there, and how upstream's storage words that it is not so. */
import type { ObjectMeta } from '../machinery/object.ts';
import type { Preconditions } from './resource-storage.ts';

/** @param meta of the object as it is; undefined: there is none @returns what is wrong; undefined when the object is the one that was meant */
export function preconditionProblem(wanted: Preconditions, meta: Pick<ObjectMeta, 'uid' | 'resourceVersion'> | undefined): string | undefined {
  const { uid, resourceVersion } = wanted;
  if (uid !== undefined && uid !== meta?.uid) return problem('UID', uid, meta?.uid);
  if (resourceVersion !== undefined && resourceVersion !== meta?.resourceVersion)
    return problem('ResourceVersion', resourceVersion, meta?.resourceVersion);
  return undefined;
}

function problem(what: string, wanted: string, found = ''): string {
  return `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
}

/** Upstream's StorageError for an object that is not the one that was meant. */
export function storageErrorText(key: string, text: string): string {
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${text}`;
}
