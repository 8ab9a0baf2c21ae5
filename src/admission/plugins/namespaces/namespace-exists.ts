/** NamespaceAutoProvision makes a missing namespace for whoever creates something in it; NamespaceExists refuses all that is asked of one. */
import { errorText } from '../../../base/errors.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { ApiError, internalError, notFound } from '../../../machinery/status.ts';
import type { AdmissionPlugin, MaybePromise, NamespaceGetter } from '../../interface.ts';
import { refuse } from '../../refusal.ts';

export interface NamespaceExistsOptions {
  /** `live`: the most recent state, else what a cache knows. */
  readonly getNamespace: NamespaceGetter;
}

export function makeNamespaceExists({ getNamespace }: NamespaceExistsOptions): AdmissionPlugin {
  return {
    name: 'NamespaceExists',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    async validate({ namespace, group, resource }) {
      if (namespace === '' || (group === '' && resource === 'namespaces')) return;
      if ((await getNamespace(namespace, 'cache')) ?? (await getNamespace(namespace, 'store'))) return;
      throw notFound({ group: '', resource: 'namespaces' }, namespace);
    },
  };
}

export interface NamespaceAutoProvisionOptions {
  readonly getNamespace: (name: string) => MaybePromise<KubeObject | undefined>;
  /** @throws {ApiError} as a creation by the server itself */
  readonly createNamespace: (name: string) => Promise<void>;
}

export function makeNamespaceAutoProvision({ getNamespace, createNamespace }: NamespaceAutoProvisionOptions): AdmissionPlugin {
  return {
    name: 'NamespaceAutoProvision',
    operations: ['CREATE'],
    async mutate(attributes) {
      const { namespace, group, resource, dryRun } = attributes;
      // A dry run meets NamespaceLifecycle, which says that the namespace is missing.
      if (dryRun || namespace === '' || (group === '' && resource === 'namespaces')) return;
      if ((await getNamespace(namespace)) !== undefined) return;
      try {
        await createNamespace(namespace);
      } catch (error) {
        if (!(error instanceof ApiError)) throw internalError(errorText(error));
        if (error.reason !== 'AlreadyExists') throw refuse(attributes, error.message);
      }
    },
  };
}
