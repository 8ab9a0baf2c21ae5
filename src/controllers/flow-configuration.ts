/**
 * The flow schemas and priority levels that a cluster starts with: made when missing, and given back their spec once a minute. The mandatory ones
 * always are, the suggested ones while their annotation says so; without an annotation, one that nobody has changed yet is the server's.
 *
 * Source of the behaviour: upstream's ensurer of flow control objects (KEP-1040).
 */
import { MANDATORY_LEVELS, MANDATORY_SCHEMAS, SUGGESTED_LEVELS, SUGGESTED_SCHEMAS } from '../apis/flowcontrol/bootstrap.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { clone, equal } from '../machinery/clone.ts';
import { getKey, type KubeObject, setKey } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import { runPeriodically } from './framework/periodic.ts';
import type { LoopbackClient } from './loopback-client.ts';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
const INTERVAL_MS = 60_000;

interface Wanted {
  readonly kind: 'FlowSchema' | 'PriorityLevelConfiguration';
  readonly name: string;
  readonly spec: object;
  readonly isMandatory: boolean;
}

export interface FlowConfigurationOptions {
  readonly loopback: LoopbackClient;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Resolves when everything is there. @returns what to close in the end */
export async function startFlowConfiguration({ loopback, clock, log }: FlowConfigurationOptions): Promise<{ close(): Promise<void> }> {
  const all = wanted();
  const pass = async (): Promise<void> => {
    await Promise.all(all.map((each) => keep(loopback, each)));
  };
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const failure = 'Unable to keep the flow control objects of the cluster';
  const loop = runPeriodically({ clock, log, failure, intervalMs: INTERVAL_MS }, () => pass().finally(firstDone));
  await first;
  return loop;
}

function wanted(): readonly Wanted[] {
  const list = (kind: Wanted['kind'], isMandatory: boolean, specs: { readonly [name: string]: object }): Wanted[] =>
    Object.entries(specs).map(([name, spec]) => ({ kind, name, spec, isMandatory }));
  return [
    ...list('PriorityLevelConfiguration', true, MANDATORY_LEVELS),
    ...list('PriorityLevelConfiguration', false, SUGGESTED_LEVELS),
    ...list('FlowSchema', true, MANDATORY_SCHEMAS),
    ...list('FlowSchema', false, SUGGESTED_SCHEMAS),
  ];
}

async function keep(loopback: LoopbackClient, { kind, name, spec, isMandatory }: Wanted): Promise<void> {
  const resource = `${kind.toLowerCase()}s`;
  const object: KubeObject = { kind, apiVersion: `${GROUP}/v1`, metadata: { name, annotations: { [AUTO_UPDATE]: 'true' } }, spec: clone(spec) };
  loopback.store(GROUP, resource)?.declaration.versions[0]?.setDefaults?.(object);
  const complete = clone(object.spec) as object;
  if (await loopback.ensure(GROUP, resource, object)) return;
  const revised = (current: KubeObject): KubeObject | undefined => revise(current, complete, isMandatory);
  const place = { group: GROUP, resource, namespace: '', name };
  const current = await loopback.get(place, '0');
  if (current === undefined || revised(clone(current)) === undefined) return;
  try {
    await loopback.update(place, revised);
  } catch (error) {
    // Gone, or changed by another server: the next turn sees.
    if (!(error instanceof ApiError && (error.reason === 'NotFound' || error.reason === 'Conflict'))) throw error;
  }
}

/** Undefined: it is as it should be. */
function revise(current: KubeObject, spec: object, isMandatory: boolean): KubeObject | undefined {
  const said = getKey(current.metadata.annotations, AUTO_UPDATE);
  const isOurs = isMandatory || (said === undefined ? current.metadata.generation === 1 : said === 'true');
  const next = withOwnExemption(current, spec);
  const changes = isOurs && !equal(current.spec, next);
  if (!changes && said === String(isOurs)) return undefined;
  const annotations = { ...current.metadata.annotations };
  setKey(annotations, AUTO_UPDATE, String(isOurs));
  return { ...current, metadata: { ...current.metadata, annotations }, ...(changes ? { spec: next } : {}) };
}

/** What level `exempt` lends and borrows is its administrator's to say. */
function withOwnExemption({ kind, metadata, spec: present }: KubeObject, spec: object): object {
  const { exempt } = (present ?? {}) as { readonly exempt?: object };
  return kind === 'PriorityLevelConfiguration' && metadata.name === 'exempt' && exempt !== undefined ? { ...spec, exempt } : (clone(spec) as object);
}
