/**
 * ServiceCIDR `kubernetes`, the range of `--service-cluster-ip-range`: made when missing, given a second family when the flag has got one, and marked
 * ready while it says what the flag says. It is never changed otherwise: somebody who runs with another range has to decide which one counts.
 */
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { equal } from '../../machinery/clone.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError } from '../../machinery/status.ts';
import { formatTime } from '../../machinery/time.ts';
import { runPeriodically } from '../framework/periodic.ts';
import type { LoopbackClient } from '../loopback-client.ts';

const INTERVAL_MS = 10_000;
const MANAGER = 'kubernetes-service-cidr-controller';
const PLACE = { group: 'networking.k8s.io', resource: 'servicecidrs', namespace: '', name: 'kubernetes' };

export interface DefaultRangeOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** One, or one a family; the first one says which family services have by default. */
  readonly cidrs: readonly string[];
}

/** Resolves when the range is there. @returns what to close in the end */
export async function startDefaultRange(options: DefaultRangeOptions): Promise<{ close(): Promise<void> }> {
  const { loopback, clock, log, cidrs } = options;
  let reported = false;
  const report = (text: string): void => {
    if (!reported) log.warn(text);
    reported = true;
  };
  const pass = async (): Promise<void> => {
    const metadata = { name: PLACE.name };
    const object = { kind: 'ServiceCIDR', apiVersion: 'networking.k8s.io/v1', metadata, spec: { cidrs: [...cidrs] } };
    await loopback.ensure(PLACE.group, PLACE.resource, object);
    const range = await loopback.get(PLACE);
    if (range === undefined || range.metadata.deletionTimestamp !== undefined) return;
    const present = cidrsOf(range);
    if (cidrs.length === 2 && present.length === 1 && present[0] === cidrs[0]) await widen(options);
    else if (!equal(present, cidrs)) report(`The default ServiceCIDR [${present.join(' ')}] does not match the flag [${cidrs.join(' ')}]`);
    else await settle(options, range, report);
  };
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const failure = 'error trying to sync the default ServiceCIDR';
  const loop = runPeriodically({ clock, log, failure, intervalMs: INTERVAL_MS }, () => pass().finally(firstDone));
  await first;
  return loop;
}

async function widen({ loopback, cidrs, log }: DefaultRangeOptions): Promise<void> {
  try {
    await loopback.update(PLACE, (object) => ({ ...object, spec: { cidrs: [...cidrs] } }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log.error(`The default ServiceCIDR can not be updated from ${cidrs[0]} to dual stack [${cidrs.join(' ')}]`, error);
  }
}

/** A range that nobody has judged is ready; what somebody judged not to be is left to them. */
async function settle({ loopback, clock }: DefaultRangeOptions, range: KubeObject, report: (text: string) => void): Promise<void> {
  const { conditions } = (range.status ?? {}) as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  const ready = conditions?.find((each) => each.type === 'Ready');
  if (ready?.status === 'False')
    report('Default ServiceCIDR condition Ready is False, but the flag matches. Please validate your network configuration.');
  if (ready !== undefined && ready.status !== 'Unknown') return;
  const now = formatTime(clock.now());
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: now, message: 'Kubernetes default Service CIDR is ready' };
  await loopback.apply(PLACE, { status: { conditions: [condition] } }, MANAGER, 'status');
}

function cidrsOf({ spec }: KubeObject): readonly string[] {
  return (spec as { readonly cidrs?: readonly string[] } | undefined)?.cidrs ?? [];
}
