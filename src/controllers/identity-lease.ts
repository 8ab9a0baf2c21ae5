/**
 * The lease by which others know that this API server lives (KEP-1965): renewed every ten seconds, good for an hour. Leases of servers that are gone
 * are collected once an hour, by whoever comes first.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { getKey, type KubeObject } from '../machinery/object.ts';
import { formatMicroTime, timeToMillis } from '../machinery/time.ts';
import { runPeriodically } from './framework/periodic.ts';
import type { LoopbackClient, Place } from './loopback-client.ts';

const NAMESPACE = 'kube-system';
const COMPONENT = 'kube-apiserver';
const IDENTITY_LABEL = 'apiserver.kubernetes.io/identity';
const PEER_ANNOTATION = 'kubernetes.io/peer-advertise-address';
const LEASE_SECONDS = 3600;
const RENEW_MS = 10_000;
const COLLECT_MS = 3_600_000;

export interface IdentityLeaseOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hostname: string;
  /** "address:port" at which other servers reach this one; undefined: they are not told. */
  readonly peerAddress: string | undefined;
}

const place = (name: string): Place => ({ group: 'coordination.k8s.io', resource: 'leases', namespace: NAMESPACE, name });

/** "apiserver-" and a hash of the host's name: a restart finds its own lease. Length-prefixed, so that no two pairs of names hash alike. */
export function serverIdentity(hostname: string): string {
  const hash = createHash('sha256');
  for (const part of [hostname, COMPONENT]) {
    const bytes = Buffer.from(part);
    hash.update(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff)).update(bytes);
  }
  return `apiserver-${base32(hash.digest().subarray(0, 16))}`;
}

/** RFC 4648 in lower case, without padding. */
function base32(bytes: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + alphabet[(value << (5 - bits)) & 31];
}

/** Resolves when the lease is there. @returns what to close in the end */
export async function startIdentityLease(options: IdentityLeaseOptions): Promise<{ close(): Promise<void> }> {
  const { clock, log } = options;
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const renewal = runPeriodically({ clock, log, failure: 'failed to update lease', intervalMs: RENEW_MS }, () => renew(options).finally(firstDone));
  await first;
  const collection = runPeriodically({ clock, log, failure: 'Error deleting lease', intervalMs: COLLECT_MS }, () => collect(options));
  return {
    async close() {
      await Promise.all([renewal.close(), collection.close()]);
    },
  };
}

async function renew({ loopback, clock, hostname, peerAddress }: IdentityLeaseOptions): Promise<void> {
  const name = serverIdentity(hostname);
  const labels = { [IDENTITY_LABEL]: COMPONENT, 'kubernetes.io/hostname': hostname };
  const annotations = peerAddress === undefined ? {} : { [PEER_ANNOTATION]: peerAddress };
  const renewTime = formatMicroTime(clock.now());
  const spec = { holderIdentity: `${name}_${randomUUID()}`, leaseDurationSeconds: LEASE_SECONDS, renewTime };
  const metadata = { name, namespace: NAMESPACE, labels, ...(peerAddress === undefined ? {} : { annotations }) };
  if (await loopback.ensure('coordination.k8s.io', 'leases', { kind: 'Lease', apiVersion: 'coordination.k8s.io/v1', metadata, spec })) return;
  await loopback.update(place(name), (lease) => {
    Object.assign(lease.spec as object, { renewTime });
    lease.metadata.labels = { ...lease.metadata.labels, ...labels };
    if (peerAddress !== undefined) lease.metadata.annotations = { ...lease.metadata.annotations, ...annotations };
    return lease;
  });
}

async function collect({ loopback, clock }: IdentityLeaseOptions): Promise<void> {
  const isIdentity = ({ namespace, labels }: { readonly namespace: string; readonly labels: { readonly [key: string]: string } }): boolean =>
    namespace === NAMESPACE && getKey(labels, IDENTITY_LABEL) === COMPONENT;
  for (const { metadata } of await loopback.list('coordination.k8s.io', 'leases', isIdentity)) {
    const fresh = await loopback.get(place(metadata.name ?? ''));
    if (fresh !== undefined && isExpired(fresh, clock.now())) await loopback.delete(place(metadata.name ?? ''), fresh.metadata.uid);
  }
}

/** One that does not say when it ends has ended. */
function isExpired({ spec }: KubeObject, now: number): boolean {
  const { renewTime, leaseDurationSeconds } = (spec ?? {}) as { readonly renewTime?: string; readonly leaseDurationSeconds?: number };
  if (renewTime === undefined || renewTime === null || leaseDurationSeconds === undefined) return true;
  return timeToMillis(renewTime) + leaseDurationSeconds * 1000 < now;
}
