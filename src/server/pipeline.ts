/**
 * The map: every request walks this list from top to bottom, whatever it came over. A step is one small file in endpoints/filters/.
 *
 * The order is upstream's (k8s.io/apiserver, DefaultBuildHandlerChain) with one difference that nobody can see: the target is read before the
 * request is logged and its deadline set, because both depend on what it asks for.
 */
import { performance } from 'node:perf_hooks';
import { Impersonator } from '../authorization/impersonation.ts';
import type { MetricsRegistry } from '../base/metrics.ts';
import { randomUuid } from '../base/uuid.ts';
import { allowOrigins } from '../endpoints/filters/allow-origins.ts';
import { audit } from '../endpoints/filters/audit.ts';
import { authenticate } from '../endpoints/filters/authenticate.ts';
import { authorize } from '../endpoints/filters/authorize.ts';
import { awaitStart } from '../endpoints/filters/await-start.ts';
import { DeadlineQueue } from '../endpoints/filters/deadlines.ts';
import { dispatch } from '../endpoints/filters/dispatch.ts';
import { guardPanic } from '../endpoints/filters/guard-panic.ts';
import { impersonate } from '../endpoints/filters/impersonate.ts';
import { limitDeadline } from '../endpoints/filters/limit-deadline.ts';
import { limitInFlight } from '../endpoints/filters/limit-in-flight.ts';
import { logRequest } from '../endpoints/filters/log-request.ts';
import { resolveRequestInfo } from '../endpoints/filters/resolve-request-info.ts';
import { spreadConnections } from '../endpoints/filters/spread-connections.ts';
import type { PipelineParts, Step, StepParts } from '../endpoints/filters/step.ts';
import { trackRequest } from '../endpoints/filters/track-request.ts';
import { turnAway } from '../endpoints/filters/turn-away.ts';
import { EMPTY_INFO } from '../endpoints/routing/request-info.ts';
import type { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import type { RequestContext } from '../request/context.ts';
import type { HttpRequest, ResponseSink } from '../request/http.ts';
import type { Pending } from '../request/pending.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request/user.ts';

/** Every request walks this list from top to bottom. ARCHITECTURE.md prints the same list; a test compares them. */
export const steps: readonly Step[] = [
  guardPanic, // a crash is a 500, the process lives on
  resolveRequestInfo, // path -> verb, group, version, resource, namespace, name, subresource
  logRequest, // one line at -v 3
  turnAway, // a server that stops takes no more, or 503
  spreadConnections, // --goaway-chance
  trackRequest, // shutting down waits for it
  limitDeadline, // ?timeout=, --request-timeout
  allowOrigins, // --cors-allowed-origins: browsers
  authenticate, // -> user, or 401
  awaitStart, // --send-retry-after-while-not-ready-once, or 503
  audit, // the place of audit events
  impersonate, // Impersonate-* -> another user, or 403
  limitInFlight, // --max-requests-inflight, --max-mutating-requests-inflight, or 429
  authorize, // may the caller do this? or 403
  dispatch, // endpoints/routing/router.ts
];

/** Steps whose duration is counted, under upstream's names: how long they were waited for. One that answers itself is not counted. */
const MEASURED: ReadonlyMap<Step, string> = new Map<Step, string>([
  [authenticate, 'authentication'],
  [audit, 'audit'],
  [impersonate, 'impersonation'],
  [authorize, 'authorization'],
]);

/** Answers a request, at once where it can. Never throws or rejects: what goes wrong is answered, or ends the answer abruptly. */
export type Handle = (request: HttpRequest, sink: ResponseSink) => Pending;

const MAX_AUDIT_ID = 64;
const NOBODY: UserInfo = { name: '', uid: '', groups: [], extra: new Map() };

export function makePipeline(parts: PipelineParts): Handle {
  const shared: StepParts = {
    ...parts,
    deadlines: new DeadlineQueue(parts.clock, parts.requestTimeout),
    impersonator: new Impersonator(parts.authorizer),
  };
  const measured = steps.map((step) => (MEASURED.has(step) ? parts.metrics.filter(MEASURED.get(step) as string) : undefined));
  return (request, sink) => {
    const context = new Exchange(request, sink, parts.clock.now(), parts.cbor === true);
    if (parts.fixedHeaders !== undefined) context.responseHeaders.push(...parts.fixedHeaders);
    let index = 0;
    let waited = 0;
    // Every step goes on at most once, so one function that counts does for all of them.
    const next = (): Pending => {
      const left = measured[index - 1];
      if (left !== undefined) {
        // What is decided at once takes no time that a clock could be worth.
        const now = waited === 0 ? 0 : performance.now();
        left.observe((now - waited) / 1000);
        waited = now;
      }
      return steps[index++]?.(context, shared, next);
    };
    const pending = next();
    if (pending !== undefined && index < steps.length) waited = performance.now();
    return pending;
  };
}

/** A request on its way. The signal is made when somebody asks for it: most requests are over before. */
class Exchange implements RequestContext {
  readonly request: HttpRequest;
  readonly sink: ResponseSink;
  readonly receivedAt: number;
  readonly auditId: string;
  readonly cbor: boolean;
  info: RequestInfo = EMPTY_INFO;
  user: UserInfo = NOBODY;
  deadline: number | undefined = undefined;
  warnings?: Set<string>;
  readonly responseHeaders: string[];
  #controller: AbortController | undefined;
  #expired = false;

  constructor(request: HttpRequest, sink: ResponseSink, receivedAt: number, cbor: boolean) {
    this.request = request;
    this.sink = sink;
    this.receivedAt = receivedAt;
    this.cbor = cbor;
    const sent = request.header('audit-id') ?? '';
    this.auditId = sent === '' ? randomUuid() : sent;
    this.responseHeaders = ['audit-id', this.auditId.slice(0, MAX_AUDIT_ID), 'cache-control', 'no-cache, private'];
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const client = this.request.signal;
      if (this.#expired || client.aborted) controller.abort();
      else client.addEventListener('abort', () => controller.abort(), { once: true });
    }
    return this.#controller.signal;
  }

  expire(): void {
    this.#expired = true;
    this.#controller?.abort();
  }
}

/** apiserver_current_inflight_requests, from the limiter. */
export function exportInFlight(registry: MetricsRegistry, inFlight: InFlightLimiter): void {
  const gauge = registry.gauge({
    name: 'apiserver_current_inflight_requests',
    stability: 'STABLE',
    help: 'Requests that are being answered right now, long-running ones left out, by kind.',
    labels: ['request_kind'],
  });
  // Nobody waits: what is too much is refused.
  const waiting = registry.gauge({
    name: 'apiserver_current_inqueue_requests',
    help: 'Requests that wait in a queue, by kind.',
    labels: ['request_kind'],
  });
  for (const kind of ['readOnly', 'mutating']) waiting.labels(kind).set(0);
  registry.collect(() => {
    gauge.labels('readOnly').set(inFlight.running('readOnly'));
    gauge.labels('mutating').set(inFlight.running('mutating'));
  });
}
