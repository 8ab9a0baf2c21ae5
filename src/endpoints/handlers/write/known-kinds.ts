/**
 * Whether a group and version has a kind: the served ones and their lists, what subresources put on the wire, and the types that every
 * group version carries. Asked only when a body is of another kind than its URL.
 */
import type { ServedResources } from '../../resources.ts';

const EVERYWHERE: readonly string[] = ['WatchEvent', 'ListOptions', 'GetOptions', 'DeleteOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions'];
const CORE_ONLY: readonly string[] = ['Status', 'APIVersions', 'APIGroupList', 'APIGroup', 'APIResourceList', 'List'];

export function isKnownKind(served: ServedResources, group: string, version: string, kind: string): boolean {
  const found = served.version(group, version);
  if (found === undefined) return false;
  if (EVERYWHERE.includes(kind) || (group === '' && version === 'v1' && CORE_ONLY.includes(kind))) return true;
  if (found.resources.some(({ declaration }) => declaration.kind === kind || declaration.listKind === kind)) return true;
  for (const { versions } of served.groups) {
    for (const { resources } of versions) {
      for (const { declaration } of resources) {
        for (const subresource of Object.values(declaration.subresources)) {
          if (subresource.kind !== 'stored' && subresource.group === group && subresource.version === version && subresource.objectKind === kind)
            return true;
        }
      }
    }
  }
  return false;
}
