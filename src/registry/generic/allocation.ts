/**
 * What a kind takes from somewhere else before it is stored: addresses and ports of services. It is taken before preparation and validation see the
 * object, given back when the write fails, and what the old object no longer needs is given back only when the write has succeeded.
 */
import type { KubeObject } from '../../machinery/object.ts';
import type { StrategyContext } from './declaration.ts';

/** Exactly one of the two is called, once. Neither throws: what could not be given back is found by the next repair. */
export interface Transaction {
  commit(): Promise<void>;
  revert(): Promise<void>;
}

export interface Allocation {
  /** Fills in what the client left to the server. @throws {ApiError} when something is taken or nothing is left; nothing is kept then */
  beginCreate(context: StrategyContext, object: KubeObject): Promise<Transaction>;
  beginUpdate(context: StrategyContext, object: KubeObject, old: KubeObject): Promise<Transaction>;
  /** Gives back everything that an object held that is gone. */
  afterDelete(object: KubeObject): Promise<void>;
}

const NOTHING: Transaction = { commit: async () => {}, revert: async () => {} };

/** The transactions of one write, which may be tried several times: only the last try counts. */
export class AllocationAttempts {
  readonly #allocation: Allocation | undefined;
  #current: Transaction = NOTHING;

  /** @param allocation undefined for kinds that take nothing */
  constructor(allocation: Allocation | undefined) {
    this.#allocation = allocation;
  }

  async begin(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): Promise<void> {
    await this.revert();
    if (this.#allocation === undefined || context.subresource !== '') return;
    this.#current = await (old === undefined ? this.#allocation.beginCreate(context, object) : this.#allocation.beginUpdate(context, object, old));
  }

  async commit(): Promise<void> {
    const current = this.#current;
    this.#current = NOTHING;
    await current.commit();
  }

  async revert(): Promise<void> {
    const current = this.#current;
    this.#current = NOTHING;
    await current.revert();
  }
}
