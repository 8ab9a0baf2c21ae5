/**
 * Do the rules that somebody holds cover other rules? What is granted is broken down into the smallest rules there are, each of which has to be
 * covered by one rule that is held. What is missing is told with verbs of one resource joined (k8s.io/component-helpers/auth/rbac/validation).
 */
import { atOnce, type Steps } from '../../base/event-loop.ts';
import { goQuotedList } from '../../machinery/go/text.ts';
import { matchesPath, type Rule } from './rules.ts';

const NONE: readonly string[] = [];

/** More of what is missing is not told. */
const MAX_MISSING = 10_000;
/** The parts of a rule are a product: of one that has more, whoever does not hold it by a single rule holds nothing. */
const MAX_PARTS = 1_000_000;

/** What of `wanted` is in none of `held`, broken down. */
export function missingRules(held: readonly Rule[], wanted: readonly Rule[]): readonly Rule[] {
  return atOnce(missingRulesInSteps(held, wanted));
}

/** As missingRules, for rules that somebody sends. */
export function* missingRulesInSteps(held: readonly Rule[], wanted: readonly Rule[]): Steps<readonly Rule[]> {
  const rules = new HeldRules(held);
  const missing: Rule[] = [];
  let parts = 0;
  for (const rule of wanted) {
    yield;
    if (isUniform(rule) && rules.cover(rule)) continue;
    parts += countParts(rule);
    if (parts > MAX_PARTS) {
      missing.push(rule);
      return missing;
    }
    for (const part of breakDown(rule)) {
      yield;
      if (!rules.cover(part)) missing.push(part);
      if (missing.length === MAX_MISSING) return missing;
    }
  }
  return missing;
}

/** Whether all parts of a rule have its names: those about paths have none. */
function isUniform({ resourceNames, nonResourceURLs }: Rule): boolean {
  return resourceNames.length === 0 || nonResourceURLs.length === 0;
}

function countParts({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): number {
  return verbs.length * (apiGroups.length * resources.length * Math.max(resourceNames.length, 1) + nonResourceURLs.length);
}

function* breakDown(rule: Rule): Generator<Rule, void, void> {
  for (const group of rule.apiGroups)
    for (const resource of rule.resources)
      for (const verb of rule.verbs) {
        const part = { verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: NONE, nonResourceURLs: NONE };
        if (rule.resourceNames.length === 0) yield part;
        else for (const name of rule.resourceNames) yield { ...part, resourceNames: [name] };
      }
  for (const path of rule.nonResourceURLs)
    for (const verb of rule.verbs) yield { verbs: [verb], apiGroups: NONE, resources: NONE, resourceNames: NONE, nonResourceURLs: [path] };
}

interface HeldRule {
  readonly verbs: ReadonlySet<string>;
  readonly apiGroups: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
  readonly resourceNames: ReadonlySet<string>;
  readonly nonResourceURLs: ReadonlySet<string>;
  /** Those that end in a star. */
  readonly patterns: readonly string[];
}

/** The rules that somebody holds, found by what they are about. */
class HeldRules {
  readonly #all: readonly HeldRule[];
  readonly #byGroup = new Map<string, HeldRule[]>();
  readonly #byResource = new Map<string, HeldRule[]>();

  constructor(rules: readonly Rule[]) {
    this.#all = rules.map((rule) => ({
      verbs: new Set(rule.verbs),
      apiGroups: new Set(rule.apiGroups),
      resources: new Set(rule.resources),
      resourceNames: new Set(rule.resourceNames),
      nonResourceURLs: new Set(rule.nonResourceURLs),
      patterns: rule.nonResourceURLs.filter((each) => each.endsWith('*')),
    }));
    for (const rule of this.#all) {
      for (const group of rule.apiGroups) put(this.#byGroup, group, rule);
      for (const resource of rule.resources) put(this.#byResource, resource, rule);
    }
  }

  /** Whether one of them covers all of a rule. */
  cover(rule: Rule): boolean {
    return this.#candidates(rule).some((each) => each.some((held) => covers(held, rule)));
  }

  /** Whoever covers a rule knows its first group and its first resource: the fewer are looked at. */
  #candidates({ apiGroups: [group], resources: [resource] }: Rule): readonly (readonly HeldRule[])[] {
    if (group === undefined || resource === undefined) return [this.#all];
    const byGroup = [this.#byGroup.get(group) ?? [], this.#byGroup.get('*') ?? []];
    const byResource = [resource, '*', anySubresource(resource)].map((each) => (each === undefined ? [] : (this.#byResource.get(each) ?? [])));
    const count = (lists: readonly (readonly HeldRule[])[]): number => lists.reduce((sum, each) => sum + each.length, 0);
    return count(byGroup) < count(byResource) ? byGroup : byResource;
  }
}

function put(map: Map<string, HeldRule[]>, key: string, rule: HeldRule): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [rule]);
  else known.push(rule);
}

function covers(held: HeldRule, part: Rule): boolean {
  return (
    holdsAll(held.verbs, part.verbs) &&
    holdsAll(held.apiGroups, part.apiGroups) &&
    part.resources.every((each) => coversResource(held.resources, each)) &&
    part.nonResourceURLs.every((path) => held.nonResourceURLs.has(path) || held.patterns.some((pattern) => matchesPath(pattern, path))) &&
    (held.resourceNames.size === 0 || (part.resourceNames.length > 0 && holdsEach(held.resourceNames, part.resourceNames)))
  );
}

function holdsAll(held: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return held.has('*') || holdsEach(held, wanted);
}

function holdsEach(held: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.every((each) => held.has(each));
}

function coversResource(held: ReadonlySet<string>, resource: string): boolean {
  if (held.has('*') || held.has(resource)) return true;
  const any = anySubresource(resource);
  return any !== undefined && held.has(any);
}

/** The pattern that stands for this subresource of every resource; undefined for what is none. */
function anySubresource(resource: string): string | undefined {
  const slash = resource.indexOf('/');
  return slash < 0 ? undefined : `*/${resource.slice(slash + 1)}`;
}

/** One line per rule, sorted. */
export function describeRules(rules: readonly Rule[]): string {
  return [...new Set(joinVerbs(rules).map(describe))].sort().join('\n');
}

/** Rules about the same resource and name become one, with verbs in the order in which they came. */
function joinVerbs(rules: readonly Rule[]): readonly Rule[] {
  const joined = new Map<string, Rule & { readonly verbs: string[] }>();
  const others: Rule[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { ...rule, verbs: [...rule.verbs] });
    else for (const verb of rule.verbs) known.verbs.push(verb);
  }
  return [...joined.values(), ...others];
}

function describe(rule: Rule): string {
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ] as const;
  return `{${parts
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}:${goQuotedList(values)}`)
    .join(', ')}}`;
}
