/**
 * `Authorization: Basic ...` (RFC 7617). Passwords are compared in constant time, and a user that does not exist costs as much as one that does. What
 * was right a moment ago is remembered by an HMAC with a key of this process, for hashes that are expensive.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { ExpiringCache } from '../../base/expiring-cache.ts';
import type { HttpRequest } from '../../request/http.ts';
import { type Authentication, type RequestAuthenticator, UNKNOWN } from '../interface.ts';
import { BcryptComparer } from './bcrypt.ts';
import { digestOf, type Password, type PasswordEntry } from './password-file.ts';

const REMEMBERED_MS = 10_000;
const MAX_REMEMBERED = 1024;
const INVALID: Authentication = { kind: 'failed', error: new Error('invalid username/password combination') };

export class BasicAuthenticator implements RequestAuthenticator {
  readonly #entries: ReadonlyMap<string, PasswordEntry>;
  readonly #secret = randomBytes(32);
  /** By HMAC. */
  readonly #right: ExpiringCache<true>;
  readonly #bcrypt = new BcryptComparer();
  /** What the password of nobody is compared with. */
  readonly #decoy: Password;

  constructor(entries: ReadonlyMap<string, PasswordEntry>, clock: Clock) {
    this.#entries = entries;
    this.#right = new ExpiringCache(MAX_REMEMBERED, clock);
    const dearest = [...entries.values()].find(({ password }) => password.kind === 'bcrypt');
    this.#decoy = dearest?.password ?? { kind: 'digest', digest: randomBytes(32) };
  }

  authenticate(request: HttpRequest): Authentication | Promise<Authentication> {
    const given = credentialsOf(request);
    return given === undefined ? UNKNOWN : this.#check(given.user, given.password);
  }

  close(): Promise<void> {
    return this.#bcrypt.close();
  }

  #check(name: string, password: string): Authentication | Promise<Authentication> {
    const entry = this.#entries.get(name);
    const kept = entry?.password ?? this.#decoy;
    const answer = (isSame: boolean): Authentication => (isSame && entry !== undefined ? { kind: 'user', user: entry.user } : INVALID);
    if (kept.kind === 'digest') return answer(timingSafeEqual(kept.digest, digestOf(password)));
    const key = createHmac('sha256', this.#secret).update(`${name.length}:${name}${password}`).digest('latin1');
    if (this.#right.get(key) === true) return answer(true);
    return this.#bcrypt.isSame(password, kept.hash).then(
      (isSame) => {
        if (isSame && entry !== undefined) this.#right.set(key, true, REMEMBERED_MS);
        return answer(isSame);
      },
      (error: Error) => ({ kind: 'failed', error }),
    );
  }
}

function credentialsOf(request: HttpRequest): { readonly user: string; readonly password: string } | undefined {
  const found = /^basic +([A-Za-z0-9+/]*={0,2})$/i.exec(request.header('authorization') ?? '');
  if (found === null) return undefined;
  const text = Buffer.from(found[1] ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
