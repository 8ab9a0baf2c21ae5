/** What is counted of decisions, with upstream's names (k8s.io/apiserver: pkg/authorization/metrics). */
import { lazy } from '../base/lazy.ts';
import type { MetricsRegistry } from '../base/metrics.ts';
import { resultMetrics } from '../base/result-metrics.ts';
import type { AuthorizationAnswer, Authorizer } from '../request/authorizer.ts';
import type { Mode } from './mode.ts';

export interface AuthorizationMetrics {
  /** The authorizer of a mode, with each yes and no counted. Having no opinion is no decision. */
  counting(mode: Mode): Authorizer;
}

export function authorizationMetrics(registry: MetricsRegistry): AuthorizationMetrics {
  const decisions = registry.counter({
    name: 'apiserver_authorization_decisions_total',
    stability: 'ALPHA',
    help: 'Decisions of authorizers that allowed or denied, by type and name of the authorizer.',
    labels: ['type', 'name', 'decision'],
  });
  return {
    counting({ type, name, authorizer }) {
      // What never happened is not printed, so a series is made when it is first counted on.
      const allowed = lazy(() => decisions.labels(type, name, 'allowed'));
      const denied = lazy(() => decisions.labels(type, name, 'denied'));
      const count = (answer: AuthorizationAnswer): AuthorizationAnswer => {
        if (answer.decision === 'allow') allowed().inc();
        else if (answer.decision === 'deny') denied().inc();
        return answer;
      };
      return {
        authorize(attributes) {
          const answer = authorizer.authorize(attributes);
          return answer instanceof Promise ? answer.then(count) : count(answer);
        },
      };
    },
  };
}

/** What came out of the questions that requests ask, whoever answered. */
export interface RequestDecisionMetrics {
  /** @param seconds how long the answer took */
  decided(answer: AuthorizationAnswer, seconds: number): void;
}

type Result = 'allowed' | 'denied' | 'no-opinion' | 'error';

/** With upstream's names (k8s.io/apiserver: pkg/endpoints/filters). */
export function requestDecisionMetrics(registry: MetricsRegistry): RequestDecisionMetrics {
  const decided = resultMetrics<Result>(registry, {
    attempts: { name: 'authorization_attempts_total', help: 'Requests that were authorized, by result.' },
    durations: { name: 'authorization_duration_seconds', help: 'How long authorizing a request took, in seconds, by result.' },
  });
  return { decided: (answer, seconds) => decided(resultOf(answer), seconds) };
}

function resultOf({ decision, error }: AuthorizationAnswer): Result {
  if (decision === 'allow') return 'allowed';
  if (error !== undefined) return 'error';
  return decision === 'deny' ? 'denied' : 'no-opinion';
}
