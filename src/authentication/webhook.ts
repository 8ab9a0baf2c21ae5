/**
 * Tokens that another service knows: it is sent a TokenReview (authentication.k8s.io v1 or v1beta1) and says who that is. When it cannot be asked,
 * the token is not accepted, and that is not remembered.
 */
import type { Clock } from '../base/clock.ts';
import { errorText } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { WebhookClient } from '../client/webhook.ts';
import { goQuote } from '../machinery/go/text.ts';
import { type JsonObject, objectAt, stringAt, stringsAt } from '../machinery/loose-json.ts';
import { getKey } from '../machinery/object.ts';
import type { UserInfo } from '../request/user.ts';
import { type Authentication, failed, type TokenAuthenticator, UNKNOWN } from './interface.ts';

/** One lookup, retries included, as upstream limits those that are shared. */
const LOOKUP_MS = 30_000;
/** Lookups under way; more are refused at once rather than piled up behind a service that hangs. */
const MAX_LOOKUPS = 2000;

export type ReviewVersion = 'v1' | 'v1beta1';

export interface TokenWebhookOptions {
  readonly client: WebhookClient;
  readonly version: ReviewVersion;
  /** The names that this server answers to: what a service that says nothing of audiences is taken to mean. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** @throws {Error} for a version that is not spoken */
export function reviewVersion(text: string): ReviewVersion {
  if (text === 'v1' || text === 'v1beta1') return text;
  throw new Error(`unsupported authentication webhook version ${goQuote(text)}, supported versions are "v1", "v1beta1"`);
}

export function tokenWebhook(options: TokenWebhookOptions): TokenAuthenticator {
  let lookups = 0;
  return {
    async authenticateToken(token, _connection, audiences = options.audiences) {
      if (lookups >= MAX_LOOKUPS) return failed('too many token reviews are under way');
      lookups++;
      try {
        return understand(await review(options, token, audiences), audiences, options.audiences);
      } catch (error) {
        options.log.error('Failed to make webhook authenticator request', error);
        return failed(errorText(error));
      } finally {
        lookups--;
      }
    },
  };
}

async function review({ client, version, clock }: TokenWebhookOptions, token: string, audiences: readonly string[]): Promise<JsonObject> {
  const apiVersion = `authentication.k8s.io/${version}`;
  const limit = new AbortController();
  const cancel = clock.after(LOOKUP_MS, () => limit.abort());
  try {
    // Header values come with one character per byte.
    const text = Buffer.from(token, 'latin1').toString('utf8');
    const spec = { token: text, ...(audiences.length === 0 ? {} : { audiences: [...audiences] }) };
    const question = { kind: 'TokenReview', apiVersion, metadata: {}, spec, status: { user: {} } };
    return await client.post(question, { signal: limit.signal });
  } finally {
    cancel();
  }
}

function understand(answer: JsonObject, asked: readonly string[], own: readonly string[]): Authentication {
  const status = objectAt(answer, 'status');
  const told = stringsAt(status, 'audiences');
  const meant = told.length > 0 ? told : own;
  const audiences = asked.filter((each) => meant.includes(each));
  if (asked.length > 0 && audiences.length === 0) return UNKNOWN;
  if (getKey(status, 'authenticated') !== true) {
    const error = stringAt(status, 'error');
    return error === '' ? UNKNOWN : failed(error);
  }
  return { kind: 'user', user: userOf(objectAt(status, 'user')), ...(asked.length === 0 ? {} : { audiences }) };
}

function userOf(user: JsonObject): UserInfo {
  const given = objectAt(user, 'extra');
  const extra = new Map(Object.keys(given).map((key) => [key, stringsAt(given, key)]));
  return { name: stringAt(user, 'username'), uid: stringAt(user, 'uid'), groups: stringsAt(user, 'groups'), extra };
}
