/**
 * Priority classes: names for scheduling priorities. Only labels and annotations ever change.
 */
import { setPriorityClassDefaults } from '../../apis/scheduling/v1/defaults.ts';
import type { PriorityClass as PriorityClassObject } from '../../apis/scheduling/v1/objects.gen.ts';
import { PriorityClass } from '../../apis/scheduling/v1/types.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from '../../apis/scheduling/validation/priorityclasses.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { priorityClassColumns } from './columns.ts';

const SYSTEM_CLASSES: ReadonlySet<string> = new Set(['system-cluster-critical', 'system-node-critical']);

const strategy: Strategy = {
  ...validated<PriorityClassObject>(validatePriorityClass, validatePriorityClassUpdate),
  generation: 'one',
  refuseDelete: (name) => (SYSTEM_CLASSES.has(name) ? 'this is a system priority class and cannot be deleted' : undefined),
};

export const priorityclasses = resource({
  group: 'scheduling.k8s.io',
  resource: 'priorityclasses',
  kind: 'PriorityClass',
  shortNames: ['pc'],
  namespaced: false,
  storageVersionHash: '1QwjyaZjj3Y=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PriorityClass, setDefaults: setPriorityClassDefaults }],
  storagePrefix: '/registry/priorityclasses/',
  strategy,
  columns: priorityClassColumns,
  selectableFields: metadataOnly,
});
