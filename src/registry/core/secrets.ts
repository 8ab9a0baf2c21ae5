/**
 * Secrets. Clients may write plain text into stringData; it is merged into data on the way in and never stored or shown.
 */
import { setSecretDefaults } from '../../apis/core/v1/defaults.ts';
import type { Secret as SecretObject } from '../../apis/core/v1/objects.gen.ts';
import { Secret } from '../../apis/core/v1/types.ts';
import { validateSecret, validateSecretUpdate } from '../../apis/core/validation/config-data.ts';
import { resource } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { secretWarnings } from '../warnings/secrets.ts';
import { secretColumns } from './columns.ts';

export const secrets = resource({
  group: '',
  resource: 'secrets',
  kind: 'Secret',
  namespaced: true,
  storageVersionHash: 'S6u1pOWzb84=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Secret, setDefaults: setSecretDefaults }],
  storagePrefix: '/registry/secrets/',
  strategy: {
    generation: 'client',
    ...validated<SecretObject>(validateSecret, validateSecretUpdate),
    metadataRules: ['update', 'create'],
    warningsOnCreate: (_context, object) => secretWarnings(object),
    warningsOnUpdate: (_context, object) => secretWarnings(object),
  },
  columns: secretColumns,
  selectableFields: selectable({ type: textAt(['type']) }),
});
