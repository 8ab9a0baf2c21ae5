/**
 * Resource slices: devices that a driver offers. A taint without a time counts from when it was written.
 */
import { sliceFromBeta1, sliceToBeta1 } from '../../apis/resource/conversion.ts';
import type { ResourceSlice as SliceObject } from '../../apis/resource/v1/objects.gen.ts';
import { ResourceSlice } from '../../apis/resource/v1/types.ts';
import { ResourceSlice as ResourceSliceBeta1 } from '../../apis/resource/v1beta1/types.ts';
import { ResourceSlice as ResourceSliceBeta2 } from '../../apis/resource/v1beta2/types.ts';
import { validateResourceSlice, validateResourceSliceUpdate } from '../../apis/resource/validation/slices.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time.ts';
import { resource, type Strategy, type StrategyContext } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { twin } from '../strategies/versions.ts';
import { resourceSliceColumns } from './columns.ts';

interface Attribute {
  ints?: unknown;
  bools?: unknown;
  strings?: unknown;
  versions?: unknown;
}

interface Device {
  readonly attributes?: { readonly [name: string]: Attribute } | null;
  readonly taints?: readonly { timeAdded?: string | null }[] | null;
  nodeAllocatableResourceMappings?: unknown;
}

const strategy: Strategy = {
  ...validated<SliceObject>(validateResourceSlice, validateResourceSliceUpdate),
  prepareForCreate: (context, object) => prepare(context, object, undefined),
  prepareForUpdate: (context, object, old) => prepare(context, object, old),
  returnDeletedObject: true,
};

function devicesOf(object: KubeObject | undefined): readonly Device[] {
  return (object?.spec as { readonly devices?: readonly Device[] | null } | undefined)?.devices ?? [];
}

function prepare(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): void {
  const now = timeText(context.clock.now());
  for (const device of devicesOf(object)) for (const taint of device.taints ?? []) taint.timeAdded ??= now;
  if (!context.featureEnabled('DRAListTypeAttributes') && !devicesOf(old).some(hasLists)) devicesOf(object).forEach(dropLists);
  if (context.featureEnabled('DRANodeAllocatableResources')) return;
  if (devicesOf(old).some((each) => each.nodeAllocatableResourceMappings !== undefined)) return;
  for (const device of devicesOf(object)) delete device.nodeAllocatableResourceMappings;
}

const LISTS = ['ints', 'bools', 'strings', 'versions'] as const;

function hasLists(device: Device): boolean {
  return Object.values(device.attributes ?? {}).some((each) => LISTS.some((list) => each[list] !== undefined));
}

function dropLists(device: Device): void {
  for (const attribute of Object.values(device.attributes ?? {})) for (const list of LISTS) delete attribute[list];
}

export const resourceslices = resource({
  group: 'resource.k8s.io',
  resource: 'resourceslices',
  kind: 'ResourceSlice',
  namespaced: false,
  storageVersionHash: 'KsC072WgaEY=',
  storageVersion: 'v1',
  versions: [
    { version: 'v1', type: ResourceSlice },
    twin({ group: 'resource.k8s.io', version: 'v1beta2', type: ResourceSliceBeta2, hub: 'v1', introduced: 33 }),
    twin({
      group: 'resource.k8s.io',
      version: 'v1beta1',
      type: ResourceSliceBeta1,
      hub: 'v1',
      toHub: sliceFromBeta1,
      fromHub: sliceToBeta1,
      introduced: 32,
    }),
  ],
  storagePrefix: '/registry/resourceslices/',
  strategy,
  columns: resourceSliceColumns,
  selectableFields: selectable(
    { 'spec.nodeName': textAt(['spec', 'nodeName']), 'spec.driver': textAt(['spec', 'driver']) },
    { namespaceSelectable: false, refusal: (label) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${label}` },
  ),
});
