/**
 * Whose is a service account token? Its signature, its times, its audiences; and the account and what the token is bound to are still there, the
 * same ones. Signatures are verified once a token and remembered, everything else is looked at on every request.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { goQuote } from '../../machinery/go-text.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { UserInfo } from '../../request/user.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import {
  type BoundClaims,
  CREDENTIAL_ID,
  NODE_NAME,
  NODE_UID,
  POD_NAME,
  POD_UID,
  type Reference,
  serviceAccountGroups,
  serviceAccountName,
} from './claims.ts';
import { isSignedBy, type ParsedToken, parseToken } from './jwt.ts';
import type { TokenKey } from './keys.ts';

export interface AccountTokenOptions {
  readonly issuers: readonly string[];
  readonly keys: () => Promise<readonly TokenKey[]>;
  /** The names that this server answers to. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  /** An object as it is now. Absent: whether things still exist is not looked at. */
  readonly find?: (resource: 'serviceaccounts' | 'pods' | 'secrets' | 'nodes', namespace: string, name: string) => Promise<KubeObject | undefined>;
}

const MAX_REMEMBERED = 4096;
/** How far clocks may be apart, in seconds; what is being deleted counts as gone after this time, too. */
const LEEWAY = 60;
const BAD_SIGNATURE = 'go-jose/go-jose: error in cryptographic primitive';
const INVALIDATED = 'service account token has been invalidated';

interface Claims {
  readonly audiences: readonly string[];
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
  readonly jti: string;
  readonly bound: BoundClaims;
}

export function accountTokenAuthenticator(options: AccountTokenOptions): TokenAuthenticator {
  const verified = new Map<string, Claims>();
  return {
    authenticateToken(token, _connection, audiences) {
      const parsed = parseToken(token);
      if (parsed === undefined || typeof parsed.payload.iss !== 'string' || !options.issuers.includes(parsed.payload.iss)) return UNKNOWN;
      return authenticate(options, verified, token, parsed, audiences ?? options.audiences);
    },
  };
}

async function authenticate(
  options: AccountTokenOptions,
  verified: Map<string, Claims>,
  token: string,
  parsed: ParsedToken,
  asked: readonly string[],
): Promise<Authentication> {
  const digest = createHash('sha256').update(token).digest('latin1');
  let claims = verified.get(digest);
  if (claims === undefined) {
    const found = verifiedClaims(parsed, await options.keys());
    if (found instanceof Error) return { kind: 'failed', error: found };
    claims = found;
    verified.set(digest, claims);
    if (verified.size > MAX_REMEMBERED) verified.delete(verified.keys().next().value as string);
  }
  const audiences = intersection(asked, claims.audiences);
  if (audiences.length === 0) return failed(`token audiences ${goList(claims.audiences)} is invalid for the target audiences ${goList(asked)}`);
  const wrong = timeError(claims, options.clock.now() / 1000) ?? (await existenceError(options, claims.bound));
  return wrong === undefined ? { kind: 'user', user: userOf(claims), audiences } : failed(wrong);
}

function failed(message: string): Authentication {
  return { kind: 'failed', error: new Error(message) };
}

/** Keys of the token's id come first; without an id all are tried. */
function verifiedClaims(parsed: ParsedToken, keys: readonly TokenKey[]): Claims | Error {
  const { kid } = parsed.header;
  const fitting = typeof kid === 'string' && keys.some((each) => each.id === kid) ? keys.filter((each) => each.id === kid) : keys;
  if (!fitting.some((key) => isSignedBy(parsed, key))) return new Error(BAD_SIGNATURE);
  const { aud, exp, nbf, iat, jti, sub } = parsed.payload;
  const bound = boundClaims(parsed.payload['kubernetes.io']);
  if (bound === undefined) return new Error('Token could not be validated.');
  if (sub !== serviceAccountName(bound.namespace, bound.serviceaccount.name)) return new Error('Token could not be validated.');
  return {
    audiences: typeof aud === 'string' ? [aud] : strings(aud),
    exp: number(exp),
    nbf: number(nbf),
    iat: number(iat),
    jti: typeof jti === 'string' ? jti : '',
    bound,
  };
}

