/**
 * The little that is read of a certificate request (PKCS #10, RFC 2986) in PEM: the organizations of its subject. A reader of DER's tags and
 * lengths, nothing more; whether the signature holds is not asked.
 */
const PEM = /-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE REQUEST-----/;
/** 2.5.4.10, organizationName. */
const ORGANIZATION = '55040a';

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** @returns undefined for what is no certificate request */
export function certificateRequestOrganizations(pem: string): readonly string[] | undefined {
  const body = PEM.exec(pem)?.[1];
  if (body === undefined) return undefined;
  try {
    const request = read(Buffer.from(body, 'base64'), 0).content;
    const info = read(request, 0).content;
    const version = read(info, 0);
    return organizations(read(info, version.end).content);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A Name: a sequence of sets of (type, value). */
function organizations(name: Buffer): string[] {
  return children(name)
    .flatMap((set) => children(set.content))
    .flatMap((pair) => {
      const [type, value] = children(pair.content);
      return type?.content.toString('hex') === ORGANIZATION && value !== undefined ? [value.content.toString('utf8')] : [];
    });
}

function children(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = read(content, at);
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** @throws {RangeError} beyond the end */
function read(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const long = first >= 0x80 ? first & 0x7f : 0;
  if (long > 4 || first === 0x80) throw new RangeError('length');
  const start = at + 2 + long;
  const length = long === 0 ? first : bytes.readUIntBE(at + 2, long);
  if (start + length > bytes.length) throw new RangeError('length');
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}
