/**
 * Evictions: a deletion that asks the pod's disruption budget first. The budget is charged in the same update that checks it, so that concurrent
 * evictions never take more pods than it allows; the pod carries a DisruptionTarget condition when it goes.
 *
 * Source: the Eviction API (https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/), KEP-3017 for unhealthy pods.
 */
import { clone } from '../../machinery/clone.ts';
import { ErrorList } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, badRequest, conflict, rawError } from '../../machinery/status.ts';
import { podCondition, setPodCondition } from '../../registry/core/pods/pod-conditions.ts';
import type { StrategyContext } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import { labelSelectorMatcher } from '../../registry/printers/selectors.ts';
import { type DeleteOptions, type GivenDeleteOptions, validDeleteOptions } from '../handlers/write/options.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import { type Budget, chargeBudget, tooManyRequests } from './disruption-budget.ts';
import type { VirtualDeps } from './interface.ts';
import { readPosted, respondDone } from './posted-object.ts';

const MANY_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
const VERSIONS = [{ group: 'policy', version: 'v1beta1' }];
const MAX_ATTEMPTS = 20;

interface Eviction {
  readonly pods: RegistryStore;
  readonly budgets: RegistryStore;
  readonly context: StrategyContext;
  readonly name: string;
  /** As the client sent them. */
  readonly options: DeleteOptions;
}

/** POST pods/<name>/eviction. */
export function makeEviction(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const pods = deps.registry('', 'pods');
    const { write, object, admit } = await readPosted(deps, context, target, { store: pods, accepts: VERSIONS });
    if ((object.metadata.name ?? '') !== target.name) throw badRequest('name in URL does not match name in Eviction object');
    const options = readOptions(object, target.name, write.options.dryRun);
    await admit();
    const budgets = deps.registry('policy', 'poddisruptionbudgets');
    await evict({ pods, budgets, context: { ...write.context, dryRun: options.dryRun }, name: target.name, options });
    await respondDone(context, 201);
  };
}

/** @throws {ApiError} 422 */
function readOptions(eviction: KubeObject, name: string, dryRun: boolean): DeleteOptions {
  const given = (eviction.deleteOptions ?? {}) as GivenDeleteOptions & { readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean };
  if (given.ignoreStoreReadErrorWithClusterBreakingPotential === true) {
    const errors = new ErrorList();
    const path = 'deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential';
    errors.invalid(path, true, 'can not be set for pod eviction, try after removing the option');
    throw errors.toApiError({ group: 'policy', kind: 'Eviction' }, name);
  }
  const options = validDeleteOptions(given);
  return dryRun ? { ...options, dryRun } : options;
}

async function evict(eviction: Eviction): Promise<void> {
  const pod = await deleteUncounted(eviction);
  if (pod === undefined) return;
  const budget = await budgetOf(eviction.budgets, pod);
  if (budget === undefined) return remove(eviction, eviction.options);
  if (isSparedByHealth(pod, budget)) {
    // The pod must still be the unready one that was looked at.
    await removeUnready(eviction, pod, budget.metadata.name ?? '');
    return;
  }
  await chargeBudget(eviction.budgets, budget, eviction.name, eviction.context);
  await remove(eviction, eviction.options);
}

/**
 * Deletes a pod that no budget counts: one that is over, not started yet, or on its way out.
 * @returns the pod when a budget has to be asked
 */
async function deleteUncounted(eviction: Eviction): Promise<KubeObject | undefined> {
  const { pods, context, name, options } = eviction;
  for (let attempt = 1; ; attempt++) {
    const pod = (await pods.get(context.namespace, name)).object();
    const phase = (pod.status as { readonly phase?: string } | undefined)?.phase;
    const over = phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined;
    if (!over && phase !== 'Pending') return pod;
    const guarded = over || options.preconditions?.resourceVersion !== undefined ? options : atVersionOf(options, pod);
    try {
      await remove(eviction, guarded);
      return undefined;
    } catch (error) {
      const retry = error instanceof ApiError && error.reason === 'Conflict' && guarded !== options && attempt < MAX_ATTEMPTS;
      if (!retry) throw error;
    }
  }
}

