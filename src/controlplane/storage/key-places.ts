/** Which resource a stored key belongs to, and which keys belong to a resource. */
import type { GroupResource } from '../../machinery/gvk.ts';
import type { ResourceDeclaration } from '../../registry/generic/declaration.ts';
import type { PlaceOfKey } from '../../server/storage-metrics.ts';
import { BUILT_IN_RESOURCES } from '../resources.ts';
import { DEFAULT_PREFIX } from './store.ts';

const NOWHERE = { group: '', resource: '' };
/** No storage prefix has more parts than this: "/registry/group/resource/". */
const MAX_PARTS = 5;
const MAX_KNOWN = 10_000;

/** @param prefix what all keys begin with */
export function placesOfKeys(declarations: readonly ResourceDeclaration[], prefix: string): PlaceOfKey {
  const places = new Map(
    declarations
      .filter((each) => each.storagePrefix !== '')
      .map(({ storagePrefix, group, resource }) => [prefix + storagePrefix.slice(DEFAULT_PREFIX.length), { group, resource }]),
  );
  /** By what stands before the last slash: resource and namespace. */
  const known = new Map<string, { readonly group: string; readonly resource: string }>();
  const remembered = (key: string): { readonly group: string; readonly resource: string } => {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    let place = known.get(folder);
    if (place === undefined) {
      place = find(folder);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(folder, place);
    }
    return place;
  };
  const find = (key: string): { readonly group: string; readonly resource: string } => {
    // The longest prefix wins: "/registry/services/specs/" before "/registry/services/".
    const ends: number[] = [];
    for (let at = key.indexOf('/', 1); at >= 0 && ends.length < MAX_PARTS; at = key.indexOf('/', at + 1)) ends.push(at + 1);
    for (let i = ends.length - 1; i >= 0; i--) {
      const place = places.get(key.slice(0, ends[i]));
      if (place !== undefined) return place;
    }
    return NOWHERE;
  };
  return remembered;
}

/** What services take their addresses and ports from lies where they do. */
const BESIDE_SERVICES = 'ranges/';

/** What the keys of a built-in resource begin with, without the prefix of all keys; undefined when there is no such resource. */
export function keysOfResource({ group, resource }: GroupResource): readonly string[] | undefined {
  const found = BUILT_IN_RESOURCES.find((each) => each.group === group && each.resource === resource && each.storagePrefix !== '');
  if (found === undefined) return undefined;
  const own = found.storagePrefix.slice(DEFAULT_PREFIX.length + 1);
  return group === '' && resource === 'services' ? [own, BESIDE_SERVICES] : [own];
}
