/** One line per request at verbosity 3 and above, in the form of k8s.io/apiserver's httplog. Tokens and bodies are never part of it. */
import { performance } from 'node:perf_hooks';
import { formatDuration } from '../../base/duration.ts';
import type { RequestContext } from '../../request/context.ts';
import { type Pending, thenAlways } from '../../request/pending.ts';
import { normalizedVerb } from '../routing/route-labels.ts';
import { guardPanic } from './guard-panic.ts';
import type { Next, StepParts } from './step.ts';

const VERBOSITY = 3;

export function logRequest(context: RequestContext, parts: StepParts, next: Next): Pending {
  return parts.log.enabled(VERBOSITY) ? logged(context, parts, next) : next();
}

function logged(context: RequestContext, parts: StepParts, next: Next): Pending {
  const started = performance.now();
  // An error becomes its answer before the line is written, or the line would not know the code.
  return thenAlways(
    () => guardPanic(context, parts, next),
    () => {
      const { request, sink } = context;
      parts.log.info(
        'HTTP',
        {
          verb: normalizedVerb(context),
          URI: masked(request.target),
          latency: formatDuration(performance.now() - started),
          userAgent: request.header('user-agent') ?? '',
          'audit-ID': context.auditId,
          srcIP: request.remoteAddress,
          resp: sink.status ?? 0,
        },
        VERBOSITY,
      );
    },
  );
}

/** Some clients put a token where it does not belong, into the query. */
function masked(target: string): string {
  return target.includes('token=') ? target.replaceAll(/([?&](?:access_|id_)?token=)[^&]*/g, '$1<masked>') : target;
}
