/**
 * One request against the quotas of its namespace. Pure: says what the quotas' use would be afterwards, or refuses.
 */
import { quantitiesOf } from '../../../apis/core/container-resources.ts';
import type { ResourceQuotaSpec, ResourceQuotaStatus, ScopedResourceSelectorRequirement } from '../../../apis/core/v1/objects.gen.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { rawError } from '../../../machinery/status.ts';
import type { AdmissionAttributes } from '../../interface.ts';
import { refuse } from '../../refusal.ts';
import type { QuotaEvaluator } from './evaluator.ts';
import { addUsage, increaseOf, masked, type ReadonlyUsage, usageText, withoutZeros } from './usage.ts';

/** A quota as it is being charged. */
export interface QuotaState {
  readonly name: string;
  /** The resourceVersion that `used` was read at. */
  readonly version: string;
  readonly scopes: readonly ScopedResourceSelectorRequirement[];
  readonly hard: ReadonlyUsage;
  readonly used: ReadonlyUsage;
}

/** Resources that may be used only where a quota covers them (the plugin's configuration). */
export interface LimitedResource {
  readonly apiGroup: string;
  readonly resource: string;
  readonly matchContains: readonly string[];
  readonly matchScopes: readonly ScopedResourceSelectorRequirement[];
}

export function quotaState(object: KubeObject): QuotaState {
  const { scopes, scopeSelector } = (object.spec ?? {}) as ResourceQuotaSpec;
  const { hard, used } = (object.status ?? {}) as ResourceQuotaStatus;
  return {
    name: object.metadata.name ?? '',
    version: object.metadata.resourceVersion ?? '',
    scopes: [...(scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })), ...(scopeSelector?.matchExpressions ?? [])],
    hard: quantitiesOf(hard),
    used: quantitiesOf(used),
  };
}

/** A quota that the object counts against, with the names that it limits. */
interface Interested {
  readonly quota: QuotaState;
  readonly names: readonly string[];
}

/** @returns the quotas with what the request uses added. @throws {ApiError} 403 */
export function chargeRequest(
  quotas: readonly QuotaState[],
  attributes: AdmissionAttributes,
  evaluator: QuotaEvaluator,
  limited: readonly LimitedResource[],
): readonly QuotaState[] {
  const { object } = attributes;
  if (object === undefined) return quotas;
  const interested = interestedQuotas(quotas, attributes, object, evaluator);
  const usage = evaluator.usage(object);
  const negative = [...usage].filter(([, amount]) => amount.sign < 0).map(([name]) => name);
  if (negative.length > 0) throw refuse(attributes, `quota usage is negative for resource(s): ${negative.sort().join(',')}`);
  const { increase, before } = increaseBy(attributes, evaluator, usage);
  const charges = new Map<QuotaState, ReadonlyUsage>();
  for (const { quota } of interested) {
    // An object that comes into the scope of a quota is new to it.
    const charge = withoutZeros(before !== undefined && matches(quota, before, evaluator) ? increase : usage);
    if (charge.size > 0) charges.set(quota, charge);
  }
  if (interested.length === 0 ? withoutZeros(increase).size === 0 : charges.size === 0) return quotas;
  checkCovered(quotas, attributes, { object, evaluator, usage, interested, limited });
  return quotas.map((quota) => {
    const charge = charges.get(quota);
    return charge === undefined ? quota : charged(quota, charge, attributes);
  });
}

function increaseBy(
  { operation, oldObject }: AdmissionAttributes,
  evaluator: QuotaEvaluator,
  usage: ReadonlyUsage,
): { readonly increase: ReadonlyUsage; readonly before: KubeObject | undefined } {
  if (operation !== 'UPDATE' || oldObject?.metadata.resourceVersion === undefined) return { increase: usage, before: undefined };
  return { increase: increaseOf(usage, evaluator.usage(oldObject)), before: oldObject };
}

function matches(quota: QuotaState, object: KubeObject, evaluator: QuotaEvaluator): boolean {
  return [...quota.hard.keys()].some((name) => evaluator.measures(name)) && quota.scopes.every((scope) => evaluator.inScope(scope, object));
}

function interestedQuotas(
  quotas: readonly QuotaState[],
  attributes: AdmissionAttributes,
  object: KubeObject,
  evaluator: QuotaEvaluator,
): readonly Interested[] {
  const interested: Interested[] = [];
  for (const quota of quotas) {
    if (!matches(quota, object, evaluator)) continue;
    const names = [...quota.hard.keys()].filter((name) => evaluator.measures(name));
    const missing = evaluator.missing?.(names, object);
    if (missing !== undefined) throw refuse(attributes, `failed quota: ${quota.name}: ${missing}`);
    if (names.some((name) => !quota.used.has(name)))
      throw refuse(attributes, `status unknown for quota: ${quota.name}, resources: ${[...names].sort().join(',')}`);
    interested.push({ quota, names });
  }
  return interested;
}

/** @throws {ApiError} 403 when the quota would be exceeded */
function charged(quota: QuotaState, charge: ReadonlyUsage, attributes: AdmissionAttributes): QuotaState {
  const requested = masked(charge, (name) => quota.hard.has(name));
  const used = addUsage(quota.used, requested);
  const exceeded = new Set(
    [...requested.keys()].filter((name) => {
      const limit = quota.hard.get(name);
      const total = used.get(name);
      return limit !== undefined && total !== undefined && total.cmp(limit) > 0;
    }),
  );
  if (exceeded.size > 0) {
    const show = (usage: ReadonlyUsage): string => usageText(masked(usage, (name) => exceeded.has(name)));
    throw refuse(attributes, `exceeded quota: ${quota.name}, requested: ${show(requested)}, used: ${show(quota.used)}, limited: ${show(quota.hard)}`);
  }
  return { ...quota, used };
}

interface Coverage {
  readonly object: KubeObject;
  readonly evaluator: QuotaEvaluator;
  readonly usage: ReadonlyUsage;
  readonly interested: readonly Interested[];
  readonly limited: readonly LimitedResource[];
}

/** What is limited by default needs a quota that covers it. @throws {ApiError} 403, 500 */
function checkCovered(
  quotas: readonly QuotaState[],
  attributes: AdmissionAttributes,
  { object, evaluator, usage, interested, limited }: Coverage,
): void {
  if (limited.length === 0) return;
  const own = limited.filter((each) => each.apiGroup === attributes.group && each.resource === attributes.resource);
  const covered = new Set(interested.flatMap((each) => each.names));
  const uncovered = [...usage]
    .filter(([name, amount]) => amount.sign > 0 && own.some((each) => each.matchContains.some((part) => name.includes(part))) && !covered.has(name))
    .map(([name]) => name);
  if (uncovered.length > 0) throw refuse(attributes, `insufficient quota to consume: ${uncovered.sort().join(',')}`);
  const limitedScopes = limited.flatMap((each) => each.matchScopes).filter((scope) => evaluator.inScope(scope, object));
  const coveredScopes = new Set(
    quotas.flatMap((quota) => quota.scopes.filter((scope) => evaluator.inScope(scope, object))).map((each) => each.scopeName),
  );
  const open = limitedScopes.filter((scope) => !coveredScopes.has(scope.scopeName));
  if (open.length > 0) {
    const shown = open.map(({ scopeName, operator, values }) => `{${scopeName} ${operator} [${(values ?? []).join(' ')}]}`);
    throw rawError(`insufficient quota to match these scopes: [${shown.join(' ')}]`);
  }
}
