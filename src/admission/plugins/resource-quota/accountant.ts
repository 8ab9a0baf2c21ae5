/**
 * Keeps the books of quotas: requests of one namespace are charged in batches, one batch after the other, and what they use is written with a
 * compare-and-swap on the quota's status. Other replicas do the same, so that together they never exceed a limit: whoever loses a race looks
 * again. Nothing here ever lowers what is used; that is the quota controller's work.
 */
import { ApiError } from '../../../machinery/status.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { chargeRequest, type LimitedResource, type QuotaState } from './check.ts';
import type { QuotaEvaluator } from './evaluator.ts';
import type { ReadonlyUsage } from './usage.ts';

/** How often a batch looks again after it lost a race. */
const MAX_ATTEMPTS = 10;

export interface QuotaBooks {
  /** The quotas of a namespace, sorted by name; `fresh`: beyond what a cache knows. */
  read(namespace: string, fresh: boolean): Promise<readonly QuotaState[]>;
  /** Writes status.used. @throws {ApiError} 409 when the quota is not at the state's version any more */
  write(namespace: string, quota: QuotaState): Promise<void>;
}

interface Waiter {
  readonly attributes: AdmissionAttributes;
  readonly evaluator: QuotaEvaluator;
  /** Undefined: admitted. */
  readonly settle: (refusal?: unknown) => void;
}

export class QuotaAccountant {
  readonly #books: QuotaBooks;
  readonly #limited: readonly LimitedResource[];
  /** Requests that came while their namespace's batch was at work; present while one is. */
  readonly #waiting = new Map<string, Waiter[]>();

  constructor(books: QuotaBooks, limited: readonly LimitedResource[]) {
    this.#books = books;
    this.#limited = limited;
  }

  /** @throws {ApiError} 403 when a quota refuses */
  charge(attributes: AdmissionAttributes, evaluator: QuotaEvaluator): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (refusal?: unknown): void => (refusal === undefined ? resolve() : reject(refusal));
      const waiter: Waiter = { attributes, evaluator, settle };
      const queue = this.#waiting.get(attributes.namespace);
      if (queue !== undefined) {
        queue.push(waiter);
        return;
      }
      this.#waiting.set(attributes.namespace, [waiter]);
      void this.#work(attributes.namespace);
    });
  }

  async #work(namespace: string): Promise<void> {
    for (;;) {
      const batch = this.#waiting.get(namespace) ?? [];
      if (batch.length === 0) break;
      this.#waiting.set(namespace, []);
      try {
        await this.#chargeBatch(namespace, batch);
      } catch (error) {
        for (const waiter of batch) waiter.settle(error);
      }
    }
    this.#waiting.delete(namespace);
  }

  async #chargeBatch(namespace: string, batch: readonly Waiter[]): Promise<void> {
    let open = batch;
    /** After a lost race only the quotas that lost it are charged: the others have been. */
    let names: ReadonlySet<string> | undefined;
    for (let attempt = 1; ; attempt++) {
      const all = await this.#books.read(namespace, attempt > 1);
      const before = names === undefined ? all : all.filter((each) => names?.has(each.name));
      const { after, charged } = this.#plan(before, open);
      if (charged.length === 0) return;
      const failed = await this.#writeAll(namespace, before, after);
      if (failed.size === 0) {
        for (const waiter of charged) waiter.settle();
        return;
      }
      const conflict = [...failed.values()].every((error) => error instanceof ApiError && error.reason === 'Conflict');
      if (!conflict || attempt === MAX_ATTEMPTS) {
        for (const waiter of charged) waiter.settle([...failed.values()][0]);
        return;
      }
      open = charged;
      names = new Set(failed.keys());
    }
  }

  /** Charges one request after the other; those that change nothing or are refused are settled here. */
  #plan(before: readonly QuotaState[], open: readonly Waiter[]): { readonly after: readonly QuotaState[]; readonly charged: readonly Waiter[] } {
    let after = before;
    const charged: Waiter[] = [];
    for (const waiter of open) {
      try {
        const next = chargeRequest(after, waiter.attributes, waiter.evaluator, this.#limited);
        if (waiter.attributes.dryRun || next.every((each, i) => sameUsage(each.used, (after[i] as QuotaState).used))) waiter.settle();
        else {
          after = next;
          charged.push(waiter);
        }
      } catch (error) {
        waiter.settle(error);
      }
    }
    return { after, charged };
  }

  async #writeAll(namespace: string, before: readonly QuotaState[], after: readonly QuotaState[]): Promise<Map<string, unknown>> {
    const failed = new Map<string, unknown>();
    for (const [i, quota] of after.entries()) {
      if (sameUsage(quota.used, (before[i] as QuotaState).used)) continue;
      try {
        await this.#books.write(namespace, quota);
      } catch (error) {
        failed.set(quota.name, error);
      }
    }
    return failed;
  }
}

function sameUsage(a: ReadonlyUsage, b: ReadonlyUsage): boolean {
  return a === b || (a.size === b.size && [...a].every(([name, amount]) => b.get(name)?.cmp(amount) === 0));
}
