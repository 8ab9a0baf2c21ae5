/**
 * What a kind takes from somewhere else before it is stored: addresses and ports of services. It is taken before preparation and validation see the
 * object, given back when the write fails, and what the old object no longer needs is given back only when the write has succeeded.
 */
import type { KubeObject } from '../../machinery/object.ts';
import type { Pending } from '../../request/pending.ts';
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

/** The transactions of one write, which may be tried several times: only the last try counts. Kinds that take nothing wait for nothing. */
export class AllocationAttempts {
  readonly #allocation: Allocation | undefined;
  #current: Transaction | undefined;

  /** @param allocation undefined for kinds that take nothing */
  constructor(allocation: Allocation | undefined) {
    this.#allocation = allocation;
  }

  begin(context: StrategyContext, object: KubeObject, old: KubeObject | undefined): Pending {
    const allocation = context.subresource === '' ? this.#allocation : undefined;
    return allocation === undefined ? this.revert() : this.#begin(allocation, context, object, old);
  }

  async #begin(allocation: Allocation, context: StrategyContext, object: KubeObject, old: KubeObject | undefined): Promise<void> {
    await this.revert();
    this.#current = await (old === undefined ? allocation.beginCreate(context, object) : allocation.beginUpdate(context, object, old));
  }

  commit(): Pending {
    const current = this.#current;
    this.#current = undefined;
    return current?.commit();
  }

  revert(): Pending {
    const current = this.#current;
    this.#current = undefined;
    return current?.revert();
  }
}
