/**
 * The keys of service account tokens: one signs, all verify. A key's id is the SHA-256 of its public part, so that every server that knows the key
 * gives it the same name.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { pemBlocks, pemText } from '../../machinery/x509/pem.ts';

export type SigningAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512';

export interface TokenKey {
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
}

const CURVES: ReadonlyMap<string, SigningAlgorithm> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);

/** @throws {Error} for a key that is neither RSA nor one of the three NIST curves */
export function tokenKey(key: KeyObject): TokenKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { id: createHash('sha256').update(spki).digest('base64url'), algorithm: algorithmOf(key), key };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningAlgorithm {
  if (asymmetricKeyType === 'rsa') return 'RS256';
  const algorithm = asymmetricKeyType === 'ec' ? CURVES.get(asymmetricKeyDetails?.namedCurve ?? '') : undefined;
  if (algorithm === undefined) throw new Error('unknown public key type, must be *rsa.PublicKey or *ecdsa.PublicKey');
  return algorithm;
}

/** @throws {Error} one line without the key */
export function parseSigningKey(pem: string): TokenKey {
  try {
    return tokenKey(createPrivateKey(pem));
  } catch {
    throw new Error('data does not contain a valid RSA or ECDSA private key');
  }
}

/** Public keys, or the public parts of private ones and of certificates. @throws {Error} one line when there is none */
export function parseVerificationKeys(pem: string): readonly TokenKey[] {
  const keys: TokenKey[] = [];
  for (const block of pemBlocks(pem)) {
    if (block.type !== 'CERTIFICATE' && !block.type.endsWith('KEY')) continue;
    try {
      keys.push(tokenKey(createPublicKey(pemText(block))));
    } catch {
      throw new Error('data does not contain any valid RSA or ECDSA public keys');
    }
  }
  if (keys.length === 0) throw new Error('data does not contain any valid RSA or ECDSA public keys');
  return keys;
}

/** RFC 7517: what verifiers outside of the cluster need. Private parts are never in it. */
export function jsonWebKeySet(keys: readonly TokenKey[]): string {
  const shown = keys.map(({ id, algorithm, key }) => {
    const { kty, n, e, crv, x, y } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
    return { use: 'sig', kty, kid: id, ...(crv === undefined ? {} : { crv }), alg: algorithm, ...(kty === 'RSA' ? { n, e } : { x, y }) };
  });
  return JSON.stringify({ keys: shown });
}
