/**
 * Volume attachments: the wish to attach a volume to a node, and whether it is.
 */
import { setVolumeAttachmentDefaults } from '../../apis/storage/v1/defaults.ts';
import type { VolumeAttachment as VolumeAttachmentObject } from '../../apis/storage/v1/objects.gen.ts';
import { VolumeAttachment } from '../../apis/storage/v1/types.ts';
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from '../../apis/storage/validation/csi.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { METADATA_KEPT_BY_STATUS, statusIsolation, statusOf } from '../strategies/status.ts';
import { validated } from '../strategies/validation.ts';
import { volumeAttachmentColumns } from './columns.ts';

const strategy: Strategy = {
  ...statusIsolation,
  ...validated<VolumeAttachmentObject>(validateVolumeAttachment, validateVolumeAttachmentUpdate),
  allowUnconditionalUpdate: false,
  generation: 'client',
  returnDeletedObject: true,
};

export const volumeattachments = resource({
  group: 'storage.k8s.io',
  resource: 'volumeattachments',
  kind: 'VolumeAttachment',
  namespaced: false,
  storageVersionHash: 'tJx/ezt6UDU=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: VolumeAttachment, setDefaults: setVolumeAttachmentDefaults }],
  storagePrefix: '/registry/volumeattachments/',
  strategy,
  subresources: { status: statusOf(strategy, { keeps: METADATA_KEPT_BY_STATUS, resetFields: [['metadata'], ['spec']] }) },
  columns: volumeAttachmentColumns,
  selectableFields: metadataOnly,
});
