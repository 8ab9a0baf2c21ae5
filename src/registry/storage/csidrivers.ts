/**
 * CSI drivers: how a volume plugin wants to be called. What was chosen at creation mostly stays; the generation counts changes of the rest.
 */
import { setCSIDriverDefaults } from '../../apis/storage/v1/defaults.ts';
import type { CSIDriver as CSIDriverObject } from '../../apis/storage/v1/objects.gen.ts';
import { CSIDriver } from '../../apis/storage/v1/types.ts';
import { validateCSIDriver, validateCSIDriverUpdate } from '../../apis/storage/validation/csi.ts';
import { equal } from '../../machinery/clone.ts';
import { successor } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { csiDriverColumns } from './columns.ts';

interface DriverSpec {
  readonly tokenRequests?: readonly unknown[] | null;
  readonly serviceAccountTokenInSecrets?: boolean;
  preventPodSchedulingIfMissing?: boolean;
}

const strategy: Strategy = {
  ...validated<CSIDriverObject>(validateCSIDriver, validateCSIDriverUpdate),
  prepareForCreate: (context, object) => dropDisabledFields(context, object, undefined),
  prepareForUpdate: (context, object, old) => {
    dropDisabledFields(context, object, old);
    // The count starts with the first change: new drivers have none.
    if (!equal(object.spec, old.spec)) object.metadata.generation = successor(old.metadata.generation ?? 0);
  },
  warningsOnCreate: (_context, object) => tokenWarning(object),
  warningsOnUpdate: (_context, object) => tokenWarning(object),
  allowUnconditionalUpdate: false,
  generation: 'client',
  returnDeletedObject: true,
};

/** Tokens in volume attributes have turned up in logs. */
function tokenWarning(object: KubeObject): readonly string[] {
  const spec = (object.spec ?? {}) as DriverSpec;
  if ((spec.tokenRequests?.length ?? 0) === 0 || spec.serviceAccountTokenInSecrets !== undefined) return [];
  return [
    'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
  ];
}

function dropDisabledFields(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  if (context.featureEnabled('VolumeLimitScaling')) return;
  const spec = object.spec as DriverSpec | undefined;
  if ((old?.spec as DriverSpec | undefined)?.preventPodSchedulingIfMissing === undefined) delete spec?.preventPodSchedulingIfMissing;
}

export const csidrivers = resource({
  group: 'storage.k8s.io',
  resource: 'csidrivers',
  kind: 'CSIDriver',
  namespaced: false,
  storageVersionHash: 'hL6j/rwBV5w=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CSIDriver, setDefaults: setCSIDriverDefaults }],
  storagePrefix: '/registry/csidrivers/',
  strategy,
  columns: csiDriverColumns,
  selectableFields: metadataOnly,
});
