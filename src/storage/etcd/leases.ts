/**
 * Leases for keys with a time to live, shared as upstream shares them: keys that are written within a minute (or a twentieth of their time,
 * whichever is shorter) get the same lease, up to 1,000 keys; a lease lives that much longer, so no key goes too early.
 * (apiserver: storage/etcd3/lease_manager.go)
 */
import type { Clock } from '../../base/clock.ts';

const MAX_KEYS = 1000;
const MAX_SHARE_OF_TIME = 0.05;

interface Lease {
  readonly id: bigint;
  readonly ttlSeconds: number;
  readonly expires: number;
  keys: number;
}

export type GrantLease = (ttlSeconds: number) => Promise<{ readonly id: bigint; readonly ttlSeconds: number }>;

export class Leases {
  readonly #clock: Clock;
  readonly #reuseSeconds: number;
  readonly #grant: GrantLease;
  #latest: Promise<Lease> | undefined;

  constructor(clock: Clock, reuseSeconds: number, grant: GrantLease) {
    this.#clock = clock;
    this.#reuseSeconds = reuseSeconds;
    this.#grant = grant;
  }

  /** A lease that ends about `ttlSeconds` from now. */
  async leaseFor(ttlSeconds: number): Promise<bigint> {
    const shared = Math.min(this.#reuseSeconds, Math.floor(ttlSeconds * MAX_SHARE_OF_TIME));
    const latest = await this.#latest?.catch(() => undefined);
    const now = this.#clock.now() / 1000;
    if (latest !== undefined && latest.keys < MAX_KEYS && now + ttlSeconds <= latest.expires && now + ttlSeconds + shared >= latest.expires) {
      latest.keys++;
      return latest.id;
    }
    const granted = this.#grantNew(ttlSeconds + shared);
    this.#latest = granted;
    const lease = await granted;
    lease.keys++;
    return lease.id;
  }

  /** The lease is gone (etcd was restored, its clock jumped): take a new one. */
  forget(): void {
    this.#latest = undefined;
  }

  async #grantNew(ttlSeconds: number): Promise<Lease> {
    const asked = this.#clock.now() / 1000;
    const { id } = await this.#grant(ttlSeconds);
    return { id, ttlSeconds, expires: asked + ttlSeconds, keys: 0 };
  }
}
