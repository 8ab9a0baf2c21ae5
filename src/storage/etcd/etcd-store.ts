import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { Store } from '../interface.ts';

export interface EtcdTls {
  /** PEM. */
  readonly ca?: string | Uint8Array;
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
}

export interface EtcdStoreOptions {
  /** `http://host:port` or `https://host:port`. */
  readonly endpoints: readonly string[];
  readonly tls?: EtcdTls;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long leases are shared, seconds (--lease-reuse-duration-seconds). */
  readonly leaseReuseSeconds?: number;
  /** Milliseconds between compactions (--etcd-compaction-interval); 0: never. */
  readonly compactionIntervalMs?: number;
}

export async function openEtcdStore(_options: EtcdStoreOptions): Promise<Store> {
  throw new Error('not there yet');
}
