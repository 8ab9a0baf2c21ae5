/**
 * clusterrole-aggregation-controller: keeps the rules of aggregated cluster roles in step. A role with an aggregationRule has the rules of all
 * cluster roles that its selectors match, each once, by name.
 *
 * Runs in every server and whatever `--controllers` says, as the roles admin, edit and view are empty without it; several at work come to the same
 * result.
 */
import { rulesOf } from '../authorization/rbac/rules.ts';
import { equal } from '../machinery/clone.ts';
import type { KubeObject } from '../machinery/object.ts';
import { type LabelSelectorFields, labelSelectorMatcher } from '../registry/printers/selectors.ts';
import { informerFor } from './framework/informer.ts';
import type { Controller, ControllerContext } from './framework/interface.ts';
import { WorkQueue } from './framework/work-queue.ts';

const PLACE = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
const WORKERS = 5;
/** Several changes in a row are one piece of work. */
const GATHER_MS = 20;

export const clusterRoleAggregation: Controller = {
  name: 'clusterrole-aggregation-controller',
  account: 'clusterrole-aggregation-controller',
  start(context) {
    const { clock, log, queueMetrics: metrics } = context;
    const roles = new Map<string, KubeObject>();
    const queue = new WorkQueue({ name: this.name, clock, log, workers: WORKERS, metrics, reconcile: (name) => reconcile(context, roles, name) });
    // Any role may belong to any aggregated one.
    const lookAtAll = (): void => {
      for (const [name, role] of roles) if (isAggregated(role)) queue.addAfter(name, GATHER_MS);
    };
    const informer = informerFor(context, PLACE.group, PLACE.resource, {
      put(entry) {
        roles.set(entry.name, entry.object());
        lookAtAll();
      },
      remove({ name }) {
        roles.delete(name);
        lookAtAll();
      },
    });
    return {
      close() {
        informer.close();
        return queue.close();
      },
    };
  },
};

function isAggregated(role: KubeObject): boolean {
  return role.aggregationRule !== undefined && role.aggregationRule !== null && role.metadata.deletionTimestamp === undefined;
}

async function reconcile({ client }: ControllerContext, roles: ReadonlyMap<string, KubeObject>, name: string): Promise<void> {
  const role = roles.get(name);
  if (role === undefined || !isAggregated(role)) return;
  const rules = aggregatedRules(role, roles);
  if (equal(rules, role.rules ?? [])) return;
  // As upstream's client writes it: without any rules nothing is said of them, so that those gathered before go and those that others gave stay.
  const said = rules.length === 0 ? {} : { rules };
  await client.apply(PLACE, { kind: role.kind, apiVersion: role.apiVersion, metadata: { name }, ...said }, clusterRoleAggregation.name);
}

/** What the role should allow, in the order of selectors and names. */
export function aggregatedRules(role: KubeObject, roles: ReadonlyMap<string, KubeObject>): readonly unknown[] {
  const { clusterRoleSelectors } = role.aggregationRule as { readonly clusterRoleSelectors?: readonly LabelSelectorFields[] | null };
  const names = [...roles.keys()].sort();
  const rules = new Map<string, unknown>();
  for (const selector of clusterRoleSelectors ?? []) {
    const matches = labelSelectorMatcher(selector);
    for (const name of names) {
      const other = roles.get(name);
      if (other === undefined || name === role.metadata.name || matches?.(other.metadata.labels ?? {}) !== true) continue;
      for (const rule of (other.rules ?? []) as readonly unknown[]) {
        const meaning = JSON.stringify(rulesOf([rule]));
        if (!rules.has(meaning)) rules.set(meaning, rule);
      }
    }
  }
  return [...rules.values()];
}
