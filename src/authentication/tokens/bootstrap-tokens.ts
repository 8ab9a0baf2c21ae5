/**
 * Bootstrap tokens: `ID.SECRET`, kept as secrets in kube-system, with which a node that has no identity yet may ask for one. A token that is expired,
 * deleted or not meant for authentication is no token.
 */
import type { Clock } from '../../base/clock.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { parseTime, TimeError, timeToMillis } from '../../machinery/time.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import { sameSecret } from '../same-secret.ts';

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;
const DEFAULT_GROUP = 'system:bootstrappers';

export interface BootstrapTokenOptions {
  readonly clock: Clock;
  /** A secret of kube-system. */
  readonly secret: (name: string) => Promise<KubeObject | undefined>;
}

export function bootstrapTokenAuthenticator(options: BootstrapTokenOptions): TokenAuthenticator {
  return {
    authenticateToken(token) {
      const parts = TOKEN.exec(token);
      return parts === null ? UNKNOWN : authenticate(options, parts[1] as string, parts[2] as string);
    },
  };
}

async function authenticate({ clock, secret }: BootstrapTokenOptions, id: string, given: string): Promise<Authentication> {
  const found = await secret(`bootstrap-token-${id}`);
  if (found === undefined || found.metadata.deletionTimestamp !== undefined || found.type !== 'bootstrap.kubernetes.io/token') return UNKNOWN;
  const value = (key: string): string =>
    Buffer.from(getKey(found.data as { readonly [key: string]: string } | undefined, key) ?? '', 'base64').toString('utf8');
  const kept = value('token-secret');
  if (kept === '' || !sameSecret(kept, given) || value('token-id') !== id) return UNKNOWN;
  const expiration = value('expiration');
  if (expiration !== '' && !isAhead(expiration, clock.now())) return UNKNOWN;
  if (value('usage-bootstrap-authentication') !== 'true') return UNKNOWN;
  const extra = value('auth-extra-groups');
  const groups = extra === '' ? [] : extra.split(',');
  if (!groups.every((each) => GROUP.test(each))) return UNKNOWN;
  return {
    kind: 'user',
    user: { name: `system:bootstrap:${id}`, uid: '', groups: [...new Set([...groups, DEFAULT_GROUP])].sort(), extra: new Map() },
  };
}

/** What is no time has passed. */
function isAhead(text: string, now: number): boolean {
  try {
    const time = parseTime(text);
    return time !== undefined && timeToMillis(time) > now;
  } catch (error) {
    if (error instanceof TimeError) return false;
    throw error;
  }
}
