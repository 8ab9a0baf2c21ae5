/** A pod against a level and version of the standards. */
import { KUBERNETES_MINOR } from '../../../machinery/release.ts';
import { BASELINE_CHECKS } from './baseline.ts';
import type { Check, CheckPod, PodLike, Violation } from './check.ts';
import type { LevelVersion } from './policy.ts';
import { RESTRICTED_CHECKS } from './restricted.ts';

const compiled = new Map<string, readonly CheckPod[]>();

/** All violations, in the order in which refusals list them. */
export function evaluate({ level, version }: LevelVersion, pod: PodLike): readonly Violation[] {
  if (level === 'privileged') return [];
  const violations: Violation[] = [];
  // Standards change with releases; of later ones nothing more is known.
  for (const check of checksOf(level, Math.min(version, KUBERNETES_MINOR))) {
    const violation = check(pod);
    if (violation !== undefined) violations.push(violation);
  }
  return violations;
}

/** "host namespaces (hostPID=true), privileged (...)". */
export function detailsText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}

/** "host namespaces, privileged". */
export function reasonsText(violations: readonly Violation[]): string {
  return violations.map(({ reason }) => reason).join(', ');
}

function checksOf(level: 'baseline' | 'restricted', version: number): readonly CheckPod[] {
  const key = `${level}:${version}`;
  let checks = compiled.get(key);
  if (checks === undefined) {
    checks = select(level, version);
    compiled.set(key, checks);
  }
  return checks;
}

function select(level: 'baseline' | 'restricted', version: number): readonly CheckPod[] {
  const stricter = level === 'restricted' ? RESTRICTED_CHECKS.filter((each) => at(each, version) !== undefined) : [];
  const overridden = new Set(stricter.map((each) => each.overrides));
  return [...BASELINE_CHECKS.filter((each) => !overridden.has(each.id)), ...stricter].flatMap((each) => at(each, version) ?? []);
}

function at({ versions }: Check, version: number): CheckPod | undefined {
  return versions.findLast((each) => each.since <= version)?.check;
}
