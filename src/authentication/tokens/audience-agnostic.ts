/** Authenticators whose tokens are made for nobody in particular: theirs are good for this server's own audiences, and for no other. */
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';

/** @param own the audiences of this server */
export function audienceAgnostic(own: readonly string[], tokens: TokenAuthenticator): TokenAuthenticator {
  return {
    authenticateToken(token, connection, asked) {
      if (asked === undefined) return tokens.authenticateToken(token, connection);
      const audiences = asked.filter((each) => own.includes(each));
      if (audiences.length === 0) return UNKNOWN;
      const limited = (found: Authentication): Authentication => (found.kind === 'user' ? { ...found, audiences } : found);
      const found = tokens.authenticateToken(token, connection);
      return found instanceof Promise ? found.then(limited) : limited(found);
    },
  };
}
