/** Where the bits of node ports are kept, on a memory store of its own or a given one. */
import { RangeAllocation } from '../../../../apis/core/v1/types.ts';
import type { Clock } from '../../../../base/clock.ts';
import { silentLogger } from '../../../../base/log.ts';
import type { Store } from '../../../../storage/interface.ts';
import { openResourceStorage } from '../../../../storage/resource/open-storage.ts';
import type { ResourceStorage } from '../../../../storage/resource-storage.ts';

export function openRangeStorage(store: Store, clock: Clock): ResourceStorage {
  return openResourceStorage({
    store,
    clock,
    log: silentLogger,
    declaration: {
      group: '',
      resource: 'rangeallocations',
      kind: 'RangeAllocation',
      namespaced: false,
      storageVersion: 'v1',
      versions: [{ version: 'v1', type: RangeAllocation }],
      storagePrefix: '/registry/ranges/',
      watchCache: false,
      selectableFields: { values: {} },
    },
  });
}
