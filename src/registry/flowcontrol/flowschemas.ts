/**
 * Flow schemas: which requests belong to which priority level.
 */
import { setFlowSchemaDefaults } from '../../apis/flowcontrol/v1/defaults.ts';
import type { FlowSchema as FlowSchemaObject } from '../../apis/flowcontrol/v1/objects.gen.ts';
import { FlowSchema } from '../../apis/flowcontrol/v1/types.ts';
import { validateFlowSchema } from '../../apis/flowcontrol/validation/flowschemas.ts';
import { validateFlowStatus } from '../../apis/flowcontrol/validation/status.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { flowSchemaColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<FlowSchemaObject>(validateFlowSchema),
};

export const flowschemas = resource({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'flowschemas',
  kind: 'FlowSchema',
  namespaced: false,
  storageVersionHash: 'GJVAJZSZBIw=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: FlowSchema, setDefaults: setFlowSchemaDefaults }],
  storagePrefix: '/registry/flowschemas/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<FlowSchemaObject>(validateFlowStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: flowSchemaColumns,
  selectableFields: metadataOnly,
});
