/** Several authorizers asked in order: what happens when one cannot say, or fails. */
import { aggregate } from '../machinery/go/text.ts';
import type { AuthorizationAnswer, AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';

/**
 * The first that allows or denies decides. Whoever has no opinion passes the question on, and so does one that fails, unless its configuration made
 * the failure a denial. Nobody's opinion is a no: reasons are joined, a line each, and what went wrong is told beside them.
 */
export function authorizerChain(authorizers: readonly Authorizer[]): Authorizer {
  return { authorize: (attributes) => askFrom(authorizers, 0, attributes, NOTHING_SAID) };
}

interface Said {
  readonly reasons: readonly string[];
  readonly errors: readonly string[];
}

const NOTHING_SAID: Said = { reasons: [], errors: [] };

function askFrom(
  authorizers: readonly Authorizer[],
  start: number,
  attributes: AuthorizationAttributes,
  before: Said,
): AuthorizationAnswer | Promise<AuthorizationAnswer> {
  let said = before;
  for (let i = start; i < authorizers.length; i++) {
    const answer = (authorizers[i] as Authorizer).authorize(attributes);
    if (answer instanceof Promise) return goOn(answer, authorizers, i + 1, attributes, said);
    if (answer.decision !== 'no-opinion') return answer;
    said = withAnswer(said, answer);
  }
  const reason = said.reasons.join('\n');
  return said.errors.length === 0 ? { decision: 'no-opinion', reason } : { decision: 'no-opinion', reason, error: aggregate(said.errors) };
}

async function goOn(
  asked: Promise<AuthorizationAnswer>,
  authorizers: readonly Authorizer[],
  next: number,
  attributes: AuthorizationAttributes,
  before: Said,
): Promise<AuthorizationAnswer> {
  const answer = await asked;
  return answer.decision === 'no-opinion' ? askFrom(authorizers, next, attributes, withAnswer(before, answer)) : answer;
}

function withAnswer(said: Said, { reason, error }: AuthorizationAnswer): Said {
  if (reason === '' && error === undefined) return said;
  return {
    reasons: reason === '' ? said.reasons : [...said.reasons, reason],
    errors: error === undefined ? said.errors : [...said.errors, error],
  };
}
