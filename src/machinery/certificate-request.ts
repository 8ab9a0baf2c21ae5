/**
 * The little that is read of a certificate request (PKCS #10, RFC 2986) in PEM: whom its subject names. A reader of DER's tags and lengths,
 * nothing more; whether the signature holds is not asked.
 */
import { pemBlocks } from './pem.ts';

/** 2.5.4.3, commonName. */
const COMMON_NAME = '550403';
/** 2.5.4.10, organizationName. */
const ORGANIZATION = '55040a';

export interface CertificateSubject {
  /** The last one; '' when there is none. */
  readonly commonName: string;
  readonly organizations: readonly string[];
}

/** One tag-length-value of DER. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly end: number;
}

/** @returns undefined for what is no certificate request */
export function certificateRequestSubject(pem: string): CertificateSubject | undefined {
  const [block] = pemBlocks(pem);
  if (block?.type !== 'CERTIFICATE REQUEST') return undefined;
  try {
    const request = read(block.bytes, 0).content;
    const info = read(request, 0).content;
    const version = read(info, 0);
    const subject = read(info, version.end).content;
    return { commonName: valuesOf(subject, COMMON_NAME).at(-1) ?? '', organizations: valuesOf(subject, ORGANIZATION) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Of a Name: a sequence of sets of (type, value). */
function valuesOf(name: Buffer, attribute: string): string[] {
  return children(name)
    .flatMap((set) => children(set.content))
    .flatMap((pair) => {
      const [type, value] = children(pair.content);
      return type?.content.toString('hex') === attribute && value !== undefined ? [textOf(value)] : [];
    });
}

const BMP_STRING = 0x1e;
const UNIVERSAL_STRING = 0x1c;

/** Text in any of ASN.1's encodings: a name must not hide behind an unusual one. */
function textOf({ tag, content }: Element): string {
  const width = tag === BMP_STRING ? 2 : tag === UNIVERSAL_STRING ? 4 : 1;
  if (width === 1) return content.toString('utf8');
  let text = '';
  for (let at = 0; at + width <= content.length; at += width) {
    const code = content.readUIntBE(at, width);
    // Surrogates of UTF-16 meet in the string.
    text += width === 2 ? String.fromCharCode(code) : String.fromCodePoint(Math.min(code, 0x10ffff));
  }
  return text;
}

/** The elements of a constructed one. @throws {RangeError} beyond the end */
export function children(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length; ) {
    const element = read(content, at);
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/** @throws {RangeError} beyond the end */
export function read(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const long = first >= 0x80 ? first & 0x7f : 0;
  if (long > 4 || first === 0x80) throw new RangeError('length');
  const start = at + 2 + long;
  const length = long === 0 ? first : bytes.readUIntBE(at + 2, long);
  if (start + length > bytes.length) throw new RangeError('length');
  return { tag, content: bytes.subarray(start, start + length), end: start + length };
}
