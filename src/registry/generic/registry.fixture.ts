/** A registry over the memory store, for tests: config maps whose rules a test may bend, and a clock that stands still until it is moved. */
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { silentLogger } from '../../base/log.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { openMemoryStore } from '../../storage/memory/memory-store.ts';
import { openResourceStorage } from '../../storage/resource/open-storage.ts';
import type { UpdateResult } from '../../storage/resource-storage.ts';
import { strategyContext } from './context.fixture.ts';
import { type ResourceDeclaration, resource, type Strategy, type StrategyContext } from './declaration.ts';
import type { DeleteResult } from './delete.ts';
import type { DeletionOptions } from './requests.ts';
import { RegistryStore, type RegistryStoreOptions } from './store.ts';

export interface ToyRegistry {
  readonly store: RegistryStore;
  readonly context: StrategyContext;
  readonly warnings: string[];
  /** Milliseconds since the epoch. */
  now: number;
  create(metadata: KubeObject['metadata'], rest?: { readonly [field: string]: unknown }, dryRun?: boolean): Promise<KubeObject>;
  update(name: string, change: (object: KubeObject) => void, options?: { readonly uid?: string; readonly dryRun?: boolean }): Promise<UpdateResult>;
  delete(name: string, options?: DeletionOptions, dryRun?: boolean): Promise<DeleteResult>;
  read(name: string): Promise<KubeObject | undefined>;
  close(): Promise<void>;
}

/** Config maps under the rules of a test. */
export function toyDeclaration(strategy: Strategy): ResourceDeclaration {
  return resource({
    group: '',
    resource: 'configmaps',
    kind: 'ConfigMap',
    namespaced: true,
    storageVersionHash: null,
    storageVersion: 'v1',
    versions: [{ version: 'v1', type: ConfigMap }],
    storagePrefix: '/registry/configmaps/',
    strategy,
    columns: { columns: [], row: () => ({ cells: [] }) },
    selectableFields: { values: {}, refusal: (label) => label },
  });
}

export async function toyRegistry(
  strategy: Strategy = { generation: 'client' },
  options: Pick<RegistryStoreOptions, 'garbageCollection' | 'deleteCollectionWorkers'> = {},
): Promise<ToyRegistry> {
  const clock = { now: () => toy.now, after: () => () => {} };
  const declaration = toyDeclaration(strategy);
  const backend = openMemoryStore({ clock });
  const storage = openResourceStorage({ store: backend, declaration, clock, log: silentLogger });
  const store = new RegistryStore({ declaration, storage, clock, ...options });
  const warnings: string[] = [];
  const context = strategyContext({ clock, warn: (text) => void warnings.push(text) });
  const admit = async (): Promise<void> => {};
  const toy: ToyRegistry = {
    store,
    context,
    warnings,
    now: Date.UTC(2026, 0, 1),
    async create(metadata, rest = {}, dryRun = false) {
      const object: KubeObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { ...metadata }, ...rest };
      return (await store.create({ context: { ...context, dryRun }, object, admit })).object();
    },
    update(name, change, { uid, dryRun = false } = {}) {
      return store.update({
        context: { ...context, dryRun },
        name,
        strategy: declaration.strategy,
        ...(uid === undefined ? {} : { preconditions: { uid } }),
        async transform(current) {
          const old = current?.object() ?? { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name } };
          const object: KubeObject = { ...old, metadata: { ...old.metadata } };
          change(object);
          return object;
        },
        admitCreate: admit,
        admitUpdate: admit,
      });
    },
    delete: (name, options = {}, dryRun = false) => store.delete({ context: { ...context, dryRun }, name, options, admit }),
    read: async (name) => (await storage.get(store.keyOf('ns', name), ''))?.object(),
    async close() {
      await storage.close();
      await backend.close();
    },
  };
  await storage.ready();
  return toy;
}

/** What a refusal says; fails when there is none. */
export async function refusal(action: Promise<unknown>): Promise<ApiError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
