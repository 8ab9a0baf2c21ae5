/**
 * --basic-auth-file: lines of `password,user,uid,"group,group"`, as upstream read them while it had basic authentication. A password may stand as it
 * is or as a bcrypt hash ($2a$, $2b$, $2y$); the former are kept as SHA-256 digests only.
 */
import { hash } from 'node:crypto';
import type { UserInfo } from '../../request/user.ts';
import { parseCsv } from '../csv.ts';

export type Password = { readonly kind: 'digest'; readonly digest: Buffer } | { readonly kind: 'bcrypt'; readonly hash: string };

export interface PasswordEntry {
  readonly password: Password;
  readonly user: UserInfo;
}

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * @param name the file's name, for messages
 * @returns by user name
 * @throws {Error} one line: the file is no CSV, a line has fewer than three columns, or a name comes twice
 */
export function parsePasswordFile(text: string, name: string): ReadonlyMap<string, PasswordEntry> {
  const entries = new Map<string, PasswordEntry>();
  for (const record of parseCsv(text)) {
    if (record.length < 3)
      throw new Error(`password file '${name}' must have at least 3 columns (password, user name, user uid), found ${record.length}`);
    const [password, user, uid, groups = ''] = record as [string, string, string, string?];
    if (user === '' || password === '') throw new Error(`password file '${name}' has a line without a user name or a password`);
    if (entries.has(user)) throw new Error(`password file '${name}' names user ${JSON.stringify(user)} more than once`);
    const kept: Password = BCRYPT.test(password) ? { kind: 'bcrypt', hash: password } : { kind: 'digest', digest: digestOf(password) };
    entries.set(user, { password: kept, user: { name: user, uid, groups: groups === '' ? [] : groups.split(','), extra: new Map() } });
  }
  return entries;
}

export function digestOf(password: string): Buffer {
  return hash('sha256', password, 'buffer');
}
