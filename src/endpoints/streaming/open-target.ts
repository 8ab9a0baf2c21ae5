/** Opens the answer of a watch: over HTTP an answer that does not end, or a WebSocket. */
import type { RequestContext } from '../../request/context.ts';
import type { ResponseSink } from '../../request/http.ts';
import type { Pieces, Rendering } from '../rendering/interface.ts';
import { responseHead } from '../response-head.ts';
import type { WatchTarget } from './watch-target.ts';
import { asksForWebSocket, openWebSocket } from './web-socket.ts';

/** Opens the answer: from here on failures are told in events. */
export function openWatchTarget(context: RequestContext, rendering: Rendering): WatchTarget {
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
    write: (frames) => writeJoined(sink, frames.flat()),
    drained: () => sink.drained(),
    end: () => sink.end(),
    onClose: (task) => {
      context.signal.addEventListener('abort', task, { once: true });
    },
  };
}

/** Small frames that are written together are copied together: a copy costs less than a chunk of the transfer encoding. */
const JOIN_BELOW_BYTES = 64 * 1024;

function writeJoined(sink: ResponseSink, pieces: Pieces): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (pieces.length > 1 && length < JOIN_BELOW_BYTES) sink.write(Buffer.concat(pieces as Uint8Array[], length));
  else for (const piece of pieces) sink.write(piece);
}
