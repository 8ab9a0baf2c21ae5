/** A pod disruption budget as evictions see it: checked and charged in one update. */
import type { PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from '../../apis/policy/v1/objects.gen.ts';
import { clone } from '../../machinery/clone.ts';
import { type KubeObject, setKey } from '../../machinery/object.ts';
import { ApiError, forbidden } from '../../machinery/status.ts';
import { timeText } from '../../machinery/time.ts';
import type { StrategyContext } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';

export interface Budget extends KubeObject {
  spec?: PodDisruptionBudgetSpec;
  status?: PodDisruptionBudgetStatus;
}

const VIOLATION = "Cannot evict pod as it would violate the pod's disruption budget.";
const RESOURCE = { group: 'policy', resource: 'poddisruptionbudget' };
/** Evictions that the budget's controller has not noticed yet, at most. */
const MAX_DISRUPTED = 2000;
const RETRY_SECONDS = 10;

/** 429 for a budget whose controller is behind. */
export function tooManyRequests(name: string): ApiError {
  return violation(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
}

function violation(message: string, retryAfterSeconds: number): ApiError {
  return new ApiError(429, 'TooManyRequests', VIOLATION, {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}

/** Takes one disruption from the budget and notes the pod in it. @throws {ApiError} 429, 403 */
export async function chargeBudget(budgets: RegistryStore, budget: Budget, pod: string, context: StrategyContext): Promise<void> {
  const name = budget.metadata.name ?? '';
  await budgets.storage.update(budgets.keyOf(context.namespace, name), {
    dryRun: context.dryRun,
    async transform(current) {
      const old = (current ?? (await budgets.get(context.namespace, name))).object() as Budget;
      checkBudget(old);
      const charged = clone(old);
      const status = charged.status as PodDisruptionBudgetStatus;
      status.disruptionsAllowed -= 1;
      status.disruptedPods ??= {};
      setKey(status.disruptedPods, pod, timeText(context.clock.now()));
      if (status.disruptionsAllowed === 0) setInsufficient(charged, context.clock.now());
      return { action: 'write', object: charged };
    },
  });
}

function checkBudget({ metadata: { name = '', generation = 0 }, status }: Budget): void {
  if (Number(status?.observedGeneration ?? 0) < generation) throw tooManyRequests(name);
  const allowed = status?.disruptionsAllowed ?? 0;
  if (allowed < 0) throw forbidden(RESOURCE, name, 'pdb disruptions allowed is negative');
  if (Object.keys(status?.disruptedPods ?? {}).length > MAX_DISRUPTED)
    throw forbidden(RESOURCE, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (allowed === 0) throw violation(reasonOf(name, status), 0);
}

function reasonOf(name: string, status: PodDisruptionBudgetStatus | undefined): string {
  const current = status?.currentHealthy ?? 0;
  const desired = status?.desiredHealthy ?? 0;
  const refused = `The disruption budget ${name} does not allow evicting pods currently`;
  const condition = status?.conditions?.find((each) => each.type === 'DisruptionAllowed');
  const said = condition?.status === 'False' && condition.message !== '' ? condition : undefined;
  // The numbers of a budget that could not be computed mean nothing.
  if (said?.reason === 'SyncFailed') return `${refused} because it failed sync: ${said.message}`;
  if (current <= desired) return `The disruption budget ${name} needs ${desired} healthy pods and has ${current} currently`;
  return said === undefined ? refused : `${refused} (${said.reason}): ${said.message}`;
}

function setInsufficient({ status }: Budget, now: number): void {
  if (status === undefined) return;
  const conditions = status.conditions ?? [];
  const before = conditions.find((each) => each.type === 'DisruptionAllowed');
  const next = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: status.observedGeneration ?? 0,
    lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : timeText(now),
    reason: 'InsufficientPods',
    message: '',
  };
  status.conditions = before === undefined ? [...conditions, next] : conditions.map((each) => (each === before ? next : each));
}
