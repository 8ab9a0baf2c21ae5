/**
 * Config map kube-system/extension-apiserver-authentication: aggregated servers read from it whose certificates and which front proxies to believe,
 * so that they believe the same as this server. Several servers write it: what others put there stays, but for certificates that have expired
 * (k8s.io/kubernetes/pkg/controlplane/controller/clusterauthenticationtrust).
 */
import type { X509Certificate } from 'node:crypto';
import { parseCertificates } from '../../authentication/x509.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { stringsIn } from '../../machinery/loose-json.ts';
import { getKey, type KubeObject, type StringMap, setKey } from '../../machinery/object.ts';
import type { PublishedTrust } from './authentication.ts';

const PLACE = { group: '', resource: 'configmaps', namespace: 'kube-system', name: 'extension-apiserver-authentication' };
const BUNDLES: ReadonlySet<string> = new Set(['client-ca-file', 'requestheader-client-ca-file']);

/** Makes the config map, or adds what it lacks. @throws {ApiError} */
export async function publishTrust(loopback: LoopbackClient, trust: PublishedTrust): Promise<void> {
  const wanted = dataOf(trust);
  const { name, namespace } = PLACE;
  const object: KubeObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name, namespace }, data: wanted };
  if (await loopback.ensure('', 'configmaps', object)) return;
  await loopback.update(PLACE, (found) => {
    const old = (found.data ?? {}) as StringMap;
    const data = { ...old };
    for (const [key, value] of Object.entries(wanted)) {
      const there = getKey(old, key) ?? '';
      setKey(data, key, BUNDLES.has(key) ? joinBundles(there, value, loopback.clock.now()) : joinLists(there, value));
    }
    if (Object.keys(data).every((key) => getKey(data, key) === getKey(old, key))) return undefined;
    return { ...found, data };
  });
}

function dataOf({ clientCa, requestHeader }: PublishedTrust): StringMap {
  const list = (values: readonly string[]): string => JSON.stringify(values);
  const uidHeaders = requestHeader?.uidHeaders ?? [];
  return {
    ...(clientCa === undefined ? {} : { 'client-ca-file': clientCa }),
    'requestheader-allowed-names': list(requestHeader?.allowedNames ?? []),
    ...(requestHeader === undefined ? {} : { 'requestheader-client-ca-file': requestHeader.clientCa }),
    'requestheader-extra-headers-prefix': list(requestHeader?.extraHeaderPrefixes ?? ['X-Remote-Extra-']),
    'requestheader-group-headers': list(requestHeader?.groupHeaders ?? ['X-Remote-Group']),
    ...(uidHeaders.length === 0 ? {} : { 'requestheader-uid-headers': list(uidHeaders) }),
    'requestheader-username-headers': list(requestHeader?.usernameHeaders ?? ['X-Remote-User']),
  };
}

function joinLists(there: string, wanted: string): string {
  return JSON.stringify([...new Set([...textsIn(there), ...textsIn(wanted)])]);
}

/** Somebody may have broken it. */
function textsIn(json: string): readonly string[] {
  try {
    return stringsIn(JSON.parse(json));
  } catch {
    return [];
  }
}

function joinBundles(there: string, wanted: string, now: number): string {
  const valid = [...certificatesIn(there), ...parseCertificates(wanted)].filter((each) => each.validToDate.getTime() > now);
  const distinct = new Map(valid.map((each) => [each.fingerprint256, each.toString()]));
  const joined = [...distinct.values()].join('');
  return sameBundle(joined, there) ? there : joined;
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  try {
    return parseCertificates(pem);
  } catch {
    return [];
  }
}

/** Line breaks and comments aside. */
function sameBundle(one: string, other: string): boolean {
  const prints = (pem: string): string =>
    certificatesIn(pem)
      .map(({ fingerprint256 }) => fingerprint256)
      .join();
  return prints(one) === prints(other);
}
