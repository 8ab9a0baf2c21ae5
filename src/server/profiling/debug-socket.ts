/** --debug-socket-path: profiles for whoever may open a socket, also while the server is too busy to find out who is asking. */
import type { Handle } from '../pipeline.ts';

const SERVED = '/debug/pprof';
const NOT_FOUND = Buffer.from('404 page not found\n');

/** Lets nothing through but profiles. Targets are not normalised later, so a prefix says where a request leads. */
export function onlyProfiles(handle: Handle): Handle {
  return (request, sink) => {
    if (request.target.startsWith(SERVED)) return handle(request, sink);
    sink.head(404, ['content-type', 'text/plain; charset=utf-8', 'x-content-type-options', 'nosniff', 'content-length', String(NOT_FOUND.length)]);
    sink.end(NOT_FOUND);
  };
}
