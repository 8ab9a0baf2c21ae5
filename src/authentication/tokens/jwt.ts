/**
 * Compact JSON Web Tokens (RFC 7515, RFC 7519): reading them, and verifying a signature with one algorithm and one key that the caller chose. A token
 * never chooses by itself: `none` and HMAC with a public key are no more than wrong signatures, because neither algorithm is known here.
 */
import { constants, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../machinery/loose-json.ts';

/** Longer tokens are not looked at. */
const MAX_TOKEN_BYTES = 64 * 1024;

export type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512';

interface Scheme {
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  /** The curve by OpenSSL's name; absent: RSA. */
  readonly curve?: string;
  readonly pss?: true;
}

/** In the order in which messages list them. */
const SCHEMES: ReadonlyMap<string, Scheme> = new Map<JwsAlgorithm, Scheme>([
  ['ES256', { hash: 'sha256', curve: 'prime256v1' }],
  ['ES384', { hash: 'sha384', curve: 'secp384r1' }],
  ['ES512', { hash: 'sha512', curve: 'secp521r1' }],
  ['PS256', { hash: 'sha256', pss: true }],
  ['PS384', { hash: 'sha384', pss: true }],
  ['PS512', { hash: 'sha512', pss: true }],
  ['RS256', { hash: 'sha256' }],
  ['RS384', { hash: 'sha384' }],
  ['RS512', { hash: 'sha512' }],
]);

export const JWS_ALGORITHMS = [...SCHEMES.keys()] as readonly JwsAlgorithm[];

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
  const parts = token.split('.', 4);
  if (parts.length !== 3 || !parts.every((each) => BASE64URL.test(each) && each.length % 4 !== 1)) return undefined;
  const [head = '', body = '', signature = ''] = parts;
  const header = parseObject(head);
  const payload = parseObject(body);
  if (header === undefined || payload === undefined) return undefined;
  return { header, payload, signed: Buffer.from(`${head}.${body}`, 'latin1'), signature: Buffer.from(signature, 'base64url') };
}

function parseObject(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `key` made the signature with `algorithm`, and the token says so and asks for nothing that is not understood here (RFC 7515, "crit"). */
export function isSigned({ header, signed, signature }: ParsedToken, algorithm: JwsAlgorithm, key: KeyObject): boolean {
  if (header.alg !== algorithm || header.crit !== undefined) return false;
  const scheme = SCHEMES.get(algorithm);
  if (scheme === undefined || !fits(key, scheme)) return false;
  return verify(scheme.hash, signed, keyInput(key, algorithm), signature);
}

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, { curve }: Scheme): boolean {
  return curve === undefined ? asymmetricKeyType === 'rsa' : asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === curve;
}

/** How node:crypto signs and verifies as JWS demands. */
export function keyInput(key: KeyObject, algorithm: JwsAlgorithm) {
  const scheme = SCHEMES.get(algorithm);
  if (scheme?.curve !== undefined) return { key, dsaEncoding: 'ieee-p1363' as const };
  if (scheme?.pss === true) return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return { key, padding: constants.RSA_PKCS1_PADDING };
}

/** The digest of an algorithm, for signing. */
export function hashOf(algorithm: JwsAlgorithm): string {
  return SCHEMES.get(algorithm)?.hash ?? 'sha256';
}
