/**
 * Config maps: key-value data for pods, without status.
 */
import type { ConfigMap as ConfigMapObject } from '../../apis/core/v1/objects.gen.ts';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { validateConfigMap, validateConfigMapUpdate } from '../../apis/core/validation/config-data.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { configMapColumns } from './columns.ts';

const strategy: Strategy = {
  metadataRules: ['update', 'create'],
  generation: 'client',
  ...validated<ConfigMapObject>(validateConfigMap, validateConfigMapUpdate),
};

export const configmaps = resource({
  group: '',
  resource: 'configmaps',
  kind: 'ConfigMap',
  shortNames: ['cm'],
  namespaced: true,
  storageVersionHash: 'qFsyl6wFWjQ=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ConfigMap }],
  storagePrefix: '/registry/configmaps/',
  strategy,
  columns: configMapColumns,
  selectableFields: metadataOnly,
});
