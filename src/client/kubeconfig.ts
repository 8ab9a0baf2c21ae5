/**
 * Reads a kubeconfig for a client of ours: webhooks, egress and whatever else the server calls are told their address and credentials in this format.
 *
 * The current context decides. Without one, the cluster and the user whose names are empty are taken, as upstream's loader does. A context may name a
 * user that does not exist (the call is then anonymous); a missing cluster is an empty configuration. Whatever is wrong with the parts that are used
 * is told in one line, in client-go's words (k8s.io/client-go/tools/clientcmd); the other parts of the file do not matter.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { systemErrorText } from '../base/errors.ts';
import { DecodeError } from '../codec/interface.ts';
import { decodeYamlUntyped } from '../codec/yaml/decode.ts';
import { goQuote } from '../machinery/go/text.ts';
import { isJsonObject, type JsonObject, objectAt, stringAt, stringsAt } from '../machinery/loose-json.ts';
import { getKey } from '../machinery/object.ts';
import { execConfigOf, execProblems } from './exec-config.ts';
import { KubeconfigError, type RestConfig, type RestTls } from './rest-config.ts';

/** @param file relative names in it start at its folder. @throws {KubeconfigError} */
export function readKubeconfig(file: string): RestConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new KubeconfigError(`stat ${file}: ${systemErrorText(error)}`);
  }
  return loadKubeconfig(text, path.dirname(path.resolve(file)));
}

/**
 * @param text YAML or JSON, `kind: Config` of v1 (not insisted on)
 * @param baseDir where relative file names start
 * @throws {KubeconfigError}
 */
export function loadKubeconfig(text: string, baseDir: string): RestConfig {
  const root = parse(text);
  const contextName = stringAt(root, 'current-context');
  const context = named(root, 'contexts', 'context', contextName);
  if (contextName !== '' && context === undefined)
    throw new KubeconfigError(`invalid configuration: context was not found for specified context: ${contextName}`);
  const clusterName = stringAt(context, 'cluster');
  const userName = stringAt(context, 'user');
  const cluster = resolvePaths(named(root, 'clusters', 'cluster', clusterName) ?? {}, baseDir, ['certificate-authority']);
  const user = resolvePaths(named(root, 'users', 'user', userName) ?? {}, baseDir, ['client-certificate', 'client-key', 'tokenFile']);
  const problems = [...userProblems(user, userName), ...clusterProblems(cluster, clusterName)];
  if (problems.length > 0) throw invalid(problems);
  const server = serverOf(stringAt(cluster, 'server'), cluster, user);
  const tls = tlsOf(cluster, user);
  checkTls(tls);
  // Who calls is told to nobody who has not shown a certificate.
  const { proxy } = proxyOf(cluster);
  const place = { server, tls, ...(proxy === undefined ? {} : { proxy }) };
  return server.startsWith('https:') ? { ...place, ...credentials(user), ...program(user, cluster, baseDir) } : place;
}

function program(user: JsonObject, cluster: JsonObject, baseDir: string): Pick<RestConfig, 'exec'> {
  const exec = getKey(user, 'exec');
  return isJsonObject(exec) ? { exec: execConfigOf(exec, cluster, baseDir) } : {};
}

/** The proxy of a cluster, or why it cannot be one. */
function proxyOf(cluster: JsonObject): { readonly proxy?: string; readonly fault?: string } {
  const text = stringAt(cluster, 'proxy-url');
  if (text === '') return {};
  const url = URL.parse(text);
  if (url === null) return { fault: `could not parse: ${text}` };
  const scheme = url.protocol.slice(0, -1);
  if (scheme === 'http' || scheme === 'https') return { proxy: text };
  if (scheme === 'socks5') return { fault: 'proxies that speak SOCKS are not supported, only those that speak HTTP' };
  return { fault: `unsupported scheme ${goQuote(scheme)}, must be http, https, or socks5` };
}

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    ({ value } = decodeYamlUntyped(Buffer.from(text)));
  } catch (error) {
    if (error instanceof DecodeError) throw new KubeconfigError(`error loading config: ${error.message}`);
    throw error;
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new KubeconfigError('error loading config: it is not a map');
  return value as JsonObject;
}

