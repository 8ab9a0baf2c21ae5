/** What the process does about signals and about mistakes that nobody caught. */
import type { Logger } from '../base/log.ts';

/**
 * The first SIGTERM or SIGINT resolves the promise, the second ends the process at once: whoever sends it has waited long enough.
 */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let signals = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      signals += 1;
      if (signals > 1) process.exit(1);
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

/**
 * An error that no handler caught is a mistake of ours in one request or one connection. It is logged with its stack, and the server goes on:
 * ending it would end everybody's watches, and what is stored is whole after every write.
 */
export function surviveMistakes(log: Logger): void {
  process.on('uncaughtException', (error) => log.error('Observed a panic', error));
  process.on('unhandledRejection', (error) => log.error('Observed a panic', error));
  // Whoever read our output may be gone (`coxswain | head`).
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
