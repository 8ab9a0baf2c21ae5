/** Several token authenticators, asked in order: the first that knows the user wins, else all failures are told. */
import { worse } from '../failures.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';

export function tokenUnion(authenticators: readonly TokenAuthenticator[]): TokenAuthenticator {
  return { authenticateToken: (token, connection, audiences) => askFrom(authenticators, 0, [token, connection, audiences], UNKNOWN) };
}

type Question = Parameters<TokenAuthenticator['authenticateToken']>;

function askFrom(
  authenticators: readonly TokenAuthenticator[],
  start: number,
  question: Question,
  otherwise: Authentication,
): ReturnType<TokenAuthenticator['authenticateToken']> {
  let result = otherwise;
  for (let i = start; i < authenticators.length; i++) {
    const answer = (authenticators[i] as TokenAuthenticator).authenticateToken(...question);
    if (answer instanceof Promise) {
      const soFar = result;
      return answer.then((late) => (late.kind === 'user' ? late : askFrom(authenticators, i + 1, question, worse(soFar, late))));
    }
    if (answer.kind === 'user') return answer;
    result = worse(result, answer);
  }
  return result;
}
