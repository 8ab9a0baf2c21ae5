/** Writes a kubeconfig for one user of this server. Everything is embedded, so that the file works wherever it is copied. */
import { isIPv6 } from 'node:net';
import type { TlsMaterial } from '../options.ts';
import { isUnspecified } from './names.ts';

export const CONTEXT = 'coxswain';

export interface KubeconfigOptions {
  /** "https://127.0.0.1:6443" */
  readonly server: string;
  /** PEM; absent: the client's own trusted authorities. */
  readonly authority?: string | undefined;
  readonly client: TlsMaterial;
  /** The name of the user's entry. */
  readonly user?: string;
}

/** A kubeconfig as plain data (v1 Config), with one cluster, user and context. */
export function kubeconfigObject(options: KubeconfigOptions) {
  const cluster = {
    server: options.server,
    ...(options.authority === undefined ? {} : { 'certificate-authority-data': base64(options.authority) }),
    // Compressing for a client on the same machine costs time and saves nothing.
    ...(isLoopback(options.server) ? { 'disable-compression': true } : {}),
  };
  const user = { 'client-certificate-data': base64(options.client.certificate), 'client-key-data': base64(options.client.privateKey) };
  return configOf(cluster, options.user ?? `${CONTEXT}-admin`, user);
}

/**
 * The text of a kubeconfig for the insecure listener, where everybody is the administrator. JSON is YAML too, and needs no library.
 * @param server "http://127.0.0.1:8080"
 */
export function insecureKubeconfigText(server: string): string {
  // Some libraries speak plain HTTP only to who says that nothing is to be verified.
  return JSON.stringify(configOf({ server, 'insecure-skip-tls-verify': true, 'disable-compression': true }, `${CONTEXT}-admin`, {}));
}

function configOf<Cluster extends object, User extends object>(cluster: Cluster, name: string, user: User) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: CONTEXT, cluster }],
    users: [{ name, user }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, namespace: 'default', user: name } }],
    'current-context': CONTEXT,
  };
}

export type Kubeconfig = ReturnType<typeof kubeconfigObject>;

/** As a file. The YAML library is loaded only here, because a start writes this file only when something changed. */
export async function kubeconfigText(config: Kubeconfig): Promise<string> {
  const { dump } = await import('js-yaml');
  return dump(config, { lineWidth: -1 });
}

/** The address at which a client on this machine reaches a server that listens on `address`. */
export function localUrl(scheme: 'http' | 'https', address: string, port: number): string {
  const host = isUnspecified(address) ? (address === '::' ? '::1' : '127.0.0.1') : address;
  return `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
