/**
 * Leader election by a Lease: of several servers on one store one runs the controllers. The rules are client-go's (tools/leaderelection): whoever
 * holds the lease renews it every two seconds; the others take it when it has not changed for its duration as they measure it by their own clock, so
 * that clocks need not agree; a leader that cannot renew for ten seconds steps down before the others move in.
 */
import type { Lease } from '../../apis/coordination/v1/objects.gen.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { formatMicroTime } from '../../machinery/time.ts';

type LeaseSpec = NonNullable<Lease['spec']>;

/** Where the lease lies. */
export interface LeaseLock {
  /** As it is in the store now. */
  get(): Promise<KubeObject | undefined>;
  /** @throws {ApiError} AlreadyExists when somebody was faster */
  create(spec: LeaseSpec): Promise<KubeObject>;
  /** @throws {ApiError} Conflict when it changed meanwhile */
  update(lease: KubeObject, spec: LeaseSpec): Promise<KubeObject>;
}

export interface ElectionOptions {
  readonly lock: LeaseLock;
  /** Unique among all candidates. */
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly started: () => void;
  /** Called when leadership is lost or given up, before the lease is let go; nothing may be under way when it resolves. */
  readonly stopped: () => Promise<void>;
  readonly times?: LeaderElectionTimes | undefined;
}

/** Milliseconds; each greater than the next. */
export interface LeaderElectionTimes {
  /** How long others wait for a leader that says nothing. */
  readonly leaseDuration: number;
  /** How long a leader tries to stay one. */
  readonly renewDeadline: number;
  /** How often leadership is renewed and tried for. */
  readonly retryPeriod: number;
}

/** client-go's. */
export const DEFAULT_TIMES: LeaderElectionTimes = { leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2_000 };
/** By how much, at most, tries come later than the period says. */
export const RETRY_JITTER = 1.2;

export class Election {
  readonly #options: ElectionOptions;
  readonly #duration: number;
  readonly #deadline: number;
  readonly #period: number;
  #observed: KubeObject | undefined;
  /** When the lease was last seen to change. */
  #observedAt = 0;
  #leading = false;
  #lastRenewed = 0;
  #closed = false;
  #wake: () => void = () => {};
  /** Waits no longer for an answer. */
  #giveUp: () => void = () => {};
  readonly #over: Promise<void>;

  constructor(options: ElectionOptions) {
    this.#options = options;
    const { leaseDuration, renewDeadline, retryPeriod } = options.times ?? DEFAULT_TIMES;
    this.#duration = leaseDuration;
    this.#deadline = renewDeadline;
    this.#period = retryPeriod;
    this.#over = this.#run();
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** Who held the lease when it was last looked at; '' nobody. */
  get leader(): string {
    return specOf(this.#observed).holderIdentity ?? '';
  }

  /** Lets the lease go, so that another one need not wait until it is over. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#giveUp();
    this.#wake();
    await this.#over;
  }

  async #run(): Promise<void> {
    const { log, identity, started } = this.#options;
    while (!this.#closed) {
      const got = await this.#tryAcquireOrRenew();
      if (got) {
        this.#lastRenewed = this.#options.clock.now();
        if (!this.#leading && !this.#closed) {
          this.#leading = true;
          log.info('Successfully acquired lease', { identity });
          started();
        }
      } else if (this.#leading && this.#mustStepDown()) {
        log.error('Failed to renew lease, stepping down', undefined, { identity, leader: this.leader });
        await this.#stepDown();
      }
      if (!this.#closed) await this.#pause(this.#leading ? this.#period : this.#period * (1 + RETRY_JITTER * this.#options.random()));
    }
    if (this.#leading) {
      await this.#stepDown();
      await this.#release();
    }
  }

  /** Somebody else has it, or nobody could be asked for too long. */
  #mustStepDown(): boolean {
    const { clock, identity } = this.#options;
    return this.leader !== identity || clock.now() - this.#lastRenewed >= this.#deadline - this.#period;
  }

  async #stepDown(): Promise<void> {
    this.#leading = false;
    await this.#options.stopped();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  async #tryAcquireOrRenew(): Promise<boolean> {
    const { log } = this.#options;
    try {
      return await this.#within(this.#deadline - this.#period, this.#leading ? this.#renew() : this.#acquire());
    } catch (error) {
      if (this.#closed) return false;
      if (error instanceof ApiError && error.code === 409) log.info('Somebody else took the lease', { leader: this.leader }, 4);
      else log.error('Error retrieving or updating lease', error);
      return false;
    }
  }

  /** A store that does not answer must not keep a leader in office. */
  #within(ms: number, attempt: Promise<boolean>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#giveUp = () => reject(new Error('context deadline exceeded'));
      const cancel = this.#options.clock.after(ms, this.#giveUp);
      attempt.then(resolve, reject).finally(cancel);
    });
  }

  /** The lease is most likely as we left it, so one write does. */
  async #renew(): Promise<boolean> {
    const { lock } = this.#options;
    const observed = this.#observed;
    if (observed === undefined) return this.#acquire();
    try {
      this.#observe(await lock.update(observed, this.#specFrom(observed)));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError && (error.code === 409 || error.code === 404))) throw error;
      return this.#acquire();
    }
  }

  async #acquire(): Promise<boolean> {
    const { lock, clock, identity } = this.#options;
    const lease = await lock.get();
    if (lease === undefined) {
      this.#observe(await lock.create(this.#specFrom(undefined)));
      return true;
    }
    if (lease.metadata.resourceVersion !== this.#observed?.metadata.resourceVersion) this.#observe(lease);
    const { holderIdentity = '', leaseDurationSeconds = 0 } = specOf(lease);
    const valid = this.#observedAt + leaseDurationSeconds * 1000 > clock.now();
    if (holderIdentity !== '' && holderIdentity !== identity && valid) return false;
    this.#observe(await lock.update(lease, this.#specFrom(lease)));
    return true;
  }

  #observe(lease: KubeObject): void {
    this.#observed = lease;
    this.#observedAt = this.#options.clock.now();
  }

  #specFrom(lease: KubeObject | undefined): LeaseSpec {
    const { clock, identity } = this.#options;
    const now = formatMicroTime(clock.now());
    const { holderIdentity, acquireTime, leaseTransitions } = specOf(lease);
    const held = holderIdentity === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.round(this.#duration / 1000),
      acquireTime: held ? (acquireTime ?? now) : now,
      renewTime: now,
      leaseTransitions: Number(leaseTransitions ?? 0) + (held || lease === undefined ? 0 : 1),
    };
  }

  async #release(): Promise<void> {
    const { lock, clock, log } = this.#options;
    const observed = this.#observed;
    if (observed === undefined) return;
    const now = formatMicroTime(clock.now());
    const leaseTransitions = Number(specOf(observed).leaseTransitions ?? 0);
    const spec: LeaseSpec = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions };
    try {
      await this.#within(
        this.#period,
        lock.update(observed, spec).then(() => true),
      );
    } catch (error) {
      log.error('Failed to release lease', error);
    }
  }
}

function specOf(lease: KubeObject | undefined): LeaseSpec {
  return (lease?.spec ?? {}) as LeaseSpec;
}
