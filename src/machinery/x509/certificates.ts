/**
 * Certificates (X.509): what is wrong with those in DER, as Go's crypto/x509 says it, and what a subject says. Only the outer structure is read here;
 * the rest is OpenSSL's business.
 */
import { X509Certificate } from 'node:crypto';
import { Asn1Error, type Element, read, SEQUENCE } from './asn1.ts';

const MALFORMED = 'x509: malformed certificate';

/** @param der certificates behind one another @returns undefined when nothing is wrong; none at all is not wrong */
export function certificatesProblem(der: Buffer): string | undefined {
  for (let at = 0; at < der.length; ) {
    const element = sequenceAt(der, at);
    if (element === undefined) return MALFORMED;
    if (sequenceAt(element.content, 0) === undefined) return 'x509: malformed tbs certificate';
    if (!isCertificate(der.subarray(at, element.end))) return MALFORMED;
    at = element.end;
  }
  return undefined;
}

/** The values of one attribute of the subject ("CN", "O", an object identifier), in their order; none when it is absent. */
export function subjectValues(certificate: X509Certificate, attribute: string): readonly string[] {
  const { subject } = certificate.toLegacyObject();
  const value: string | readonly string[] | undefined = Object.hasOwn(subject, attribute) ? subject[attribute as keyof typeof subject] : undefined;
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function sequenceAt(bytes: Buffer, at: number): Element | undefined {
  try {
    const element = read(bytes, at);
    return element.tag === SEQUENCE ? element : undefined;
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}

function isCertificate(der: Buffer): boolean {
  try {
    new X509Certificate(der);
    return true;
  } catch {
    return false;
  }
}
