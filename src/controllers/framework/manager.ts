/**
 * Starts the controllers of a server and stops them; where several servers share a store, only while this one leads.
 *
 * Invariant: at most one generation of controllers is at work, and none begins before the one before it has ended.
 */
import type { Logger } from '../../base/log.ts';
import { Election, type ElectionOptions } from './election.ts';
import type { Controller, ControllerContext, RunningController } from './interface.ts';

export interface ManagerOptions {
  readonly controllers: readonly Controller[];
  /** What a controller gets, by the account that it acts as. */
  readonly context: (controller: Controller) => ControllerContext;
  readonly log: Logger;
  /** Absent: nobody else is there. */
  readonly election?: Omit<ElectionOptions, 'started' | 'stopped' | 'log'>;
}

export interface ControllerManager {
  /** Resolves when nothing is under way and the lease is free for others. */
  close(): Promise<void>;
}

export function startControllers(options: ManagerOptions): ControllerManager {
  const { controllers, election, log } = options;
  if (controllers.length === 0) return { close: async () => {} };
  let running: readonly RunningController[] = [];
  const start = (): void => {
    running = controllers.flatMap((each) => {
      try {
        const started = each.start(options.context(each));
        log.info('Started controller', { controller: each.name }, 2);
        return [started];
      } catch (error) {
        log.error('Error starting controller', error, { controller: each.name });
        return [];
      }
    });
  };
  const stop = async (): Promise<void> => {
    const stopping = running;
    running = [];
    await Promise.all(stopping.map((each) => each.close()));
  };
  if (election === undefined) {
    start();
    return { close: stop };
  }
  const candidate = new Election({ ...election, log, started: start, stopped: stop });
  return { close: () => candidate.close() };
}
