/** A pipeline in front of a handler of the test's own, asked without a socket. */
import { anonymousPolicy } from '../authentication/anonymous.ts';
import { bearerAuthenticator } from '../authentication/tokens/bearer.ts';
import { parseTokenFile } from '../authentication/tokens/token-file.ts';
import { transportAuthenticator, unionAuthenticator } from '../authentication/union.ts';
import { privilegedGroups } from '../authorization/modes.ts';
import { rbacAuthorizer } from '../authorization/rbac/authorizer.ts';
import { bootstrapPolicy } from '../authorization/rbac/bootstrap/policy.ts';
import { RbacPolicy } from '../authorization/rbac/policy.ts';
import { authorizerChain } from '../authorization/union.ts';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import type { PipelineParts } from '../endpoints/filters/step.ts';
import { respondText } from '../endpoints/responses/respond.ts';
import { RequestMetrics } from '../endpoints/routing/request-metrics.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { type Handle, makePipeline } from './pipeline.ts';
import { InProcessRequest, InProcessSink } from './transport/in-process.ts';

const TOKENS = 'boss,boss,b-1,system:masters\njoe-token,joe,j-1,"dev,qa"\n';

export interface TestPipeline {
  readonly handle: Handle;
  readonly clock: ManualClock;
  readonly registry: MetricsRegistry;
  readonly inFlight: InFlightLimiter;
  /** Header names and values in turn, sent as they are; `token` adds an Authorization header. */
  ask(
    method: string,
    target: string,
    options?: { readonly token?: string; readonly headers?: readonly string[]; readonly body?: string },
  ): Promise<Response>;
}

/** The roles that every cluster has. */
function policyOfTests(): RbacPolicy {
  const policy = new RbacPolicy();
  const objects = bootstrapPolicy();
  for (const each of objects.clusterroles) policy.put('clusterroles', each);
  for (const each of objects.clusterrolebindings) policy.put('clusterrolebindings', each);
  return policy;
}

/** The default handler tells who was let in. */
export function testPipeline(parts: Partial<PipelineParts> = {}): TestPipeline {
  const clock = new ManualClock();
  const registry = new MetricsRegistry();
  const inFlight = parts.inFlight ?? new InFlightLimiter({ readOnly: 400, mutating: 200 });
  const handle = makePipeline({
    clock,
    log: silentLogger,
    authenticator: unionAuthenticator(
      [transportAuthenticator, bearerAuthenticator(parseTokenFile(TOKENS, 'tokens'))],
      anonymousPolicy({ enabled: true }),
    ),
    authorizer: authorizerChain([privilegedGroups, rbacAuthorizer(policyOfTests())]),
    inFlight,
    tracker: { enter: () => () => {} },
    metrics: new RequestMetrics(registry),
    requestTimeout: 60_000,
    dispatch: (context) => respondText(context, 200, `${context.user.name} ${context.user.groups.join(',')}`),
    ...parts,
  });
  return {
    handle,
    clock,
    registry,
    inFlight,
    ask(method, target, options = {}) {
      const gone = new AbortController();
      const sink = new InProcessSink(method, gone);
      // An in-process caller without a token is the server itself; a blank header makes it nobody.
      const headers = ['authorization', options.token === undefined ? '' : `Bearer ${options.token}`, ...(options.headers ?? [])];
      const request = new InProcessRequest({
        method,
        target,
        headers,
        host: 'localhost',
        body: Buffer.from(options.body ?? ''),
        signal: gone.signal,
      });
      void Promise.resolve(handle(request, sink)).finally(() => sink.over());
      return sink.response;
    },
  };
}
