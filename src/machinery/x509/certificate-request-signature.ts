/**
 * Whether a certificate request was signed with the key that it names. What is wrong is said as Go's crypto/x509 says it, because it ends up in
 * messages; keys and signatures are OpenSSL's business, but what Go does not know is not known here either.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type AlgorithmIdentifier, type CertificateRequest, parseCertificateRequest } from './certificate-request.ts';

type KeyType = 'rsa' | 'ec' | 'ed25519';

interface Algorithm {
  readonly key: KeyType;
  /** Null: the algorithm has its own. */
  readonly hash: string | null;
  readonly padding?: number;
}

const rsa = (hash: string): Algorithm => ({ key: 'rsa', hash });
const ecdsa = (hash: string): Algorithm => ({ key: 'ec', hash });

/** By the object identifier's DER. */
const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ['2a864886f70d010105', rsa('sha1')],
  ['2a864886f70d01010b', rsa('sha256')],
  ['2a864886f70d01010c', rsa('sha384')],
  ['2a864886f70d01010d', rsa('sha512')],
  ['2a8648ce3d0401', ecdsa('sha1')],
  ['2a8648ce3d040302', ecdsa('sha256')],
  ['2a8648ce3d040303', ecdsa('sha384')],
  ['2a8648ce3d040304', ecdsa('sha512')],
  ['2b6570', { key: 'ed25519', hash: null }],
]);
const MD5_RSA = '2a864886f70d010104';
const RSA_PSS = '2a864886f70d01010a';
/** Hashes as the parameters of RSA-PSS name them. */
const PSS_HASHES: readonly (readonly [string, string])[] = [
  ['608648016503040201', 'sha256'],
  ['608648016503040202', 'sha384'],
  ['608648016503040203', 'sha512'],
];
const KEYS: ReadonlyMap<string, KeyType> = new Map([
  ['2a864886f70d010101', 'rsa'],
  ['2a8648ce3d0201', 'ec'],
  ['2b6570', 'ed25519'],
]);
/** P-224, P-256, P-384, P-521, as parameters name them. */
const CURVES: readonly string[] = ['06052b81040021', '06082a8648ce3d030107', '06052b81040022', '06052b81040023'];
const UNCOMPRESSED = 4;
const ASN1_NULL = '0500';
const GO_NAMES: { readonly [type in KeyType]: string } = { rsa: 'RSA', ec: 'ECDSA', ed25519: 'Ed25519' };
const GO_TYPES: { readonly [type in KeyType]: string } = { rsa: '*rsa.PublicKey', ec: '*ecdsa.PublicKey', ed25519: 'ed25519.PublicKey' };
const MALFORMED_KEYS: { readonly [type in KeyType]: string } = {
  rsa: 'x509: invalid RSA public key',
  ec: 'x509: failed to unmarshal elliptic curve point',
  ed25519: 'x509: wrong Ed25519 public key size',
};
const FAILURES: { readonly [type in KeyType]: string } = {
  rsa: 'crypto/rsa: verification error',
  ec: 'x509: ECDSA verification failure',
  ed25519: 'x509: Ed25519 verification failure',
};
const UNKNOWN_ALGORITHM = 'x509: cannot verify signature: algorithm unimplemented';
const MIN_RSA_BITS = 1024;

/** @param pem the first block counts. @returns undefined when nothing is wrong */
export function certificateRequestProblem(pem: string): string | undefined {
  const request = parseCertificateRequest(pem);
  if (typeof request === 'string') return request;
  const type = KEYS.get(request.keyAlgorithm.oid);
  const key = type === undefined ? undefined : publicKey(request, type);
  if (typeof key === 'string') return key;
  const algorithm = algorithmOf(request.signatureAlgorithm);
  if (typeof algorithm === 'string') return algorithm;
  if (type === undefined || key === undefined) return UNKNOWN_ALGORITHM;
  if (type !== algorithm.key)
    return `x509: signature algorithm specifies an ${GO_NAMES[algorithm.key]} public key, but have public key of type ${GO_TYPES[type]}`;
  return signatureProblem(request, algorithm, key);
}

/** @returns what is wrong, in words */
function publicKey({ keyAlgorithm: { parameters }, keyBits, keyInfo }: CertificateRequest, type: KeyType): KeyObject | string {
  const given = parameters?.toString('hex') ?? '';
  if (type === 'rsa' && given !== ASN1_NULL) return 'x509: RSA key missing NULL parameters';
  if (type === 'ec' && !given.startsWith('06')) return 'x509: invalid ECDSA parameters';
  if (type === 'ec' && !CURVES.includes(given)) return 'x509: unsupported elliptic curve';
  if (type === 'ec' && keyBits[0] !== UNCOMPRESSED) return MALFORMED_KEYS.ec;
  if (type === 'ed25519' && given !== '') return 'x509: Ed25519 key encoded with illegal parameters';
  try {
    return createPublicKey({ key: keyInfo, format: 'der', type: 'spki' });
  } catch {
    return MALFORMED_KEYS[type]; // not a key that OpenSSL knows
  }
}

function signatureProblem({ signed, signature }: CertificateRequest, { key: type, hash, padding }: Algorithm, key: KeyObject): string | undefined {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  if (bits < MIN_RSA_BITS) return `crypto/rsa: ${bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)`;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  try {
    if (verify(hash, signed, padding === undefined ? key : { key, padding, saltLength }, signature)) return undefined;
  } catch {
    // A signature that is not even one of its kind.
  }
  return FAILURES[type];
}

/** @returns why there is none, in words */
function algorithmOf({ oid, parameters }: AlgorithmIdentifier): Algorithm | string {
  if (oid === MD5_RSA) return 'x509: cannot verify signature: insecure algorithm MD5-RSA';
  if (oid !== RSA_PSS) return ALGORITHMS.get(oid) ?? UNKNOWN_ALGORITHM;
  const text = parameters?.toString('hex') ?? '';
  const hash = PSS_HASHES.find(([each]) => text.includes(each))?.[1];
  return hash === undefined ? UNKNOWN_ALGORITHM : { key: 'rsa', hash, padding: constants.RSA_PKCS1_PSS_PADDING };
}
