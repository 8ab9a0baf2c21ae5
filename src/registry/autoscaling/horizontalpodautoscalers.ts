/**
 * Horizontal pod autoscalers: keep a workload's size in step with its metrics. Stored as v2; v1 knows CPU only and carries the rest in annotations.
 */
import { autoscalerToV1, autoscalerToV2 } from '../../apis/autoscaling/conversion.ts';
import { setHorizontalPodAutoscalerDefaults as setAutoscalerV1Defaults } from '../../apis/autoscaling/v1/defaults.ts';
import { HorizontalPodAutoscaler as AutoscalerV1 } from '../../apis/autoscaling/v1/types.ts';
import { setHorizontalPodAutoscalerDefaults as setAutoscalerDefaults } from '../../apis/autoscaling/v2/defaults.ts';
import type { HorizontalPodAutoscaler as AutoscalerObject } from '../../apis/autoscaling/v2/objects.gen.ts';
import { HorizontalPodAutoscaler } from '../../apis/autoscaling/v2/types.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
  validateHorizontalPodAutoscalerUpdate,
} from '../../apis/autoscaling/validation/horizontalpodautoscalers.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../vocabulary/status.ts';
import { validated, validatedUpdate } from '../vocabulary/validation.ts';
import { horizontalPodAutoscalerColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<AutoscalerObject>({ create: validateHorizontalPodAutoscaler, update: validateHorizontalPodAutoscalerUpdate }),
  generation: 'client',
};

export const horizontalpodautoscalers = resource({
  group: 'autoscaling',
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'qwQve8ut294=',
  storageVersion: 'v2',
  versions: [
    { version: 'v2', type: HorizontalPodAutoscaler, setDefaults: setAutoscalerDefaults },
    { version: 'v1', type: AutoscalerV1, setDefaults: setAutoscalerV1Defaults, toHub: autoscalerToV2, fromHub: autoscalerToV1 },
  ],
  storagePrefix: '/registry/horizontalpodautoscalers/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate(validateHorizontalPodAutoscalerStatus) }) },
  columns: horizontalPodAutoscalerColumns,
  selectableFields: metadataOnly,
});
