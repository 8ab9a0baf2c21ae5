/**
 * Rules that taint devices, whoever offers them. A taint without a time counts from when its effect was written.
 */
import type { DeviceTaintRule as RuleObject } from '../../apis/resource/v1alpha3/objects.gen.ts';
import { DeviceTaintRule } from '../../apis/resource/v1alpha3/types.ts';
import { DeviceTaintRule as DeviceTaintRuleBeta2 } from '../../apis/resource/v1beta2/types.ts';
import { validateDeviceTaintRule, validateDeviceTaintRuleStatus, validateDeviceTaintRuleUpdate } from '../../apis/resource/validation/taint-rules.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { keepStatus, METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { twin, warningOf } from '../strategies/versions.ts';
import { deviceTaintRuleColumns } from './columns.ts';

interface Taint {
  readonly effect?: string;
  timeAdded?: string | null;
}

function taintOf(object: KubeObject): Taint | undefined {
  return (object.spec as { readonly taint?: Taint } | undefined)?.taint;
}

function setDefaults(context: StrategyContext, object: KubeObject): void {
  const taint = taintOf(object);
  if (taint !== undefined) taint.timeAdded ??= timeText(context.clock.now());
}

const strategy: Strategy = {
  ...validated<RuleObject>(validateDeviceTaintRule, validateDeviceTaintRuleUpdate),
  prepareForCreate: (context, object) => {
    object.status = {};
    setDefaults(context, object);
  },
  prepareForUpdate: (context, object, old) => {
    keepStatus(object, old);
    const taint = taintOf(object);
    const before = taintOf(old);
    // A client that does not speak of the time means the new effect to start now.
    if (taint !== undefined && taint.effect !== before?.effect && taint.timeAdded === before?.timeAdded) delete taint.timeAdded;
    setDefaults(context, object);
  },
  resetFields: statusIsolation.resetFields,
};

export const devicetaintrules = resource({
  group: 'resource.k8s.io',
  resource: 'devicetaintrules',
  kind: 'DeviceTaintRule',
  namespaced: false,
  storageVersionHash: 'DJ3UJ0fj8MI=',
  storageVersion: 'v1alpha3',
  versions: [
    { version: 'v1alpha3', type: DeviceTaintRule, ...warningOf('resource.k8s.io/v1alpha3 DeviceTaintRule', { introduced: 33 }) },
    twin({ group: 'resource.k8s.io', version: 'v1beta2', type: DeviceTaintRuleBeta2, hub: 'v1alpha3', introduced: 36 }),
  ],
  storagePrefix: '/registry/devicetaintrules/',
  strategy,
  subresources: {
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<RuleObject>(validateDeviceTaintRuleStatus),
      keeps: METADATA_KEPT_BY_STATUS,
      resetFields: [['metadata'], ['spec']],
    }),
  },
  columns: deviceTaintRuleColumns,
  selectableFields: metadataOnly,
});
