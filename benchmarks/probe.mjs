/**
 * Loaded into the server's process (`node --import`) to look at it from inside: CPU time and the delay of its event loop. Plain JavaScript, because
 * loading the type stripper would show in what is measured. Does nothing without a parent that asks.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
let delay;

if (process.send !== undefined) {
  process.on('message', (question) => {
    process.send(answer(question));
  });
  // Neither a listener nor the channel may keep a server alive that has been stopped.
  process.channel?.unref();
}

function answer(question) {
  switch (question) {
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return { microseconds: user + system };
    }
    case 'delay start':
      delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      delay.enable();
      return {};
    case 'delay stop':
      delay.disable();
      // What is recorded includes the timer's own interval.
      return { max: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), p99: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS) };
    default:
      return {};
  }
}
