/** Which serving certificate belongs to the name that a client asks for (--tls-sni-cert-key). */
import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { subjectValues } from '../../machinery/x509/certificates.ts';

export interface NamedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  /** Exact names or `*.domain`; empty: the names in the certificate. */
  readonly domains: readonly string[];
}

/**
 * A lookup by server name: exact names before patterns, earlier certificates before later ones; undefined means the default certificate.
 * @param shared what all contexts have in common
 * @throws {Error} for a broken certificate or key
 */
export function pickContext(certificates: readonly NamedCertificate[], shared: SecureContextOptions): (name: string) => SecureContext | undefined {
  const contexts = new Map<string, SecureContext>();
  for (const each of certificates) {
    const context = createSecureContext({ ...shared, cert: each.certificate, key: each.privateKey });
    for (const domain of each.domains.length > 0 ? each.domains : namesIn(each.certificate)) {
      const key = domain.toLowerCase();
      if (!contexts.has(key)) contexts.set(key, context);
    }
  }
  return (name) => {
    const lower = name.toLowerCase().replace(/\.$/, '');
    const dot = lower.indexOf('.');
    return contexts.get(lower) ?? (dot < 0 ? undefined : contexts.get(`*${lower.slice(dot)}`));
  };
}

function namesIn(pem: string): string[] {
  const certificate = new X509Certificate(pem);
  const names = [...(certificate.subjectAltName ?? '').matchAll(/(?:^|, )DNS:([^,"]+)/g)].map((match) => match[1] as string);
  const common = subjectValues(certificate, 'CN').at(-1);
  return common === undefined || names.includes(common) ? names : [...names, common];
}
