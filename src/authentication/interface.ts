/** Who calls? Several authenticators are asked in turn; the first that knows wins. */
import type { HttpRequest } from '../request/http.ts';
import type { UserInfo } from '../request/user.ts';

/**
 * What an authenticator found. `failed`: credentials were there, and they are not good. `unknown`: there were none for this authenticator.
 * `audiences`: those of the asked ones that the credentials are good for; absent: all of them.
 */
export type Authentication =
  | { readonly kind: 'user'; readonly user: UserInfo; readonly audiences?: readonly string[]; readonly remarks?: Remarks }
  | { readonly kind: 'failed'; readonly error: Error; readonly remarks?: Remarks }
  | { readonly kind: 'unknown' };

/** What should be said about credentials beside the answer: old ones that still work, for instance. */
export interface Remarks {
  /** Texts for Warning headers. */
  readonly warnings?: readonly string[];
  /** For the audit event: keys and values. */
  readonly annotations?: ReadonlyMap<string, string>;
}

export const UNKNOWN: Authentication = { kind: 'unknown' };

export function failed(message: string): Authentication {
  return { kind: 'failed', error: new Error(message) };
}

export interface RequestAuthenticator {
  /** @param warn takes a text for a Warning header */
  authenticate(request: HttpRequest, warn: (text: string) => void): Authentication | Promise<Authentication>;
}

export interface TokenAuthenticator {
  /**
   * The token as it stood in the header. `connection`: see HttpRequest. `audiences`: for whom the token should be, when not for this server; a user
   * without `audiences` may be believed by any of them.
   */
  authenticateToken(token: string, connection?: object, audiences?: readonly string[]): Authentication | Promise<Authentication>;
}
