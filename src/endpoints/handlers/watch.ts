/** GET with `watch`, and the old `/watch/` paths: events until the client goes, its time is up, or the server ends it. */
import type { Clock } from '../../base/clock.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import type { RequestMetrics } from '../routing/request-metrics.ts';
import { type ResourceHandler, storeOf } from '../routing/resources.ts';
import { labelsOf } from '../routing/route-labels.ts';
import { FrameJoiner } from '../streaming/frame-joiner.ts';
import { openWatchTarget } from '../streaming/open-target.ts';
import { TickFlusher } from '../streaming/tick-flusher.ts';
import { WatchStream } from '../streaming/watch-stream.ts';
import { readListOptions } from './list-options.ts';
import { filterOf } from './selection.ts';

export interface WatchDependencies {
  readonly clock: Clock;
  /** --min-request-timeout in seconds: a watch without timeoutSeconds lasts between once and twice this. */
  readonly minRequestTimeoutSeconds: number;
  /** Between 0 and 1; spreads the ends of watches that began together. */
  readonly random?: () => number;
  /** Counts the events. */
  readonly metrics?: RequestMetrics;
}

export function makeWatch({ clock, minRequestTimeoutSeconds, random = Math.random, metrics }: WatchDependencies): ResourceHandler {
  const flusher = new TickFlusher();
  const joiner = new FrameJoiner();
  return async (context, target) => {
    const rendering = negotiateRendering(context, target, 'watch', () => clock.now());
    const options = readListOptions(context.info.query);
    const filter = filterOf(context, target, options);
    const seconds = options.timeoutSeconds || minRequestTimeoutSeconds * (1 + random());
    const request = {
      ...filter,
      resourceVersion: options.resourceVersion,
      resourceVersionMatch: options.resourceVersionMatch,
      sendInitialEvents: options.sendInitialEvents,
      allowBookmarks: options.allowWatchBookmarks,
      endsAt: clock.now() + seconds * 1000,
    };
    const counted = metrics?.watchEvents(target.group, target.version.version, target.installed.declaration.resource);
    const stream = new WatchStream(
      rendering,
      flusher,
      (bytes) => {
        counted?.count.inc();
        counted?.sizes.observe(bytes);
      },
      () => metrics?.listStreamed(labelsOf(context), (clock.now() - context.receivedAt) / 1000),
    );
    const watching = await storeOf(target).storage.watch(request, stream);
    const cancelTimeout = clock.after(Math.max(0, seconds * 1000), () => stream.finish());
    try {
      await stream.run(openWatchTarget(context, rendering, joiner), context.signal);
    } finally {
      cancelTimeout();
      watching.close();
    }
  };
}
