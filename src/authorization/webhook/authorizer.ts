/**
 * Decisions by a remote service that is asked with a SubjectAccessReview (k8s.io/apiserver: plugin/pkg/authorizer/webhook). Answers are remembered, a
 * yes and a no each for its own time; failures never are. A service that cannot be asked has no opinion, or denies, as its failure policy says.
 */
import type { Clock } from '../../base/clock.ts';
import { errorText } from '../../base/errors.ts';
import { ExpiringCache } from '../../base/expiring-cache.ts';
import type { Logger } from '../../base/log.ts';
import type { WebhookClient } from '../../client/webhook.ts';
import type { AuthorizationAnswer, AuthorizationAttributes, Authorizer } from '../../request/authorizer.ts';
import type { CallResult, WebhookMetrics } from './metrics.ts';
import { type ReviewStatus, type ReviewVersion, readReview, reviewOf, reviewSpec } from './review.ts';

export interface WebhookAuthorizerOptions {
  /** How the configuration calls it. */
  readonly name: string;
  readonly client: Pick<WebhookClient, 'post'>;
  readonly version: ReviewVersion;
  /** Milliseconds; 0: not remembered. */
  readonly authorizedTtl: number;
  readonly unauthorizedTtl: number;
  /** Whether a failure denies, instead of leaving the question to others. */
  readonly failsClosed: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: WebhookMetrics;
}

const MAX_REMEMBERED = 8192;
/** Questions with longer attributes are not remembered: their text is the caller's choice. */
const MAX_ATTRIBUTE_LENGTH = 10_000;
const CONTRADICTION = 'webhook subject access review returned both allow and deny response';

export function webhookAuthorizer(options: WebhookAuthorizerOptions): Authorizer {
  const { version, clock, authorizedTtl, unauthorizedTtl } = options;
  const remembered = new ExpiringCache<ReviewStatus>(MAX_REMEMBERED, clock);
  return {
    authorize(attributes) {
      const spec = reviewSpec(attributes, version);
      const key = JSON.stringify(spec);
      const known = remembered.get(key);
      if (known !== undefined) return answerOf(known);
      return ask(options, reviewOf(spec, version)).then((result) => {
        if ('decision' in result) return result;
        if (mayRemember(attributes)) remembered.set(key, result, result.allowed ? authorizedTtl : unauthorizedTtl);
        return answerOf(result);
      });
    },
  };
}

async function ask(
  { name, client, version, failsClosed, clock, log, metrics }: WebhookAuthorizerOptions,
  review: ReturnType<typeof reviewOf>,
): Promise<ReviewStatus | AuthorizationAnswer> {
  const started = clock.now();
  const done = (result: CallResult): void => metrics?.called(name, result, (clock.now() - started) / 1000);
  try {
    const status = readReview(await client.post(review), version);
    done('success');
    return status;
  } catch (error) {
    const text = errorText(error);
    const result = /deadline exceeded|timeout/i.test(text) ? 'timeout' : 'error';
    done(result);
    if (!failsClosed) metrics?.failedOpen(name, result);
    log.error('Failed to make webhook authorizer request', error, { webhook: name });
    return { decision: failsClosed ? 'deny' : 'no-opinion', reason: '', error: text };
  }
}

function answerOf({ allowed, denied, reason }: ReviewStatus): AuthorizationAnswer {
  if (denied) return allowed ? { decision: 'deny', reason, error: CONTRADICTION } : { decision: 'deny', reason };
  return { decision: allowed ? 'allow' : 'no-opinion', reason };
}

function mayRemember({ namespace, verb, group, version, resource, subresource, name, path }: AuthorizationAttributes): boolean {
  let length = 0;
  for (const each of [namespace, verb, group, version, resource, subresource, name, path]) length += each.length;
  return length < MAX_ATTRIBUTE_LENGTH;
}
