/** What tests of plugins need: attributes of a request, listers over plain objects, an authorizer, the text of a refusal. */
import type { KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter, Lister } from './interface.ts';

export const USER = { name: 'u', uid: '', groups: [], extra: new Map() };

/** A creation of a config map in namespace `here`, unless told otherwise. */
export function attributes(given: Partial<AdmissionAttributes>): AdmissionAttributes {
  return {
    operation: 'CREATE',
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    resource: 'configmaps',
    subresource: '',
    namespace: 'here',
    name: 'a',
    object: undefined,
    oldObject: undefined,
    options: {},
    user: USER,
    dryRun: false,
    warn: () => {},
    ...given,
  };
}

export function object(kind: string, name: string, fields: { readonly [field: string]: unknown } = {}): KubeObject {
  return { kind, apiVersion: 'v1', metadata: { name, namespace: 'here' }, ...fields };
}

/** A pod of one container `c`. */
export function pod(spec: { readonly [field: string]: unknown } = {}, metadata: KubeObject['metadata'] = {}): KubeObject {
  return {
    ...object('Pod', 'a', { spec: { containers: [{ name: 'c', image: 'i', resources: {} }], ...spec } }),
    metadata: { name: 'a', ...metadata },
  };
}

/** A request about a pod. */
export function podRequest(of: KubeObject, given: Partial<AdmissionAttributes> = {}): AdmissionAttributes {
  return attributes({ kind: 'Pod', resource: 'pods', object: of, ...given });
}

export function getterOf(...objects: readonly KubeObject[]): Getter {
  return async (_namespace, name) => objects.find((each) => each.metadata.name === name);
}

export function listerOf(...objects: readonly KubeObject[]): Lister {
  return async () => objects;
}

/** Allows what is listed: "approve signers sample.test/app". */
export function allowing(...permissions: readonly string[]): Authorizer {
  return {
    authorize: ({ verb, resource, subresource, name }) => {
      const asked = `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`}${name === '' ? '' : ` ${name}`}`;
      return { decision: permissions.includes(asked) ? 'allow' : 'no-opinion', reason: '' };
    },
  };
}

/** Both phases in a row; the message of the refusal, undefined when nothing refuses. */
export async function refusal(plugin: AdmissionPlugin, request: AdmissionAttributes): Promise<string | undefined> {
  try {
    await plugin.mutate?.(request);
    await plugin.validate?.(request);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

/** The spec of the request's object, after plugins. */
export function specOf<Spec = { readonly [field: string]: unknown }>({ object: of }: AdmissionAttributes): Spec {
  return of?.spec as Spec;
}