/** The body of the entry of a named list; of several of one name the first counts. */
function named(root: JsonObject, list: string, body: string, name: string): JsonObject | undefined {
  const entries = getKey(root, list);
  if (!Array.isArray(entries)) return undefined;
  for (const entry of entries as readonly unknown[]) {
    if (isJsonObject(entry) && stringAt(entry, 'name') === name) {
      return objectAt(entry, body);
    }
  }
  return undefined;
}

function resolvePaths(part: JsonObject, baseDir: string, names: readonly string[]): JsonObject {
  const files = names.filter((name) => stringAt(part, name) !== '').map((name) => [name, path.resolve(baseDir, stringAt(part, name))]);
  return { ...part, ...(Object.fromEntries(files) as JsonObject) };
}

function clusterProblems(cluster: JsonObject, name: string): string[] {
  const problems: string[] = [];
  const file = stringAt(cluster, 'certificate-authority');
  if (stringAt(cluster, 'server') === '') {
    if (Object.keys(cluster).length === 0) {
      return ['no configuration has been provided, try setting KUBERNETES_MASTER environment variable'];
    }
    problems.push(name === '' ? 'default cluster has no server defined' : `no server found for cluster ${JSON.stringify(name)}`);
  }
  const { fault } = proxyOf(cluster);
  if (fault !== undefined) problems.push(`invalid 'proxy-url' ${goQuote(stringAt(cluster, 'proxy-url'))} for cluster ${goQuote(name)}: ${fault}`);
  if (file !== '' && stringAt(cluster, 'certificate-authority-data') !== '') {
    problems.push(`certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`);
  }
  problems.push(...unreadable('certificate-authority', file, name));
  return problems;
}

function userProblems(user: JsonObject, name: string): string[] {
  const problems: string[] = [];
  const has = (field: string): boolean => stringAt(user, field) !== '';
  if (has('client-certificate') || has('client-certificate-data')) {
    if (has('client-certificate') && has('client-certificate-data'))
      problems.push(`client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`);
    if (has('client-key') && has('client-key-data'))
      problems.push(`client-key-data and client-key are both specified for ${name}; client-key-data will override`);
    if (!has('client-key') && !has('client-key-data'))
      problems.push(`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`);
    problems.push(...unreadable('client-cert', stringAt(user, 'client-certificate'), name));
    problems.push(...unreadable('client-key', stringAt(user, 'client-key'), name));
  }
  const [exec, provider] = [getKey(user, 'exec'), getKey(user, 'auth-provider')];
  if (isJsonObject(exec)) {
    if (isJsonObject(provider)) problems.push(`authProvider cannot be provided in combination with an exec plugin for ${name}`);
    problems.push(...execProblems(exec, name));
  } else if (isJsonObject(provider)) problems.push(`no Auth Provider found for name ${goQuote(stringAt(provider, 'name'))}`);
  if (has('token') && (has('username') || has('password')))
    problems.push(`more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`);
  if (!has('as') && ['as-uid', 'as-groups', 'as-user-extra'].some((field) => getKey(user, field) !== undefined && getKey(user, field) !== null))
    problems.push(`requesting uid, groups or user-extra for ${name} without impersonating a user`);
  return problems;
}

function unreadable(what: string, file: string, name: string): string[] {
  if (file === '') return [];
  try {
    readFileSync(file);
    return [];
  } catch (error) {
    return [`unable to read ${what} ${file} for ${name} due to open ${file}: ${systemErrorText(error)}`];
  }
}

