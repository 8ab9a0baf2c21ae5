/**
 * Compact JSON Web Tokens (RFC 7515, RFC 7519), as far as service accounts use them. A signature is verified with the algorithm of our key, never
 * with one that the token chooses: `none` and HMAC with a public key are no more than wrong signatures.
 */
import { constants, sign, verify } from 'node:crypto';
import type { SigningAlgorithm, TokenKey } from './keys.ts';

/** Longer tokens are not looked at. */
export const MAX_TOKEN_BYTES = 64 * 1024;

const HASHES: { readonly [algorithm in SigningAlgorithm]: string } = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' };
const BASE64URL = /^[A-Za-z0-9_-]*$/;

export interface ParsedToken {
  readonly header: { readonly [name: string]: unknown };
  readonly payload: { readonly [name: string]: unknown };
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Undefined for what is no JWT. */
export function parseToken(token: string): ParsedToken | undefined {
  if (token.length > MAX_TOKEN_BYTES) return undefined;
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((each) => BASE64URL.test(each))) return undefined;
  const [head = '', body = '', signature = ''] = parts;
  const header = parseObject(head);
  const payload = parseObject(body);
  if (header === undefined || payload === undefined) return undefined;
  return { header, payload, signed: Buffer.from(`${head}.${body}`, 'latin1'), signature: Buffer.from(signature, 'base64url') };
}

function parseObject(part: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `key` made the signature, and the token says so. */
export function isSignedBy({ header, signed, signature }: ParsedToken, { key, algorithm }: TokenKey): boolean {
  if (header.alg !== algorithm || header.crit !== undefined) return false;
  // A signature of another length than its bytes say has been tampered with.
  return verify(HASHES[algorithm], signed, verifier(key, algorithm), signature);
}

export function signToken(claims: object, { id, key, algorithm }: TokenKey): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: algorithm, kid: id })}.${encode(claims)}`;
  return `${signed}.${sign(HASHES[algorithm], Buffer.from(signed), verifier(key, algorithm)).toString('base64url')}`;
}

function verifier(key: TokenKey['key'], algorithm: SigningAlgorithm) {
  return algorithm === 'RS256' ? { key, padding: constants.RSA_PKCS1_PADDING } : { key, dsaEncoding: 'ieee-p1363' as const };
}
