/** Token reviews: whose token is this, and for whom is it? The token is read as if it stood in an Authorization header. */

import { partsOf } from '../../authentication/failures.ts';
import { readBearer } from '../../authentication/tokens/bearer.ts';
import { authenticated } from '../../authentication/union.ts';
import { aggregate } from '../../machinery/go/text.ts';
import { badRequest } from '../../machinery/status.ts';
import { respondObject } from '../responses/respond.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { readReview } from './reviews.ts';
import { reviewedUser } from './self-reviews.ts';

const INVALID = 'invalid bearer token';

export function makeTokenReview(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const { object: review, admit } = await readReview(deps, context, target);
    const { token = '', audiences } = (review.spec ?? {}) as { readonly token?: string; readonly audiences?: readonly string[] | null };
    if (token === '') throw badRequest('token is required for TokenReview in authentication');
    await admit();
    const asked = audiences === undefined || audiences === null || audiences.length === 0 ? deps.identity.audiences : audiences;
    review.status = await statusOfToken(deps, token, asked, review.status);
    await respondObject(context, target, 201, review, target.version.type);
  };
}

/** Whoever sends such a header; when spaces leave no token of it, that is nobody in particular, and may be let in as such. */
async function statusOfToken(deps: VirtualDeps, token: string, asked: readonly string[], given: unknown): Promise<object> {
  const { tokens, anonymous } = deps.identity;
  const bearer = readBearer(`Bearer ${Buffer.from(token, 'utf8').toString('latin1')}`).token;
  const found = bearer === undefined ? anonymous : await tokens.authenticateToken(bearer, undefined, asked);
  if (found.kind === 'user') {
    const { user, audiences = asked } = authenticated(found);
    return { authenticated: true, user: reviewedUser(user), audiences: [...audiences] };
  }
  // What the client said about the user stays when the token is no good, as upstream has it.
  const user = (given as { readonly user?: object } | undefined)?.user ?? {};
  if (bearer === undefined) return { user };
  const more = found.kind === 'failed' ? partsOf(found.error).map(({ message }) => message) : [];
  return { user, error: aggregate([INVALID, ...more]) };
}
