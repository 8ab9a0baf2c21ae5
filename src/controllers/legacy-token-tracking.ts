/**
 * Config map kube-system/kube-apiserver-legacy-service-account-token-tracking: since when the use of tokens in secrets is written down, for whoever
 * cleans up those that nobody uses (KEP-2799). When somebody deletes it the count begins anew, but not more often than every half hour: servers of
 * different releases must not fight over it.
 */
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { getKey, type KubeObject, type StringMap } from '../machinery/object.ts';
import { formatTime } from '../machinery/time.ts';
import { startEntryInformer } from '../storage/informer.ts';
import { runPeriodically } from './framework/periodic.ts';
import type { LoopbackClient } from './loopback-client.ts';

const PLACE = { group: '', resource: 'configmaps', namespace: 'kube-system', name: 'kube-apiserver-legacy-service-account-token-tracking' };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CREATE_EVERY_MS = 1_800_000;
const LOOK_EVERY_MS = 43_200_000;

export interface LegacyTokenTrackingOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Resolves when it is there. @returns what to close in the end */
export async function startLegacyTokenTracking({ loopback, clock, log }: LegacyTokenTrackingOptions): Promise<{ close(): Promise<void> }> {
  const configMaps = loopback.store('', 'configmaps');
  if (configMaps === undefined) return { close: async () => {} };
  let mayCreateAt = clock.now();
  let cancelWait = (): void => {};
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    const today = formatTime(clock.now()).slice(0, 10);
    const found = await loopback.get(PLACE, '0');
    if (found !== undefined) return isDay(found) ? undefined : repair(loopback, today);
    const wait = mayCreateAt - clock.now();
    cancelWait();
    if (wait > 0) {
      cancelWait = clock.after(wait, () => loop.wake());
      return;
    }
    const { name, namespace } = PLACE;
    await loopback.ensure('', 'configmaps', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name, namespace }, data: { since: today } });
    mayCreateAt = clock.now() + CREATE_EVERY_MS;
  };
  const failure = 'Error while syncing ConfigMap';
  const loop = runPeriodically({ clock, log, failure, intervalMs: LOOK_EVERY_MS }, () => pass().finally(firstDone));
  const looked = (): void => loop.wake();
  const informer = startEntryInformer(configMaps.storage, { put: looked, remove: looked }, clock, PLACE);
  await first;
  return {
    async close() {
      informer.close();
      cancelWait();
      await loop.close();
    },
  };
}

function isDay({ data }: KubeObject): boolean {
  const since = getKey(data as StringMap | undefined, 'since') ?? '';
  return DAY.test(since) && !Number.isNaN(Date.parse(since));
}

function repair(loopback: LoopbackClient, today: string): Promise<void> {
  return loopback.update(PLACE, (found) =>
    isDay(found) ? undefined : { ...found, data: { ...(found.data as StringMap | undefined), since: today } },
  );
}