function boundClaims(value: unknown): BoundClaims | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { namespace, serviceaccount, pod, secret, node } = value as { readonly [name: string]: unknown };
  const account = reference(serviceaccount);
  if (typeof namespace !== 'string' || account === undefined) return undefined;
  const [boundPod, boundSecret, boundNode] = [reference(pod), reference(secret), reference(node)];
  return {
    namespace,
    serviceaccount: account,
    ...(boundPod === undefined ? {} : { pod: boundPod }),
    ...(boundSecret === undefined ? {} : { secret: boundSecret }),
    ...(boundNode === undefined ? {} : { node: boundNode }),
  };
}

function reference(value: unknown): Reference | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, uid } = value as { readonly name?: unknown; readonly uid?: unknown };
  return typeof name === 'string' ? { name, ...(typeof uid === 'string' ? { uid } : {}) } : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function timeError({ exp, nbf, iat }: Claims, now: number): string | undefined {
  if (nbf !== undefined && now + LEEWAY < nbf) return 'service account token is not valid yet';
  if (exp === undefined || now - LEEWAY > exp) return 'service account token has expired';
  if (iat !== undefined && now + LEEWAY < iat) return 'service account token is issued in the future';
  return undefined;
}

async function existenceError({ find, clock }: AccountTokenOptions, bound: BoundClaims): Promise<string | undefined> {
  if (find === undefined) return undefined;
  const { namespace, serviceaccount, pod, secret, node } = bound;
  const gone = (object: KubeObject | undefined): boolean => {
    const deleted = object?.metadata.deletionTimestamp;
    return object === undefined || (deleted !== undefined && Date.parse(String(deleted)) < clock.now() - LEEWAY * 1000);
  };
  const account = await find('serviceaccounts', namespace, serviceaccount.name);
  if (account === undefined) return `serviceaccounts ${goQuote(serviceaccount.name)} not found`;
  if (gone(account)) return `service account ${namespace}/${serviceaccount.name} has been deleted`;
  if (account.metadata.uid !== serviceaccount.uid)
    return `service account UID (${account.metadata.uid ?? ''}) does not match claim (${serviceaccount.uid ?? ''})`;
  const anchors = [
    ['secrets', namespace, secret, 'secret'],
    ['pods', namespace, pod, 'pod'],
    // The node of a pod is only told; a token that is bound to a node alone ends with it.
    ['nodes', '', pod === undefined ? node : undefined, 'node'],
  ] as const;
  for (const [resource, where, anchor, word] of anchors) {
    if (anchor === undefined) continue;
    const object = await find(resource, where, anchor.name);
    if (gone(object)) return INVALIDATED;
    if (object?.metadata.uid !== anchor.uid)
      return `${word} UID (${object?.metadata.uid ?? ''}) does not match service account ${word} ref claim (${anchor.uid ?? ''})`;
  }
  return undefined;
}

function userOf({ bound, jti }: Claims): UserInfo {
  const { namespace, serviceaccount, pod, node } = bound;
  const extra = new Map<string, readonly string[]>();
  if (jti !== '') extra.set(CREDENTIAL_ID, [`JTI=${jti}`]);
  const tell = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') extra.set(key, [value]);
  };
  tell(POD_NAME, pod?.name);
  tell(POD_UID, pod?.uid);
  tell(NODE_NAME, node?.name);
  tell(NODE_UID, node?.uid);
  return {
    name: serviceAccountName(namespace, serviceaccount.name),
    uid: serviceaccount.uid ?? '',
    groups: serviceAccountGroups(namespace),
    extra,
  };
}

function intersection(asked: readonly string[], there: readonly string[]): readonly string[] {
  return asked.filter((each) => there.includes(each));
}

function goList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}
