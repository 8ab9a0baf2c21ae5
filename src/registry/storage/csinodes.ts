/**
 * CSI nodes: which drivers run on a node.
 */
import type { CSINode as CSINodeObject } from '../../apis/storage/v1/objects.gen.ts';
import { CSINode } from '../../apis/storage/v1/types.ts';
import { validateCSINode, validateCSINodeUpdate } from '../../apis/storage/validation/csi.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { csiNodeColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<CSINodeObject>(validateCSINode, validateCSINodeUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
  returnDeletedObject: true,
};

export const csinodes = resource({
  group: 'storage.k8s.io',
  resource: 'csinodes',
  kind: 'CSINode',
  namespaced: false,
  storageVersionHash: 'Pe62DkZtjuo=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CSINode }],
  storagePrefix: '/registry/csinodes/',
  strategy,
  columns: csiNodeColumns,
  selectableFields: metadataOnly,
});
