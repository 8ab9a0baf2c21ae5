/** Which store holds the cluster: made from the options, opened once. Every backend keeps its own history and forgets it in time. */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { StoreUnavailable } from '../../storage/errors.ts';
import type { EtcdStore, EtcdTls } from '../../storage/etcd/etcd-store.ts';
import type { Store } from '../../storage/interface.ts';
import type { StorageOptions } from '../options.ts';

/** Where all keys begin unless an etcd prefix says otherwise. */
export const DEFAULT_PREFIX = '/registry';

/** As long as upstream waits at the start for etcd to come up. */
const ETCD_PATIENCE_MS = 20_000;

/**
 * Waits for etcd when it is not there yet.
 * @param compactionIntervalMs between compactions of etcd, where replicas agree on who compacts; 0 leaves it to others
 * @throws {StoreUnavailable} and other errors of one line when the store cannot be opened
 */
export async function openStore(options: StorageOptions, compactionIntervalMs: number, clock: Clock, log: Logger): Promise<Store> {
  // Backends are loaded when they are needed: a server on one of them does not pay for the others at start.
  switch (options.backend) {
    case 'memory': {
      const { openMemoryStore } = await import('../../storage/memory/memory-store.ts');
      return openMemoryStore({ clock });
    }
    case 'embedded': {
      const { openEmbeddedStore } = await import('../../storage/embedded/embedded-store.ts');
      return openEmbeddedStore({ folder: options.folder, clock, log });
    }
    case 'etcd3': {
      const { openEtcdStore } = await import('../../storage/etcd/etcd-store.ts');
      const store = await openEtcdStore({
        endpoints: options.servers,
        compactionIntervalMs,
        ...(options.leaseReuseSeconds === undefined ? {} : { leaseReuseSeconds: options.leaseReuseSeconds }),
        ...(options.checkTimeout === undefined ? {} : { checkTimeoutMs: options.checkTimeout }),
        clock,
        log,
        ...(options.caCertificate === undefined && options.client === undefined ? {} : { tls: etcdTls(options) }),
      });
      await untilReached(store, options.servers, clock, log);
      return store;
    }
  }
}

/** @throws {Error} and the store is closed: nobody answered for as long as upstream waits, or etcd refuses us */
async function untilReached(store: EtcdStore, servers: readonly string[], clock: Clock, log: Logger): Promise<void> {
  const started = clock.now();
  // Meanwhile there may be nothing but this wait, and somebody waits for its outcome.
  const release = clock.after(2 * ETCD_PATIENCE_MS, () => {}, true);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await store.check();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (clock.now() - started >= ETCD_PATIENCE_MS) throw new Error(`${error.message} (tried ${servers.join(', ')})`, { cause: error });
        if (attempt === 0) log.warn('Waiting for etcd', { servers: servers.join(','), error: error.message });
      }
    }
  } catch (error) {
    await store.close();
    throw error;
  } finally {
    release();
  }
}

function etcdTls(options: Extract<StorageOptions, { backend: 'etcd3' }>): EtcdTls {
  return {
    ...(options.caCertificate === undefined ? {} : { ca: options.caCertificate }),
    ...(options.client === undefined ? {} : { cert: options.client.certificate, key: options.client.privateKey }),
  };
}

/** The prefix of all keys, without a slash at the end. */
export function keyPrefix(options: StorageOptions): string {
  if (options.backend !== 'etcd3') return DEFAULT_PREFIX;
  const trimmed = options.prefix.replace(/^\/+|(?<!\/)\/+$/g, '');
  return trimmed === '' ? DEFAULT_PREFIX : `/${trimmed}`;
}
