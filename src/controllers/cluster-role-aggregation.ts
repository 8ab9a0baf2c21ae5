/**
 * Keeps the rules of aggregated cluster roles in step: a role with an aggregationRule has the rules of all cluster roles that its selectors match,
 * each once, by name. Runs in every server, as the roles admin, edit and view are empty without it; several at work come to the same result.
 */
import { type Following, follow } from '../authorization/follow.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { clone, equal } from '../machinery/clone.ts';
import type { KubeObject } from '../machinery/object.ts';
import type { StrategyContext } from '../registry/generic/declaration.ts';
import type { RegistryStore } from '../registry/generic/store.ts';
import { type LabelSelectorFields, labelSelectorMatcher } from '../registry/vocabulary/selectors.ts';

/** Several changes in a row are one piece of work. */
const GATHER_MS = 20;
const RETRY_MS = 5_000;

export interface AggregationOptions {
  readonly store: RegistryStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** As whom it writes. */
  readonly context: StrategyContext;
}

export function startClusterRoleAggregation(options: AggregationOptions): Following {
  const roles = new Map<string, KubeObject>();
  let cancel: (() => void) | undefined;
  let closed = false;
  const schedule = (ms: number): void => {
    if (closed || cancel !== undefined) return;
    cancel = options.clock.after(ms, () => {
      cancel = undefined;
      reconcileAll(options, roles).catch((error: unknown) => {
        options.log.error('Unable to aggregate cluster roles', error instanceof Error ? error : new Error(String(error)));
        schedule(RETRY_MS);
      });
    });
  };
  const follower = {
    put(object: KubeObject): void {
      roles.set(object.metadata.name ?? '', object);
      schedule(GATHER_MS);
    },
    remove(_namespace: string, name: string): void {
      roles.delete(name);
      schedule(GATHER_MS);
    },
  };
  const following = follow(options.store.storage, follower, (ms, task) => options.clock.after(ms, task));
  return {
    synced: following.synced,
    close() {
      closed = true;
      cancel?.();
      following.close();
    },
  };
}

async function reconcileAll(options: AggregationOptions, roles: ReadonlyMap<string, KubeObject>): Promise<void> {
  for (const role of [...roles.values()]) {
    if (role.aggregationRule === undefined || role.aggregationRule === null || role.metadata.deletionTimestamp !== undefined) continue;
    const rules = aggregatedRules(role, roles);
    if (!equal(rules, role.rules ?? [])) await write(options, role.metadata.name ?? '', roles);
  }
}

/** What the role should allow, in the order of selectors and names. */
export function aggregatedRules(role: KubeObject, roles: ReadonlyMap<string, KubeObject>): readonly unknown[] {
  const { clusterRoleSelectors } = role.aggregationRule as { readonly clusterRoleSelectors?: readonly LabelSelectorFields[] | null };
  const names = [...roles.keys()].sort();
  const rules: unknown[] = [];
  for (const selector of clusterRoleSelectors ?? []) {
    const matches = labelSelectorMatcher(selector);
    for (const name of names) {
      const other = roles.get(name);
      if (other === undefined || name === role.metadata.name || matches?.(other.metadata.labels ?? {}) !== true) continue;
      for (const rule of (other.rules ?? []) as readonly unknown[]) if (!rules.some((each) => equal(each, rule))) rules.push(rule);
    }
  }
  return rules;
}

async function write({ store, context }: AggregationOptions, name: string, roles: ReadonlyMap<string, KubeObject>): Promise<void> {
  if ((await store.storage.get(store.keyOf('', name), '')) === undefined) return;
  await store.update({
    context,
    name,
    strategy: { ...store.declaration.strategy, allowCreateOnUpdate: false },
    transform: async (current) => {
      const role = clone((current as NonNullable<typeof current>).object());
      // Somebody may have taken the selectors away meanwhile.
      if (role.aggregationRule !== undefined && role.aggregationRule !== null) role.rules = clone(aggregatedRules(role, roles));
      return role;
    },
    admitCreate: async () => {},
    admitUpdate: async () => {},
  });
}
