/**
 * Whose is a service account token? Its signature, its times, its audiences; and the account and what the token is bound to are still there, the
 * same ones. Signatures are verified once per token and remembered, everything else is looked at on every request: a deletion counts at once.
 */

import type { Clock } from '../../base/clock.ts';
import { goQuote, goQuotedList } from '../../machinery/go/text.ts';
import { stringAt, stringsIn } from '../../machinery/loose-json.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeToMillis } from '../../machinery/time.ts';
import { CREDENTIAL_ID, NODE_NAME, type UserInfo } from '../../request/user.ts';
import { type Authentication, failed, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import { type ParsedToken, parseToken } from '../tokens/jwt.ts';
import { type BoundClaims, NODE_UID, POD_NAME, POD_UID, type Reference, serviceAccountGroups, serviceAccountName } from './claims.ts';
import type { TokenKey } from './keys.ts';
import { authenticateLegacy, LEGACY_ISSUER, type LegacyOptions } from './legacy.ts';
import { SignatureMemory } from './signatures.ts';

export interface AccountTokenOptions {
  readonly issuers: readonly string[];
  readonly keys: () => Promise<readonly TokenKey[]>;
  /** The names that this server answers to. */
  readonly audiences: readonly string[];
  readonly clock: Clock;
  /** An object as it is now. Absent: whether things still exist is not looked at. */
  readonly find?: (resource: 'serviceaccounts' | 'pods' | 'secrets' | 'nodes', namespace: string, name: string) => Promise<KubeObject | undefined>;
  /** Counts tokens that live longer than they should be used, and are still used in time. */
  readonly countFresh?: () => void;
  /** See LegacyOptions. */
  readonly markUsed?: NonNullable<LegacyOptions['markUsed']>;
}

/** How far clocks may be apart, in seconds; what is being deleted counts as gone after this time, too. */
const LEEWAY = 60;
const LEGACY_TOKEN = 'authentication.k8s.io/legacy-token';
const STALE_TOKEN = 'authentication.k8s.io/stale-token';
const INVALIDATED = 'service account token has been invalidated';

interface Claims {
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
  readonly jti: string;
  readonly bound: BoundClaims;
}

export function accountTokenAuthenticator(options: AccountTokenOptions): TokenAuthenticator {
  const signatures = new SignatureMemory(options.keys);
  return {
    authenticateToken(token, _connection, audiences = options.audiences) {
      const parsed = parseToken(token);
      const issuer = parsed?.payload.iss;
      if (parsed === undefined || typeof issuer !== 'string') return UNKNOWN;
      const presented = { token, parsed, asked: audiences };
      if (issuer === LEGACY_ISSUER) return authenticate(options, signatures, presented, legacyUser);
      return options.issuers.includes(issuer) ? authenticate(options, signatures, presented, boundUser) : UNKNOWN;
    },
  };
}

interface Presented {
  readonly token: string;
  readonly parsed: ParsedToken;
  /** The audiences of which the token must name one. */
  readonly asked: readonly string[];
}

type Judge = (options: AccountTokenOptions, presented: Presented) => Promise<Authentication>;

async function authenticate(options: AccountTokenOptions, signatures: SignatureMemory, presented: Presented, judge: Judge): Promise<Authentication> {
  const { token, parsed, asked } = presented;
  const forged = await signatures.problem(token, parsed);
  if (forged !== undefined) return failed(forged);
  const { aud, sub } = parsed.payload;
  const named = typeof aud === 'string' ? [aud] : stringsIn(aud);
  // Tokens without audiences are old ones, and meant for this server.
  const meant = named.length === 0 ? options.audiences : named;
  const audiences = intersection(asked, meant);
  if (audiences.length === 0) return failed(`token audiences ${goQuotedList(meant)} is invalid for the target audiences ${goQuotedList(asked)}`);
  const found = await judge(options, presented);
  const limited: Authentication = found.kind === 'user' ? { ...found, audiences } : found;
  return named.length === 0 ? remarked(limited, LEGACY_TOKEN, String(sub)) : limited;
}

function remarked(found: Authentication, key: string, value: string): Authentication {
  if (found.kind === 'unknown') return found;
  const annotations = new Map([[key, value], ...(found.remarks?.annotations ?? [])]);
  return { ...found, remarks: { ...found.remarks, annotations } };
}

function legacyUser({ find, clock, markUsed }: AccountTokenOptions, { token, parsed }: Presented): Promise<Authentication> {
  return authenticateLegacy({ clock, ...(find === undefined ? {} : { find }), ...(markUsed === undefined ? {} : { markUsed }) }, token, parsed);
}

async function boundUser(options: AccountTokenOptions, { parsed }: Presented): Promise<Authentication> {
  const claims = claimsOf(parsed);
  if (claims === undefined) return failed('Token could not be validated.');
  const now = options.clock.now() / 1000;
  const wrong = timeError(claims, now) ?? (await existenceError(options, claims.bound));
  if (wrong !== undefined) return failed(wrong);
  const user: Authentication = { kind: 'user', user: userOf(claims) };
  const { warnafter = 0 } = claims.bound;
  if (warnafter === 0) return user;
  if (now <= warnafter) {
    options.countFresh?.();
    return user;
  }
  const late = Math.floor(now) - warnafter;
  return remarked(user, STALE_TOKEN, `subject: ${String(parsed.payload.sub)}, seconds after warning threshold: ${late}`);
}

/** Undefined when they do not agree with each other. */
function claimsOf({ payload }: ParsedToken): Claims | undefined {
  const { exp, nbf, iat, sub } = payload;
  const bound = boundClaims(payload['kubernetes.io']);
  if (bound === undefined || sub !== serviceAccountName(bound.namespace, bound.serviceaccount.name)) return undefined;
  return { exp: number(exp), nbf: number(nbf), iat: number(iat), jti: stringAt(payload, 'jti'), bound };
}

function boundClaims(value: unknown): BoundClaims | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { namespace, serviceaccount, pod, secret, node, warnafter } = value as { readonly [name: string]: unknown };
  const account = reference(serviceaccount);
  if (typeof namespace !== 'string' || account === undefined) return undefined;
  const [boundPod, boundSecret, boundNode] = [reference(pod), reference(secret), reference(node)];
  return {
    namespace,
    serviceaccount: account,
    ...(boundPod === undefined ? {} : { pod: boundPod }),
    ...(boundSecret === undefined ? {} : { secret: boundSecret }),
    ...(boundNode === undefined ? {} : { node: boundNode }),
    ...(typeof warnafter === 'number' ? { warnafter } : {}),
  };
}

function reference(value: unknown): Reference | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, uid } = value as { readonly name?: unknown; readonly uid?: unknown };
  return typeof name === 'string' ? { name, ...(typeof uid === 'string' ? { uid } : {}) } : undefined;
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
    return object === undefined || (deleted !== undefined && timeToMillis(String(deleted)) < clock.now() - LEEWAY * 1000);
  };
  const account = await find('serviceaccounts', namespace, serviceaccount.name);
  if (account === undefined) return `serviceaccounts ${goQuote(serviceaccount.name)} not found`;
  if (gone(account)) return `service account ${namespace}/${serviceaccount.name} has been deleted`;
  if (account.metadata.uid !== serviceaccount.uid)
    return `service account UID (${account.metadata.uid ?? ''}) does not match claim (${serviceaccount.uid ?? ''})`;
  const anchors = [
    ['secrets', namespace, secret, 'secret'],
    ['pods', namespace, pod, 'pod'],
    // A pod's token names the node for information only; a token that is bound to nothing but a node ends with the node.
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