function atVersionOf(options: DeleteOptions, pod: KubeObject): DeleteOptions {
  return { ...options, preconditions: { ...options.preconditions, resourceVersion: pod.metadata.resourceVersion } };
}

/** The budget of the pod, if any. @throws {ApiError} 500 for several */
async function budgetOf(budgets: RegistryStore, pod: KubeObject): Promise<Budget | undefined> {
  const { entries } = await budgets.storage.list({
    namespace: pod.metadata.namespace ?? '',
    name: '',
    matches: undefined,
    resourceVersion: '',
    resourceVersionMatch: '',
    limit: 0,
    continueToken: '',
  });
  const labels = pod.metadata.labels ?? {};
  const found = entries.map((each) => each.object() as Budget).filter((each) => labelSelectorMatcher(each.spec?.selector)?.(labels) === true);
  if (found.length > 1) throw rawError(MANY_BUDGETS);
  return found[0];
}

/** Pods that are not ready do not count as healthy: they may go while enough others are, or always if the budget says so. */
function isSparedByHealth(pod: KubeObject, { spec, status }: Budget): boolean {
  if (podCondition(pod, 'Ready')?.status === 'True') return false;
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const desired = status?.desiredHealthy ?? 0;
  return desired > 0 && (status?.currentHealthy ?? 0) >= desired;
}

async function removeUnready(eviction: Eviction, pod: KubeObject, budget: string): Promise<void> {
  const { options } = eviction;
  try {
    await remove(eviction, atVersionOf(options, pod));
  } catch (error) {
    const raced = error instanceof ApiError && error.reason === 'Conflict' && options.preconditions?.resourceVersion === undefined;
    throw raced ? tooManyRequests(budget) : error;
  }
}

/** Marks the pod as disrupted, then deletes it. */
async function remove(eviction: Eviction, options: DeleteOptions): Promise<void> {
  const { pods, context, name } = eviction;
  const version = options.dryRun ? undefined : await markDisrupted(eviction, options);
  const { preconditions } = options;
  const moved = version !== undefined && preconditions?.resourceVersion !== undefined;
  await pods.delete({
    context,
    name,
    options: moved ? { ...options, preconditions: { ...preconditions, resourceVersion: version } } : options,
    admit: async () => {},
  });
}

/** @returns the pod's resourceVersion from then on. @throws {ApiError} 409 when it is not the pod that was meant */
async function markDisrupted({ pods, context, name }: Eviction, { preconditions }: DeleteOptions): Promise<string> {
  const { entry } = await pods.storage.update(pods.keyOf(context.namespace, name), {
    dryRun: false,
    async transform(current) {
      const old = (current ?? (await pods.get(context.namespace, name))).object();
      checkIdentity(old, preconditions ?? {});
      const pod = clone(old);
      const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
      setPodCondition(pod, condition, context.clock.now());
      return { action: 'write', object: pod };
    },
  });
  return String(entry.revision);
}

function checkIdentity({ metadata }: KubeObject, { uid = '', resourceVersion = '' }: NonNullable<DeleteOptions['preconditions']>): void {
  const refuse = (what: string, wanted: string, found: string, text: string): never => {
    throw conflict(
      { group: '', resource: 'Pod' },
      metadata.name ?? '',
      `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${text}`,
    );
  };
  if (uid !== '' && uid !== metadata.uid) refuse('UID', uid, metadata.uid ?? '', 'deleted and then recreated');
  if (resourceVersion !== '' && resourceVersion !== metadata.resourceVersion)
    refuse('ResourceVersion', resourceVersion, metadata.resourceVersion ?? '', 'modified');
}
