/**
 * What outsiders need to verify service account tokens: the issuer's discovery document and its keys (OpenID Connect Discovery 1.0, KEP-1393).
 */
import { jsonWebKeySet, type TokenKey } from '../authentication/service-accounts/keys.ts';
import { requireProducible } from '../endpoints/responses/accept.ts';
import { respondStatus, respondVerbatim } from '../endpoints/responses/respond.ts';
import type { PathHandler, PathTable } from '../endpoints/routing/paths.ts';
import { methodError } from '../endpoints/routing/router.ts';
import { JSON_TYPE } from '../machinery/media.ts';

const JWKS_TYPE = 'application/jwk-set+json';
const CACHED = ['cache-control', 'public, max-age=3600'];

export interface OpenIdOptions {
  readonly issuer: string;
  /** Where the keys are. */
  readonly jwksUri: string;
  readonly keys: () => Promise<readonly TokenKey[]>;
}

/** Issuers that are no https URL have no discovery. */
export function installOpenId(paths: PathTable, { issuer, jwksUri, keys }: OpenIdOptions): void {
  if (!issuer.startsWith('https://')) return;
  const configuration = document(JSON_TYPE, async () =>
    JSON.stringify({
      issuer,
      jwks_uri: jwksUri,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [...new Set((await keys()).map((each) => each.algorithm))].sort(),
    }),
  );
  paths.exact('/.well-known/openid-configuration', configuration);
  paths.exact('/.well-known/openid-configuration/', configuration, { unlisted: true });
  const jwks = document(JWKS_TYPE, async () => jsonWebKeySet(await keys()));
  paths.exact('/openid/v1/jwks', jwks);
  paths.exact('/openid/v1/jwks/', jwks, { unlisted: true });
}

function document(type: string, make: () => Promise<string>): PathHandler {
  return async (context) => {
    if (context.request.method !== 'GET') return respondStatus(context, methodError());
    requireProducible(context, [type]);
    return respondVerbatim(context, 200, type, [Buffer.from(await make())], CACHED);
  };
}
