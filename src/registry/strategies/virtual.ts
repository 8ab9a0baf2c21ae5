/**
 * Declarations of what a function answers instead of the store: subresources such as exec or eviction, and whole resources that hold nothing
 * (reviews, bindings). The control plane installs the functions.
 */
import type { StructType } from '../../machinery/descriptor.ts';
import { type ResourceDeclaration, resource, type Verb, type VirtualSubresource } from '../generic/declaration.ts';
import { metadataOnly } from './selectable.ts';

/** @param of group, version and kind of what is on the wire */
export function virtualSubresource(
  verbs: readonly Verb[],
  of: { readonly group: string; readonly version: string; readonly kind: string; readonly type: StructType },
): VirtualSubresource {
  return { kind: 'virtual', verbs, group: of.group, version: of.version, objectKind: of.kind, type: of.type };
}

/** The verbs of a proxy: every method goes through. */
export const PROXY_VERBS: readonly Verb[] = ['create', 'delete', 'get', 'patch', 'update'];

/** A resource without storage: its prefix is '' and nothing is ever read or written under it. */
export function virtualResource(
  declaration: Pick<ResourceDeclaration, 'group' | 'resource' | 'kind' | 'namespaced'> & {
    readonly version: string;
    readonly type: StructType;
  } & Partial<ResourceDeclaration>,
): ResourceDeclaration {
  const { version, type, ...rest } = declaration;
  return resource({
    verbs: ['create'],
    storageVersionHash: null,
    storageVersion: version,
    versions: [{ version, type }],
    storagePrefix: '',
    strategy: {},
    selectableFields: metadataOnly,
    ...rest,
  });
}
