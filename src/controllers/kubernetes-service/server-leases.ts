/**
 * Which API servers are alive: each keeps a key `masterleases/<its address>` in the store that goes by itself when it is not renewed. The value is
 * an Endpoints object with the address, as upstream's servers write it, so that both kinds can serve one cluster side by side.
 */
import { successor } from '../../machinery/int64.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { ResourceStorage } from '../../storage/resource-storage.ts';

/** How long a server counts as alive after its last renewal. */
const LEASE_SECONDS = 15;

export class ServerLeases {
  readonly #storage: ResourceStorage;
  readonly #prefix: string;

  /** @param prefix of the keys, "/registry/masterleases/" */
  constructor(storage: ResourceStorage, prefix: string) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  /** The addresses of all servers that are alive. */
  async list(): Promise<readonly string[]> {
    const entries = await everyEntry(this.#storage, '', '');
    return entries.flatMap((entry) => addressesOf(entry.object()));
  }

  async renew(address: string): Promise<void> {
    await this.#storage.update(this.#prefix + address, {
      dryRun: false,
      transform: async (current) => {
        const old = current?.object() ?? { kind: 'Endpoints', apiVersion: 'v1', metadata: {} };
        // The time to live counts from a write, and a write takes a difference.
        const metadata = { ...old.metadata, generation: successor(old.metadata.generation ?? 0) };
        return { action: 'write', object: { ...old, metadata, subsets: [{ addresses: [{ ip: address }] }] }, ttlSeconds: LEASE_SECONDS };
      },
    });
  }

  /** Whether there was one. */
  async remove(address: string): Promise<boolean> {
    try {
      await this.#storage.update(this.#prefix + address, {
        dryRun: false,
        transform: async (current) => (current === undefined ? { action: 'none' } : { action: 'delete', object: current.object() }),
      });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound') return false;
      throw error;
    }
  }
}

function addressesOf(object: KubeObject): readonly string[] {
  const [subset] = (object.subsets ?? []) as readonly { readonly addresses?: readonly { readonly ip?: string }[] }[];
  return (subset?.addresses ?? []).slice(0, 2).flatMap(({ ip = '' }) => (ip === '' ? [] : [ip]));
}
