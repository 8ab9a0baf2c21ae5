/**
 * What a terminating namespace says about its deletion: five conditions, each in step with the last round. A condition keeps its transition time as
 * long as its status stays. Types, reasons and messages are upstream's (namespace controller, status_condition_utils.go): people and tools read them.
 */
import type { NamespaceCondition } from '../../apis/core/v1/objects.gen.ts';
import { timeText } from '../../machinery/time.ts';

/** What one round of deletion found. */
export interface DeletionReport {
  /** Why content could not be deleted. */
  readonly failures: readonly string[];
  /** Objects that are still there, by "resource.group". */
  readonly remaining: ReadonlyMap<string, number>;
  /** Objects that are still there, by the finalizer that holds them. */
  readonly finalizers: ReadonlyMap<string, number>;
}

interface Finding {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const fine = (reason: string, message: string): Finding => ({ status: 'False', reason, message });
const trouble = (reason: string, message: string): Finding => ({ status: 'True', reason, message });

/** The namespace's conditions after a round; undefined: nothing changed. */
export function conditionsAfter(
  before: readonly NamespaceCondition[],
  report: DeletionReport,
  now: number,
): readonly NamespaceCondition[] | undefined {
  const after = [...before];
  let changed = false;
  for (const [type, finding] of findings(report)) {
    const at = after.findIndex((each) => each.type === type);
    const old = after[at];
    if (old !== undefined && old.status === finding.status && old.reason === finding.reason && old.message === finding.message) continue;
    changed = true;
    const lastTransitionTime = old?.status === finding.status ? old.lastTransitionTime : timeText(now);
    const condition: NamespaceCondition = { type, status: finding.status, lastTransitionTime, reason: finding.reason, message: finding.message };
    if (at < 0) after.push(condition);
    else after[at] = condition;
  }
  return changed ? after : undefined;
}

/** In the order in which a namespace gets them. Discovery within one process does not fail. */
function findings({ failures, remaining, finalizers }: DeletionReport): readonly (readonly [type: string, finding: Finding])[] {
  return [
    ['NamespaceDeletionDiscoveryFailure', fine('ResourcesDiscovered', 'All resources successfully discovered')],
    ['NamespaceDeletionGroupVersionParsingFailure', fine('ParsedGroupVersions', 'All legacy kube types successfully parsed')],
    [
      'NamespaceDeletionContentFailure',
      failures.length === 0
        ? fine('ContentDeleted', 'All content successfully deleted, may be waiting on finalization')
        : trouble('ContentDeletionFailed', `Failed to delete all resource types, ${failures.length} remaining: ${[...failures].sort().join(', ')}`),
    ],
    [
      'NamespaceContentRemaining',
      remaining.size === 0
        ? fine('ContentRemoved', 'All content successfully removed')
        : trouble('SomeResourcesRemain', `Some resources are remaining: ${counted(remaining, (name, n) => `${name} has ${n} resource instances`)}`),
    ],
    [
      'NamespaceFinalizersRemaining',
      finalizers.size === 0
        ? fine('ContentHasNoFinalizers', 'All content-preserving finalizers finished')
        : trouble(
            'SomeFinalizersRemain',
            `Some content in the namespace has finalizers remaining: ${counted(finalizers, (name, n) => `${name} in ${n} resource instances`)}`,
          ),
    ],
  ];
}

function counted(counts: ReadonlyMap<string, number>, show: (name: string, count: number) => string): string {
  return [...counts]
    .map(([name, count]) => show(name, count))
    .sort()
    .join(', ');
}
