/**
 * Persistent volume claims: a request for storage. A new claim is pending; dataSource and dataSourceRef mirror each other while they name
 * something in the claim's own namespace.
 */
import { setPersistentVolumeClaimDefaults } from '../../apis/core/v1/defaults.ts';
import type { PersistentVolumeClaim as ClaimObject } from '../../apis/core/v1/objects.gen.ts';
import { PersistentVolumeClaim } from '../../apis/core/v1/types.ts';
import { validateClaim, validateClaimStatus, validateClaimUpdate } from '../../apis/core/validation/volumes/persistent-claims.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { dropCrossNamespaceSource } from '../strategies/pod-features.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { keepStatus, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { claimWarnings } from '../warnings/volumes.ts';
import { persistentVolumeClaimColumns } from './columns.ts';

interface Reference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface ClaimSources {
  dataSource?: Reference;
  dataSourceRef?: Reference;
}

const strategy: Strategy = {
  ...validated<ClaimObject>(validateClaim, validateClaimUpdate),
  metadataRules: ['create', 'update'],
  prepareForCreate: (context, object) => {
    object.status = { phase: 'Pending' };
    dropDisabledSource(context, object, undefined);
    dropForeignSource(object, undefined);
    mirrorDataSources(object);
  },
  prepareForUpdate: (context, object, old) => {
    keepStatus(object, old);
    dropDisabledSource(context, object, old);
    dropForeignSource(object, old);
    mirrorDataSources(object);
  },
  generation: 'client',
  returnDeletedObject: true,
  warningsOnCreate: (_context, object) => claimWarnings(object),
  warningsOnUpdate: (_context, object) => claimWarnings(object),
  resetFields: [['status']],
};

function dropDisabledSource(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  if (context.featureEnabled('CrossNamespaceVolumeDataSource')) return;
  if ((old?.spec as ClaimSources | undefined)?.dataSourceRef === undefined) dropCrossNamespaceSource((object.spec ?? {}) as ClaimSources);
}

/** The old field only ever knew claims and snapshots; anything else in it is ignored, as it was before the new field came. */
function dropForeignSource(object: KubeObject, old: KubeObject | undefined): void {
  const before = old?.spec as ClaimSources | undefined;
  if (before?.dataSource !== undefined || before?.dataSourceRef !== undefined) return;
  const spec = object.spec as ClaimSources | undefined;
  if (spec?.dataSource !== undefined && !isClaimOrSnapshot(spec.dataSource)) delete spec.dataSource;
}

function isClaimOrSnapshot({ apiGroup, kind }: Reference): boolean {
  if (kind === 'PersistentVolumeClaim') return (apiGroup ?? '') === '';
  return kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io';
}

/** A source in another namespace has no old form, so it stays where it is. */
function mirrorDataSources(object: { readonly spec?: unknown }): void {
  const spec = object.spec as ClaimSources | undefined;
  if (spec === undefined || (spec.dataSourceRef?.namespace ?? '') !== '') return;
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource };
  else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined) spec.dataSource = { ...spec.dataSourceRef };
}

export const persistentvolumeclaims = resource({
  group: '',
  resource: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  shortNames: ['pvc'],
  namespaced: true,
  storageVersionHash: 'QWTyNDq0dC4=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: PersistentVolumeClaim, setDefaults: setPersistentVolumeClaimDefaults }],
  storagePrefix: '/registry/persistentvolumeclaims/',
  strategy,
  subresources: { status: statusOf(strategy, { validateUpdate: validatedUpdate<ClaimObject>(validateClaimStatus) }) },
  columns: persistentVolumeClaimColumns,
  selectableFields: metadataOnly,
});
