/** A TLS secret holds a certificate and its key. What does not fit is stored all the same, with a warning in the words of Go's crypto/tls. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { getKey, type KubeObject, type StringMap } from '../../machinery/object.ts';

const TLS_TYPE = 'kubernetes.io/tls';
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

export function secretWarnings(object: KubeObject): readonly string[] {
  if (object.type !== TLS_TYPE) return [];
  const data = object.data as StringMap | null | undefined;
  const text = (key: string): string => Buffer.from(getKey(data, key) ?? '', 'base64').toString('latin1');
  const problem = pairProblem(text('tls.crt'), text('tls.key'));
  return problem === undefined ? [] : [`tls: ${problem}`];
}

function pairProblem(certificateText: string, keyText: string): string | undefined {
  const blocks = [...certificateText.matchAll(BLOCK)].map(([text, type]) => ({ text, type: type ?? '' }));
  const leaf = blocks.find(({ type }) => type === 'CERTIFICATE')?.text;
  if (leaf === undefined) {
    if (blocks.length === 0) return 'failed to find any PEM data in certificate input';
    const switched = blocks.some(({ type }) => type.endsWith('PRIVATE KEY'));
    if (switched) return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
    return `failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${blocks.map(({ type }) => type).join(' ')}]`;
  }
  const keys = [...keyText.matchAll(BLOCK)].map(([text, type]) => ({ text, type: type ?? '' }));
  const key = keys.find(({ type }) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))?.text;
  if (key !== undefined) return matches(leaf, key) ? undefined : 'private key does not match public key';
  if (keys.length === 0) return 'failed to find any PEM data in key input';
  if (keys.length === 1 && keys[0]?.type === 'CERTIFICATE') return 'found a certificate rather than a key in the PEM for the private key';
  return `failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${keys.map(({ type }) => type).join(' ')}]`;
}

/** What cannot be read is left to whoever uses it. */
function matches(certificate: string, key: string): boolean {
  let parsed: X509Certificate;
  let secret: KeyObject;
  try {
    parsed = new X509Certificate(certificate);
    secret = createPrivateKey(key);
  } catch {
    return true;
  }
  return parsed.checkPrivateKey(secret);
}
