/**
 * bcrypt in a thread of its own: a comparison takes a tenth of a second, in which nobody else would be served. This file is both sides: imported, it
 * starts the thread; run as the thread, it compares. It is imported lazily, so that a bundle keeps it in a file that a thread can be started from.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

const MARK = 'coxswain-bcrypt';

export interface Comparison {
  readonly id: number;
  readonly password: string;
  readonly hash: string;
}

export interface Verdict {
  readonly id: number;
  readonly isSame: boolean;
}

/** The thread takes Comparisons and answers each with a Verdict, in order. It does not keep the process alive. */
export function startBcryptThread(): Worker {
  const worker = new Worker(new URL(import.meta.url), { workerData: MARK, env: {} });
  worker.unref();
  return worker;
}

if (!isMainThread && workerData === MARK) {
  parentPort?.on('message', ({ id, password, hash }: Comparison) => {
    let isSame = false;
    try {
      isSame = bcrypt.compareSync(password, hash);
    } catch {
      // A hash that bcrypt cannot read fits no password.
    }
    parentPort?.postMessage({ id, isSame } satisfies Verdict);
  });
}
