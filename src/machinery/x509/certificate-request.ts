/**
 * Certificate requests (PKCS #10, RFC 2986) in PEM: whom they name, with which key, and how they are signed. What is no such request is told as
 * Go's crypto/x509 tells it. Whether the signature holds is not asked here.
 */
import { Asn1Error, BIT_STRING, children, type Element, INTEGER, OBJECT_IDENTIFIER, read, readAs, SEQUENCE } from './asn1.ts';
import { pemBlocks } from './pem.ts';

/** 2.5.4.3, commonName. */
const COMMON_NAME = '550403';
/** 2.5.4.10, organizationName. */
const ORGANIZATION = '55040a';
const ATTRIBUTES = 0xa0;

export interface CertificateSubject {
  /** The last one; '' when there is none. */
  readonly commonName: string;
  readonly organizations: readonly string[];
}

/** An algorithm with its parameters, all as DER. */
export interface AlgorithmIdentifier {
  /** The object identifier's content in hexadecimal digits. */
  readonly oid: string;
  /** With tag and length; absent when there are none. */
  readonly parameters: Buffer | undefined;
}

export interface CertificateRequest {
  readonly subject: CertificateSubject;
  readonly keyAlgorithm: AlgorithmIdentifier;
  /** The key as its algorithm writes it. */
  readonly keyBits: Buffer;
  /** The key with its algorithm. */
  readonly keyInfo: Buffer;
  /** What is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Buffer;
}

/** @param pem the first block counts. @returns what is wrong, in words, for what is no certificate request */
export function parseCertificateRequest(pem: string): CertificateRequest | string {
  const [block] = pemBlocks(pem);
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  try {
    return parse(block.bytes);
  } catch (error) {
    if (error instanceof Asn1Error) return error.message;
    throw error;
  }
}

/** Field by field, in the order in which Go finds what is wrong. @throws {Asn1Error} */
function parse(der: Buffer): CertificateRequest {
  const request = readAs(der, 0, SEQUENCE, 'certificateRequest');
  const info = readAs(request.content, 0, SEQUENCE, 'tbsCertificateRequest');
  const version = readAs(info.content, 0, INTEGER, 'int');
  const subject = read(info.content, version.end);
  const key = readAs(info.content, subject.end, SEQUENCE, 'publicKeyInfo');
  const keyAlgorithm = algorithmAt(key.content, 0);
  const keyBits = readAs(key.content, keyAlgorithm.end, BIT_STRING, 'BitString');
  const attributes = read(info.content, key.end);
  if (attributes.tag !== ATTRIBUTES) throw new Asn1Error("asn1: structure error: tags don't match");
  children(attributes.content);
  const signatureAlgorithm = algorithmAt(request.content, info.end);
  const signature = readAs(request.content, signatureAlgorithm.end, BIT_STRING, 'BitString');
  if (request.end < der.length) throw new Asn1Error('asn1: syntax error: trailing data');
  return {
    subject: subjectOf(readAs(info.content.subarray(version.end), 0, SEQUENCE, 'RDNSequence').content),
    keyAlgorithm,
    keyBits: keyBits.content.subarray(1),
    keyInfo: info.content.subarray(subject.end, key.end),
    signed: request.content.subarray(0, info.end),
    signatureAlgorithm,
    signature: signature.content.subarray(1),
  };
}

function algorithmAt(bytes: Buffer, at: number): AlgorithmIdentifier & { readonly end: number } {
  const { content, end } = readAs(bytes, at, SEQUENCE, 'AlgorithmIdentifier');
  const oid = readAs(content, 0, OBJECT_IDENTIFIER, 'ObjectIdentifier');
  const parameters = oid.end === content.length ? undefined : content.subarray(oid.end, read(content, oid.end).end);
  return { oid: oid.content.toString('hex'), parameters, end };
}

function subjectOf(name: Buffer): CertificateSubject {
  return { commonName: valuesOf(name, COMMON_NAME).at(-1) ?? '', organizations: valuesOf(name, ORGANIZATION) };
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
