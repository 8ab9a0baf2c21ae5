/**
 * Controller revisions: snapshots of a template, kept by controllers. Their data is opaque and never changes.
 */
import { ControllerRevision } from '../../apis/apps/v1/types.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../vocabulary/selectable.ts';
import { controllerRevisionColumns } from './columns.ts';

const strategy: Strategy = {
  generation: 'client',
};

export const controllerrevisions = resource({
  group: 'apps',
  resource: 'controllerrevisions',
  kind: 'ControllerRevision',
  namespaced: true,
  storageVersionHash: '85nkx63pcBU=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: ControllerRevision }],
  storagePrefix: '/registry/controllerrevisions/',
  strategy,
  columns: controllerRevisionColumns,
  selectableFields: metadataOnly,
});
