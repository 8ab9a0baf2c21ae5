/** Requests for certificates, as a client would make them. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { KindObject } from './every-kind-objects.ts';

/** In PEM, with a new key. @param name the subject: "CN=jane,O=developers" */
async function certificateRequest(name: string): Promise<string> {
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  return (await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm })).toString('pem');
}

/** A CertificateSigningRequest for a client certificate. */
export async function signingRequest(name: string): Promise<KindObject> {
  const request = Buffer.from(await certificateRequest('CN=jane')).toString('base64');
  const spec = { request, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'], expirationSeconds: 3600 };
  return { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name }, spec };
}