/** The address with its scheme and without what does not belong to it. */
function serverOf(text: string, cluster: JsonObject, user: JsonObject): string {
  const hasTls = ['certificate-authority', 'certificate-authority-data'].some((field) => stringAt(cluster, field) !== '');
  const secure = hasTls || getKey(cluster, 'insecure-skip-tls-verify') === true || stringAt(user, 'client-certificate-data') !== '';
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${secure ? 'https' : 'http'}://${text}`;
  const url = URL.parse(absolute);
  if (url === null || url.host === '' || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new KubeconfigError(`host must be a URL or a host:port pair: ${JSON.stringify(text)}`);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function tlsOf(cluster: JsonObject, user: JsonObject): RestTls {
  const insecure = getKey(cluster, 'insecure-skip-tls-verify') === true;
  const authority = material(cluster, 'certificate-authority');
  if (insecure && authority !== undefined) throw new KubeconfigError('specifying a root certificates file with the insecure flag is not allowed');
  const serverName = stringAt(cluster, 'tls-server-name');
  return {
    authority,
    certificate: material(user, 'client-certificate'),
    privateKey: material(user, 'client-key'),
    serverName: serverName === '' ? undefined : serverName,
    insecure,
  };
}

/** PEM from the embedded base64, which wins, or from the file. */
function material(part: JsonObject, name: string): string | undefined {
  const data = stringAt(part, `${name}-data`);
  if (data !== '') return Buffer.from(data, 'base64').toString('utf8');
  const file = stringAt(part, name);
  return file === '' ? undefined : readFileSync(file, 'utf8');
}

/** Finds what TLS would refuse now rather than at the first call. */
function checkTls({ authority, certificate, privateKey }: RestTls): void {
  if (authority !== undefined && !authority.includes('-----BEGIN CERTIFICATE-----')) {
    const seen = authority.includes('-----BEGIN ') ? 'no valid certificate authority data seen' : 'unable to parse bytes as PEM block';
    throw new KubeconfigError(`unable to load root certificates: ${seen}`);
  }
  if (certificate === undefined || privateKey === undefined) return;
  if (!certificate.includes('-----BEGIN ')) throw new KubeconfigError('tls: failed to find any PEM data in certificate input');
  if (!privateKey.includes('-----BEGIN ')) throw new KubeconfigError('tls: failed to find any PEM data in key input');
  try {
    createSecureContext({ cert: certificate, key: privateKey });
  } catch (error) {
    throw new KubeconfigError(`tls: ${(error as Error).message}`);
  }
}

function credentials(user: JsonObject): Pick<RestConfig, 'bearerToken' | 'bearerTokenFile' | 'basic' | 'impersonate'> {
  const token = stringAt(user, 'token');
  const file = stringAt(user, 'tokenFile');
  const username = stringAt(user, 'username');
  return {
    ...(token === '' ? {} : { bearerToken: token }),
    ...(file === '' ? {} : { bearerTokenFile: file }),
    ...(username === '' ? {} : { basic: { username, password: stringAt(user, 'password') } }),
    ...(stringAt(user, 'as') === '' ? {} : { impersonate: impersonation(user) }),
  };
}

function impersonation(user: JsonObject): [string, string][] {
  const headers: [string, string][] = [['Impersonate-User', stringAt(user, 'as')]];
  if (stringAt(user, 'as-uid') !== '') headers.push(['Impersonate-Uid', stringAt(user, 'as-uid')]);
  for (const group of stringsAt(user, 'as-groups')) headers.push(['Impersonate-Group', group]);
  const extra = getKey(user, 'as-user-extra');
  if (isJsonObject(extra)) {
    for (const key of Object.keys(extra))
      for (const value of stringsAt(extra, key)) headers.push([`Impersonate-Extra-${encodeURIComponent(key)}`, value]);
  }
  return headers;
}

function invalid(problems: readonly string[]): KubeconfigError {
  return new KubeconfigError(`invalid configuration: ${problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`}`);
}
