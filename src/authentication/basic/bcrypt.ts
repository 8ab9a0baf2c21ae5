/** Compares passwords with bcrypt hashes off the event loop, one after the other; few may wait, because guessing passwords must not become cheap. */
import type { Worker } from 'node:worker_threads';
import type { Verdict } from './bcrypt-thread.ts';

const MAX_WAITING = 64;

export class BcryptComparer {
  readonly #waiting = new Map<number, (isSame: boolean) => void>();
  #worker: Promise<Worker> | undefined;
  #next = 0;

  /** @throws {Error} when too many wait already */
  async isSame(password: string, hash: string): Promise<boolean> {
    if (this.#waiting.size >= MAX_WAITING) throw new Error('too many passwords are being checked');
    const id = this.#next++;
    const verdict = new Promise<boolean>((resolve) => this.#waiting.set(id, resolve));
    this.#worker ??= this.#start();
    (await this.#worker).postMessage({ id, password, hash });
    return verdict;
  }

  async close(): Promise<void> {
    const worker = await this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail();
  }

  async #start(): Promise<Worker> {
    const { startBcryptThread } = await import('./bcrypt-thread.ts');
    const worker = startBcryptThread();
    worker.on('message', ({ id, isSame }: Verdict) => {
      this.#waiting.get(id)?.(isSame);
      this.#waiting.delete(id);
    });
    // A thread that dies takes the answers of those who wait with it; the next comparison starts another one.
    worker.on('error', () => this.#fail());
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#fail();
    });
    return worker;
  }

  #fail(): void {
    for (const resolve of this.#waiting.values()) resolve(false);
    this.#waiting.clear();
  }
}
