/**
 * Finds out which extension servers can be asked: condition Available of every APIService with a service, and the groups that discovery shows for
 * them. An extension server is available when its service listens on the port and has an endpoint that is ready; requests are not passed on to it
 * yet, so the last check, asking it for its discovery document, fails for all.
 */
import type { APIService, APIServiceCondition } from '../apis/apiregistration/v1/objects.gen.ts';
import type { Service } from '../apis/core/v1/objects.gen.ts';
import type { EndpointSlice } from '../apis/discovery/v1/objects.gen.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { ResourceTable } from '../endpoints/routing/resources.ts';
import { equal } from '../machinery/clone.ts';
import { goQuote } from '../machinery/go/text.ts';
import { asKind, getKey, type KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import { formatTime } from '../machinery/time.ts';
import { startInformer } from '../storage/informer.ts';
import { runPeriodically } from './framework/periodic.ts';
import type { LoopbackClient } from './loopback-client.ts';

const GROUP = 'apiregistration.k8s.io';
/** Upstream's resync; changes of APIServices are looked at at once. */
const INTERVAL_MS = 30_000;

export interface AvailabilityOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly table: ResourceTable;
}

type Verdict = Pick<APIServiceCondition, 'status' | 'reason' | 'message'>;

/** @returns what to close in the end */
export function startApiServiceAvailability({ loopback, clock, log, table }: AvailabilityOptions): { close(): Promise<void> } {
  const store = loopback.store(GROUP, 'apiservices');
  if (store === undefined) return { close: async () => {} };
  const remote = new Map<string, APIService>();
  const pass = async (): Promise<void> => {
    publish(table, remote);
    for (const service of [...remote.values()]) await judge(loopback, service, clock.now());
  };
  const loop = runPeriodically({ clock, log, failure: 'Unable to look after API services', intervalMs: INTERVAL_MS }, pass);
  const handler = {
    put(object: KubeObject): void {
      const service = asKind<APIService>(object);
      const name = object.metadata.name ?? '';
      const isKnown = remote.has(name);
      if (service.spec?.service !== undefined) remote.set(name, service);
      else remote.delete(name);
      if (isKnown || remote.has(name)) loop.wake();
    },
    remove(_namespace: string, name: string): void {
      if (remote.delete(name)) loop.wake();
    },
  };
  const informer = startInformer(store.storage, handler, clock);
  return {
    async close() {
      informer.close();
      await loop.close();
    },
  };
}

/** Groups by their highest priority, versions by theirs. */
function publish(table: ResourceTable, remote: ReadonlyMap<string, APIService>): void {
  const byGroup = new Map<string, APIService[]>();
  for (const service of remote.values()) {
    const group = service.spec?.group ?? '';
    if (group !== '') byGroup.set(group, [...(byGroup.get(group) ?? []), service]);
  }
  const priority = (services: readonly APIService[]): number => Math.max(...services.map(({ spec }) => spec?.groupPriorityMinimum ?? 0));
  const groups = [...byGroup].sort(([a, one], [b, other]) => priority(other) - priority(one) || (a < b ? -1 : 1));
  const versions = (services: readonly APIService[]): string[] =>
    services.toSorted((a, b) => (b.spec?.versionPriority ?? 0) - (a.spec?.versionPriority ?? 0)).map(({ spec }) => spec?.version ?? '');
  const wanted = new Map(groups.map(([group, services]) => [group, versions(services)] as const));
  if (!equal([...table.snapshot().remote], [...wanted])) table.setRemote(wanted);
}

async function judge(loopback: LoopbackClient, service: APIService, now: number): Promise<void> {
  const verdict = await verdictOn(loopback, service);
  const place = { group: GROUP, resource: 'apiservices', namespace: '', name: service.metadata?.name ?? '' };
  try {
    await loopback.update(
      place,
      (object) => {
        const conditions = ((object.status as APIService['status'])?.conditions ?? []) as readonly APIServiceCondition[];
        const before = conditions.find(({ type }) => type === 'Available');
        if (before?.status === verdict.status && before.reason === verdict.reason && before.message === verdict.message) return undefined;
        const lastTransitionTime = before?.status === verdict.status ? before.lastTransitionTime : formatTime(now);
        const { status, reason, message } = verdict;
        const condition = { type: 'Available', status, lastTransitionTime, reason, message };
        return { ...object, status: { conditions: [...conditions.filter((each) => each !== before), condition] } };
      },
      'status',
    );
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === 'NotFound')) throw error;
  }
}

/** The checks of upstream's availability controller, in its order and its words. */
async function verdictOn(loopback: LoopbackClient, { spec }: APIService): Promise<Verdict> {
  const { namespace = '', name = '', port = 443 } = spec?.service ?? {};
  const no = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });
  const target = `service/${name} in ${goQuote(namespace)}`;
  const found = await loopback.get<Service>({ group: '', resource: 'services', namespace, name }, '0');
  if (found === undefined) return no('ServiceNotFound', `${target} is not present`);
  if (found.spec?.type === 'ClusterIP' || found.spec?.type === undefined) {
    const listening = found.spec?.ports?.find((each) => each.port === port);
    if (listening === undefined) return no('ServicePortError', `${target} is not listening on port ${port}`);
    const isIts = ({ namespace: where, labels }: { readonly namespace: string; readonly labels: { readonly [key: string]: string } }): boolean =>
      where === namespace && getKey(labels, 'kubernetes.io/service-name') === name;
    const slices = await loopback.list<EndpointSlice>('discovery.k8s.io', 'endpointslices', isIts);
    if (slices.length === 0) return no('EndpointsNotFound', `cannot find endpointslices for ${target}`);
    const portName = listening.name ?? '';
    const isReady = slices.some(
      ({ endpoints, ports }) =>
        endpoints?.some(({ conditions }) => conditions?.ready !== false) === true &&
        ports?.some((each) => (each.name ?? '') === portName && each.port !== undefined) === true,
    );
    if (!isReady) return no('MissingEndpoints', `endpointslices for ${target} have no addresses with port name ${goQuote(portName)}`);
  }
  return no('FailedDiscoveryCheck', `requests are not passed on to ${target} yet`);
}
