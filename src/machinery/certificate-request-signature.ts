/**
 * Whether a certificate request (PKCS #10, RFC 2986) is one, and was signed with the key that it names. What is wrong is said as Go's crypto/x509
 * says it, because it ends up in messages. Only the outer structure is read here; keys and signatures are OpenSSL's business.
 */
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { children, read } from './certificate-request.ts';
import { pemBlocks } from './pem.ts';

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;

interface Algorithm {
  readonly key: 'rsa' | 'ec' | 'ed25519';
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
const RSA_PSS = '2a864886f70d01010a';
/** Hashes as the parameters of RSA-PSS name them. */
const PSS_HASHES: readonly (readonly [string, string])[] = [
  ['608648016503040201', 'sha256'],
  ['608648016503040202', 'sha384'],
  ['608648016503040203', 'sha512'],
];
const GO_KEYS: { readonly [type: string]: readonly [name: string, type: string] } = {
  rsa: ['RSA', '*rsa.PublicKey'],
  ec: ['ECDSA', '*ecdsa.PublicKey'],
  ed25519: ['Ed25519', 'ed25519.PublicKey'],
};
const FAILURES: { readonly [key in Algorithm['key']]: string } = {
  rsa: 'crypto/rsa: verification error',
  ec: 'x509: ECDSA verification failure',
  ed25519: 'x509: Ed25519 verification failure',
};

/** @param pem the first block counts. @returns undefined when nothing is wrong */
export function certificateRequestProblem(pem: string): string | undefined {
  const [block] = pemBlocks(pem);
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  try {
    return problemOf(block.bytes);
  } catch (error) {
    if (error instanceof RangeError) return 'asn1: syntax error: data truncated';
    throw error;
  }
}

/** @throws {RangeError} for lengths that lead beyond the end */
function problemOf(der: Buffer): string | undefined {
  const outer = read(der, 0);
  if (outer.tag !== SEQUENCE) return "asn1: structure error: tags don't match";
  if (outer.end < der.length) return 'x509: trailing data';
  const [info, algorithm, signature] = children(outer.content);
  if (info?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature?.tag !== BIT_STRING) return "asn1: structure error: tags don't match";
  const parts = children(info.content);
  const [version, subject] = parts;
  if (version === undefined || subject === undefined || parts[2]?.tag !== SEQUENCE) return "asn1: structure error: tags don't match";
  const key = publicKey(info.content.subarray(subject.end, parts[2].end));
  if (key === undefined) return 'x509: failed to parse public key';
  // The bit string's first byte says how many bits of the last one do not count: none.
  return signatureProblem(outer.content.subarray(0, info.end), algorithm.content, signature.content.subarray(1), key);
}

function publicKey(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return undefined; // not a key that OpenSSL knows
  }
}

function signatureProblem(signed: Buffer, identifier: Buffer, signature: Buffer, key: KeyObject): string | undefined {
  const algorithm = algorithmOf(identifier);
  if (algorithm === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  const type = key.asymmetricKeyType ?? '';
  if (type !== algorithm.key) {
    const [wanted] = GO_KEYS[algorithm.key] ?? [];
    const [, found] = (Object.hasOwn(GO_KEYS, type) ? GO_KEYS[type] : undefined) ?? [];
    return `x509: signature algorithm specifies an ${wanted} public key, but have public key of type ${found ?? '<nil>'}`;
  }
  const { hash, padding } = algorithm;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  try {
    if (verify(hash, signed, padding === undefined ? key : { key, padding, saltLength }, signature)) return undefined;
  } catch {
    // A signature that is not even one of its kind.
  }
  return FAILURES[algorithm.key];
}

function algorithmOf(identifier: Buffer): Algorithm | undefined {
  const [oid, parameters] = children(identifier);
  const name = oid?.content.toString('hex') ?? '';
  if (name !== RSA_PSS) return ALGORITHMS.get(name);
  const text = parameters?.content.toString('hex') ?? '';
  const hash = PSS_HASHES.find(([each]) => text.includes(each))?.[1];
  return hash === undefined ? undefined : { key: 'rsa', hash, padding: constants.RSA_PKCS1_PSS_PADDING };
}
