/**
 * Runtime classes: which container runtime handler runs a pod.
 */
import { setRuntimeClassDefaults } from '../../apis/node/v1/defaults.ts';
import type { RuntimeClass as RuntimeClassObject } from '../../apis/node/v1/objects.gen.ts';
import { RuntimeClass } from '../../apis/node/v1/types.ts';
import { validateRuntimeClass, validateRuntimeClassUpdate } from '../../apis/node/validation/runtimeclasses.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { runtimeClassWarnings } from '../warnings/nodes.ts';
import { runtimeClassColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<RuntimeClassObject>(validateRuntimeClass, validateRuntimeClassUpdate),
  metadataRules: ['create', 'update'],
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  warningsOnCreate: (_context, object) => runtimeClassWarnings(object),
  warningsOnUpdate: (_context, object) => runtimeClassWarnings(object),
  generation: 'client',
};

export const runtimeclasses = resource({
  group: 'node.k8s.io',
  resource: 'runtimeclasses',
  kind: 'RuntimeClass',
  namespaced: false,
  storageVersionHash: 'WQTu1GL3T2Q=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: RuntimeClass, setDefaults: setRuntimeClassDefaults }],
  storagePrefix: '/registry/runtimeclasses/',
  strategy,
  columns: runtimeClassColumns,
  selectableFields: metadataOnly,
});
