/** Service account tokens as JSON Web Tokens: signed and verified with the one algorithm that belongs to our key. */
import { sign } from 'node:crypto';
import { hashOf, isSigned, keyInput, type ParsedToken } from '../tokens/jwt.ts';
import type { TokenKey } from './keys.ts';

/** Whether `key` made the signature, and the token says so. */
export function isSignedBy(token: ParsedToken, { key, algorithm }: TokenKey): boolean {
  return isSigned(token, algorithm, key);
}

export function signToken(claims: object, { id, key, algorithm }: TokenKey): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: algorithm, kid: id })}.${encode(claims)}`;
  return `${signed}.${sign(hashOf(algorithm), Buffer.from(signed), keyInput(key, algorithm)).toString('base64url')}`;
}
