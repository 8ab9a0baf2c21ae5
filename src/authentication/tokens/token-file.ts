/**
 * --token-auth-file: lines of `token,user,uid,"group,group"`. Tokens are kept as SHA-256 digests only; a digest that is found is compared in
 * constant time.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { UserInfo } from '../../request/user.ts';
import { parseCsv } from '../csv.ts';
import { type Authentication, type TokenAuthenticator, UNKNOWN } from '../interface.ts';

export interface TokenFile extends TokenAuthenticator {
  /** What is odd about the file but no reason to refuse it; for the log. Holds no tokens. */
  readonly warnings: readonly string[];
}

/**
 * @param name the file's name, for messages
 * @throws {Error} one line: the file is no CSV, or a line has fewer than three columns
 */
export function parseTokenFile(text: string, name: string): TokenFile {
  const users = new Map<string, { readonly digest: Buffer; readonly found: Authentication }>();
  const warnings: string[] = [];
  let number = 0;
  for (const record of parseCsv(text)) {
    number++;
    if (record.length < 3) throw new Error(`token file '${name}' must have at least 3 columns (token, user name, user uid), found ${record.length}`);
    const [token, user, uid, groups] = record as [string, string, string, string?];
    if (token === '') {
      warnings.push(`empty token has been found in token file '${name}', record number '${number}'`);
      continue;
    }
    const digest = hash('sha256', token, 'buffer');
    const key = digest.toString('latin1');
    if (users.has(key)) warnings.push(`duplicate token has been found in token file '${name}', record number '${number}'`);
    users.set(key, { digest, found: { kind: 'user', user: userOf(user, uid, groups) } });
  }
  return { warnings, authenticateToken: rememberedBy(users) };
}

/**
 * Most connections send one token again and again. What a connection sent last is compared as it is: its timing tells nothing but what the same
 * client sent before.
 */
function rememberedBy(users: Users): TokenAuthenticator['authenticateToken'] {
  const last = new WeakMap<object, { readonly token: string; readonly found: Authentication }>();
  return (token, connection) => {
    if (connection === undefined) return find(users, token);
    const known = last.get(connection);
    if (known !== undefined && known.token === token) return known.found;
    const found = find(users, token);
    last.set(connection, { token, found });
    return found;
  };
}

type Users = ReadonlyMap<string, { readonly digest: Buffer; readonly found: Authentication }>;

function find(users: Users, token: string): Authentication {
  // Header values come with one character per byte; the file is UTF-8.
  const digest = hash('sha256', Buffer.from(token, 'latin1'), 'buffer');
  const entry = users.get(digest.toString('latin1'));
  return entry !== undefined && timingSafeEqual(entry.digest, digest) ? entry.found : UNKNOWN;
}

/** A column of groups that is there and empty names one group, without a name: as upstream. */
function userOf(name: string, uid: string, groups: string | undefined): UserInfo {
  return { name, uid, groups: groups?.split(',') ?? [], extra: new Map() };
}
