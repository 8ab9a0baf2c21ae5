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
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { horizontalPodAutoscalerColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  prepareForCreate: (context, object) => {
    statusIsolation.prepareForCreate(context, object);
    dropTolerances(context, object, undefined);
  },
  prepareForUpdate: (context, object, old) => {
    statusIsolation.prepareForUpdate(context, object, old);
    dropTolerances(context, object, old);
  },
  ...validated<AutoscalerObject>(validateHorizontalPodAutoscaler, validateHorizontalPodAutoscalerUpdate),
  generation: 'client',
};

interface ScalingRules {
  tolerance?: string;
}

function scalingRules(object: KubeObject | undefined): readonly ScalingRules[] {
  const { behavior } = (object?.spec ?? {}) as { readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules } };
  return [behavior?.scaleUp, behavior?.scaleDown].filter((each) => each !== undefined);
}

/** Tolerances belong to a feature (KEP-4951): while it is off they are dropped, unless the stored object has one. */
function dropTolerances(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  if (context.featureEnabled('HPAConfigurableTolerance') || scalingRules(old).some((each) => each.tolerance !== undefined)) return;
  for (const rules of scalingRules(object)) delete rules.tolerance;
}

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
