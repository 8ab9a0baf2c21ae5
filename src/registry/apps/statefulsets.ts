/**
 * Stateful sets: pods with stable names and storage.
 */
import { setStatefulSetDefaults } from '../../apis/apps/v1/defaults.ts';
import type { StatefulSet as StatefulSetObject } from '../../apis/apps/v1/objects.gen.ts';
import { StatefulSet } from '../../apis/apps/v1/types.ts';
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from '../../apis/apps/validation/statefulsets.ts';
import { FieldPath } from '../../machinery/field-errors.ts';
import { nameIsDns1123Label } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { scaleOf } from '../strategies/scale.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { claimSpecWarnings, type ResourceRequirements } from '../warnings/fractions.ts';
import { statefulSetColumns } from './columns.ts';

const rules = workload();

const strategy: Strategy = {
  ...rules,
  validateName: nameIsDns1123Label,
  ...validated<StatefulSetObject>(validateStatefulSet, validateStatefulSetUpdate),
  prepareForCreate: (context, object) => {
    rules.prepareForCreate(context, object);
    dropMaxUnavailable(context, object, undefined);
  },
  prepareForUpdate: (context, object, old) => {
    rules.prepareForUpdate(context, object, old);
    dropMaxUnavailable(context, object, old);
  },
  warningsOnCreate: (context, object) => [...rules.warningsOnCreate(context, object), ...ownWarnings(object, [])],
  warningsOnUpdate: (context, object, old) => [...rules.warningsOnUpdate(context, object, old), ...ownWarnings(object, ['Spec'])],
};

interface WarnedSpec {
  readonly revisionHistoryLimit?: number;
  readonly volumeClaimTemplates?: readonly { readonly spec?: { readonly resources?: ResourceRequirements } }[] | null;
}

/** @param inClaim what upstream puts between a claim and its fields, which is never what stands there */
function ownWarnings(object: KubeObject, inClaim: readonly string[]): readonly string[] {
  const { volumeClaimTemplates, revisionHistoryLimit = 0 } = (object.spec ?? {}) as WarnedSpec;
  const at = FieldPath.root('spec').child('volumeClaimTemplates');
  const ofClaims = (volumeClaimTemplates ?? []).flatMap(({ spec }, i) => claimSpecWarnings(spec, at.index(i).child(...inClaim)));
  const ofHistory = 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
  return revisionHistoryLimit < 0 ? [...ofClaims, ofHistory] : ofClaims;
}

interface RollingUpdate {
  maxUnavailable?: number | string;
}

function rollingUpdate(object: KubeObject | undefined): RollingUpdate | undefined {
  return (object?.spec as { readonly updateStrategy?: { readonly rollingUpdate?: RollingUpdate } } | undefined)?.updateStrategy?.rollingUpdate;
}

function dropMaxUnavailable(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  const update = rollingUpdate(object);
  if (update?.maxUnavailable === undefined || context.featureEnabled('MaxUnavailableStatefulSet')) return;
  if (rollingUpdate(old)?.maxUnavailable === undefined) delete update.maxUnavailable;
}

export const statefulsets = resource({
  group: 'apps',
  resource: 'statefulsets',
  kind: 'StatefulSet',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'H+vl74LkKdo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: StatefulSet, setDefaults: setStatefulSetDefaults }],
  storagePrefix: '/registry/statefulsets/',
  strategy,
  subresources: { scale: scaleOf(strategy), status: statusOf(strategy, { validateUpdate: validatedUpdate(validateStatefulSetStatus) }) },
  columns: statefulSetColumns,
  selectableFields: metadataOnly,
});
