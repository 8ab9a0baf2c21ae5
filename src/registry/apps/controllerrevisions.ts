/**
 * Controller revisions: snapshots of a template, kept by controllers. Their data is opaque and never changes.
 */
import type { ControllerRevision as ControllerRevisionObject } from '../../apis/apps/v1/objects.gen.ts';
import { ControllerRevision } from '../../apis/apps/v1/types.ts';
import { validateControllerRevision, validateControllerRevisionUpdate } from '../../apis/apps/validation/controllerrevisions.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { controllerRevisionColumns } from './columns.ts';

const strategy: Strategy = {
  ...validated<ControllerRevisionObject>(validateControllerRevision, validateControllerRevisionUpdate),
  metadataRules: ['update', 'create'],
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
