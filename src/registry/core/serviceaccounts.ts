/**
 * Service accounts: identities for pods. Secret references keep nothing but the name.
 */
import { TokenRequest } from '../../apis/authentication/v1/types.ts';
import { ServiceAccount } from '../../apis/core/v1/types.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { nameAndAge } from '../printers/columns.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { virtualSubresource } from '../strategies/virtual.ts';

const strategy: Strategy = {
  metadataRules: ['update', 'create'],
  prepareForCreate: (_context, object) => keepSecretNames(object),
  prepareForUpdate: (_context, object) => keepSecretNames(object),
  warningsOnCreate: (_context, object) => mountableWarning(object),
  warningsOnUpdate: (_context, object, old) => (mountableWarning(old).length > 0 ? [] : mountableWarning(object)),
  generation: 'client',
  returnDeletedObject: true,
};

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

function mountableWarning({ metadata }: KubeObject): readonly string[] {
  if (getKey(metadata.annotations, MOUNTABLE) === undefined) return [];
  return [`metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`];
}

function keepSecretNames(object: KubeObject): void {
  const secrets = object.secrets as readonly { readonly name?: string }[] | null | undefined;
  if (secrets === undefined || secrets === null) return;
  object.secrets = secrets.map(({ name }) => (name === undefined ? {} : { name }));
}

export const serviceaccounts = resource({
  group: '',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  namespaced: true,
  storageVersionHash: 'pbx9ZvyFpBE=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ServiceAccount }],
  storagePrefix: '/registry/serviceaccounts/',
  strategy,
  subresources: {
    token: virtualSubresource(['create'], { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', type: TokenRequest }),
  },
  columns: nameAndAge,
  selectableFields: metadataOnly,
});
