/** Opens the answer of a watch: over HTTP an answer that does not end, or a WebSocket. */
import type { RequestContext } from '../../request/context.ts';
import type { Rendering } from '../rendering/interface.ts';
import { responseHead } from '../responses/response-head.ts';
import type { FrameJoiner } from './frame-joiner.ts';
import type { WatchTarget } from './watch-target.ts';
import { asksForWebSocket, openWebSocket } from './web-socket.ts';

/** Opens the answer: from here on failures are told in events. */
export function openWatchTarget(context: RequestContext, rendering: Rendering, joiner: FrameJoiner): WatchTarget {
  if (asksForWebSocket(context.request) && context.request.upgrade !== undefined)
    return openWebSocket(context.request, rendering.watchContentType.includes('json'));
  const { sink } = context;
  sink.head(200, responseHead(context, rendering.watchContentType));
  return {
    get closed() {
      return sink.closed;
    },
    get buffered() {
      return sink.buffered;
    },
    write(frames) {
      for (const piece of joiner.join(frames)) sink.write(piece);
    },
    drained: () => sink.drained(),
    end: () => sink.end(),
    onClose: (task) => {
      context.signal.addEventListener('abort', task, { once: true });
    },
  };
}
