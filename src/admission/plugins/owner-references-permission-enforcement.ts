/**
 * OwnerReferencesPermissionEnforcement: whoever changes the owners of an object decides over its deletion, so they must be allowed to delete it;
 * whoever blocks the deletion of an owner must be allowed to set the owner's finalizers.
 */
import { equal } from '../../machinery/clone.ts';
import type { OwnerReference } from '../../machinery/object.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../interface.ts';
import { refuse } from '../refusal.ts';

export interface OwnerReferencesOptions {
  readonly authorizer: Authorizer;
  /** The resources of a kind: name and whether they are namespaced; empty when nothing such is served. */
  readonly resourcesOf: (apiVersion: string, kind: string) => readonly OwnerResource[];
}

export interface OwnerResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

export function makeOwnerReferencesPermissionEnforcement({ authorizer, resourcesOf }: OwnerReferencesOptions): AdmissionPlugin {
  const may = async (attributes: AdmissionAttributes, asked: Asked): Promise<string | undefined> => {
    const { decision, reason } = await authorizer.authorize({ user: attributes.user, isResourceRequest: true, path: '', ...asked });
    return decision === 'allow' ? undefined : reason;
  };
  const checkDeletion = async (attributes: AdmissionAttributes): Promise<void> => {
    const { group, version, resource, subresource, namespace, name } = attributes;
    const denied = await may(attributes, { verb: 'delete', group, version, resource, subresource, namespace, name });
    if (denied !== undefined) throw refuse(attributes, `cannot set an ownerRef on a resource you can't delete: ${denied}, <nil>`);
  };
  const checkBlocking = async (attributes: AdmissionAttributes, blocking: readonly OwnerReference[]): Promise<void> => {
    // Who may set the finalizers of everything may do so without looking further.
    const all: Asked = { verb: 'update', group: '*', version: '*', resource: '*', subresource: 'finalizers', namespace: '', name: '' };
    if ((await may(attributes, all)) === undefined) return;
    for (const owner of blocking) {
      const resources = resourcesOf(owner.apiVersion, owner.kind);
      if (resources.length === 0) {
        const text = `no matches for kind "${owner.kind}" in version "${owner.apiVersion}"`;
        throw refuse(
          attributes,
          `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion ${owner.apiVersion} Kind ${owner.kind}: ${text}`,
        );
      }
      for (const { group, version, resource, namespaced } of resources) {
        const namespace = namespaced ? attributes.namespace : '';
        const denied = await may(attributes, { verb: 'update', group, version, resource, subresource: 'finalizers', namespace, name: owner.name });
        if (denied !== undefined) {
          const text = `cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: ${denied}, <nil>`;
          throw refuse(attributes, text);
        }
      }
    }
  };
  return {
    name: 'OwnerReferencesPermissionEnforcement',
    operations: ['CREATE', 'UPDATE'],
    async validate(attributes) {
      const { object, oldObject, group, resource, subresource, operation } = attributes;
      // Old kubelets wrote owner references back wrongly; the strategy of pods/status keeps them.
      if (group === '' && resource === 'pods' && subresource === 'status') return;
      const now = object?.metadata.ownerReferences ?? [];
      const before = oldObject?.metadata.ownerReferences ?? [];
      if (now.length === before.length && now.every((each, i) => equal(each, before[i]))) return;
      if (operation === 'UPDATE') await checkDeletion(attributes);
      const known = new Set(before.filter(isBlocking).map(({ uid }) => uid));
      const blocking = now.filter((each) => isBlocking(each) && !known.has(each.uid));
      if (blocking.length > 0) await checkBlocking(attributes, blocking);
    },
  };
}

type Asked = Omit<Parameters<Authorizer['authorize']>[0], 'user' | 'isResourceRequest' | 'path'>;

function isBlocking({ blockOwnerDeletion }: OwnerReference): boolean {
  return blockOwnerDeletion === true;
}
