/** Token reviews: whose token is this, and for whom is it? The token is read as if it stood in an Authorization header. */
import { partsOf } from '../../authentication/failures.ts';
import type { Authentication } from '../../authentication/interface.ts';
import { aggregate } from '../../machinery/go-text.ts';
import { badRequest } from '../../machinery/status.ts';
import { ALL_AUTHENTICATED } from '../../request/user.ts';
import type { ConnectHandler } from '../resources.ts';
import { respondObject } from '../respond.ts';
import type { ConnectDeps } from './interface.ts';
import { readReview } from './reviews.ts';
import { reviewedUser } from './self-reviews.ts';

const INVALID = 'invalid bearer token';

export function makeTokenReview(deps: ConnectDeps): ConnectHandler {
  return async (context, target) => {
    const { object: review, admit } = await readReview(deps, context, target);
    const { token = '', audiences } = (review.spec ?? {}) as { readonly token?: string; readonly audiences?: readonly string[] | null };
    if (token === '') throw badRequest('token is required for TokenReview in authentication');
    await admit();
    const asked = audiences === undefined || audiences === null || audiences.length === 0 ? deps.identity.audiences : audiences;
    const found = await deps.identity.tokens.authenticateToken(headerToken(token), undefined, asked);
    review.status = statusOf(found, asked, review.status);
    await respondObject(context, target, 201, review, target.version.type);
  };
}

/** Up to the first space, byte by byte: what a server would read of the header. */
function headerToken(token: string): string {
  return Buffer.from(token.trim().split(' ', 1)[0] ?? '', 'utf8').toString('latin1');
}

/** What the client said about the user stays when the token is no good, as upstream has it. */
function statusOf(found: Authentication, asked: readonly string[], given: unknown): object {
  const kept = (given ?? {}) as { readonly user?: object };
  if (found.kind !== 'user') {
    const more = found.kind === 'failed' ? partsOf(found.error).map(({ message }) => message) : [];
    return { user: kept.user ?? {}, error: aggregate([INVALID, ...more]) };
  }
  const { user } = found;
  const groups = user.groups.includes(ALL_AUTHENTICATED) ? user.groups : [...user.groups, ALL_AUTHENTICATED];
  return { authenticated: true, user: reviewedUser({ ...user, groups }), audiences: [...(found.audiences ?? asked)] };
}
