/**
 * When addresses are looked at: all of them before the server is ready and every three minutes, one of them as soon as its object or its service
 * changes. What has to be looked at is a set of names; the objects are read when their turn comes.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { everyEntry } from '../../registry/generic/every-entry.ts';
import type { ResourceStorage, Watching } from '../../storage/resource-storage.ts';
import { runPeriodically } from '../framework/periodic.ts';
import type { LoopbackClient } from '../loopback-client.ts';
import { AddressRepair } from './address-repair.ts';

/** Upstream's. */
const INTERVAL_MS = 180_000;
const REWATCH_MS = 1_000;
/** So many checks, then others have their turn. */
const SLICE = 100;

export interface RepairLoopOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface RepairLoop {
  /** Resolves when everything has been looked at once. */
  readonly first: Promise<void>;
  close(): Promise<void>;
}

type Check = readonly [kind: 'service' | 'address', namespace: string, name: string];

export function startAddressRepair({ loopback, clock, log }: RepairLoopOptions): RepairLoop {
  const services = loopback.store('', 'services');
  const addresses = loopback.store('networking.k8s.io', 'ipaddresses');
  if (services === undefined || addresses === undefined) return { first: Promise.resolve(), close: async () => {} };
  const repair = new AddressRepair({ loopback, clock, log });
  const due = new Map<string, Check>();
  /** Addresses without a service yet, and when to look again. */
  const young = new Map<string, number>();
  let all = true;
  let lastAll = 0;
  let closed = false;
  const add = (check: Check): void => void due.set(check.join('/'), check);
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    if (all || clock.now() - lastAll >= INTERVAL_MS) {
      lastAll = clock.now();
      all = false;
      for (const [namespace, name] of await namesOf(services.storage)) add(['service', namespace, name]);
      for (const [namespace, name] of await namesOf(addresses.storage)) add(['address', namespace, name]);
    }
    for (const [name, at] of young) if (at <= clock.now()) add(['address', '', name]);
    let done = 0;
    for (const [key, check] of due) {
      due.delete(key);
      const [kind, namespace, name] = check;
      young.delete(name);
      if (kind === 'service') await repair.checkService(namespace, name);
      else {
        const wait = await repair.checkAddress(name);
        if (wait !== undefined) young.set(name, clock.now() + wait);
      }
      if (closed) return;
      if (++done % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const loop = runPeriodically({ clock, log, failure: 'Unable to repair the addresses of services', intervalMs: 10_000 }, () =>
    pass().finally(firstDone),
  );
  const watches = [
    watchNames(services.storage, clock, (namespace, name) => {
      add(['service', namespace, name]);
      loop.wake();
    }),
    watchNames(addresses.storage, clock, (namespace, name, owner) => {
      add(['address', namespace, name]);
      if (owner !== undefined) add(owner);
      loop.wake();
    }),
  ];
  return {
    first,
    async close() {
      closed = true;
      for (const watch of watches) watch.close();
      firstDone();
      await loop.close();
    },
  };
}

async function namesOf(storage: ResourceStorage): Promise<readonly (readonly [string, string])[]> {
  return (await everyEntry(storage, '', '0')).map((entry) => [entry.namespace, entry.name] as const);
}

/** Calls for everything that changes, with the service that a deleted address belonged to. */
function watchNames(
  storage: ResourceStorage,
  clock: Clock,
  changed: (namespace: string, name: string, owner: Check | undefined) => void,
): { close(): void } {
  let watching: Watching | undefined;
  let closed = false;
  let cancel = (): void => {};
  const again = (): void => {
    watching = undefined;
    if (!closed) cancel = clock.after(REWATCH_MS, start);
  };
  const start = (): void => {
    const from = { resourceVersion: '', sendInitialEvents: undefined, resourceVersionMatch: '', allowBookmarks: false } as const;
    storage
      .watch(
        { namespace: '', name: '', matches: undefined, ...from },
        {
          items(batch) {
            for (const item of batch) {
              if (item.type === 'BOOKMARK') continue;
              const { namespace, name } = item.entry;
              changed(namespace, name, item.type === 'DELETED' && namespace === '' ? ownerOf(item.entry.object()) : undefined);
            }
          },
          ended: again,
        },
      )
      .then((opened) => {
        if (closed) opened.close();
        else watching = opened;
      }, again);
  };
  start();
  return {
    close() {
      closed = true;
      cancel();
      watching?.close();
    },
  };
}

function ownerOf({ spec }: { readonly spec?: unknown }): Check | undefined {
  const { parentRef } = (spec ?? {}) as { readonly parentRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string } };
  return parentRef?.resource === 'services' ? ['service', parentRef.namespace ?? '', parentRef.name ?? ''] : undefined;
}
