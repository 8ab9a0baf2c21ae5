/** A TLS secret holds a certificate and its key. What does not fit is stored all the same, with a warning in the words of Go's crypto/tls. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { getKey, type KubeObject, type StringMap } from '../../machinery/object.ts';
import { certificatesProblem } from '../../machinery/x509/certificates.ts';
import { type PemBlock, pemBlocks } from '../../machinery/x509/pem.ts';

const TLS_TYPE = 'kubernetes.io/tls';

export function secretWarnings(object: KubeObject): readonly string[] {
  if (object.type !== TLS_TYPE) return [];
  const data = object.data as StringMap | null | undefined;
  const text = (key: string): string => Buffer.from(getKey(data, key) ?? '', 'base64').toString('latin1');
  const problem = pairProblem(text('tls.crt'), text('tls.key'));
  return problem === undefined ? [] : [problem];
}

const typesOf = (blocks: readonly PemBlock[]): string => `[${blocks.map(({ type }) => type).join(' ')}]`;

const isKey = (type: string): boolean => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');

function pairProblem(certificateText: string, keyText: string): string | undefined {
  const blocks = pemBlocks(certificateText);
  const leaf = blocks.find(({ type }) => type === 'CERTIFICATE');
  if (leaf === undefined) {
    if (blocks.length === 0) return 'tls: failed to find any PEM data in certificate input';
    if (blocks.length === 1 && blocks[0]?.type.endsWith('PRIVATE KEY'))
      return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
    return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${typesOf(blocks)}`;
  }
  const keys = pemBlocks(keyText);
  const key = keys.find(({ type }) => isKey(type));
  if (key !== undefined) return mismatch(leaf, key);
  if (keys.length === 0) return 'tls: failed to find any PEM data in key input';
  if (keys.length === 1 && keys[0]?.type === 'CERTIFICATE') return 'tls: found a certificate rather than a key in the PEM for the private key';
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${typesOf(keys)}`;
}

function mismatch(leaf: PemBlock, key: PemBlock): string | undefined {
  const problem = certificatesProblem(leaf.bytes);
  if (problem !== undefined) return problem;
  const certificate = new X509Certificate(leaf.bytes);
  const secret = privateKey(key.bytes);
  if (secret === undefined) return 'tls: failed to parse private key';
  if (certificate.publicKey.asymmetricKeyType !== secret.asymmetricKeyType) return 'tls: private key type does not match public key type';
  return certificate.checkPrivateKey(secret) ? undefined : 'tls: private key does not match public key';
}

/** In whichever of the usual forms it is: its block's type does not matter. */
function privateKey(der: Buffer): KeyObject | undefined {
  for (const type of ['pkcs1', 'pkcs8', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // Then in another form.
    }
  }
  return undefined;
}
