/**
 * Do the rules that somebody holds cover other rules? What is granted is broken down into the smallest rules there are, each of which has to be
 * covered by one rule that is held. What is missing is told with verbs of one resource joined (k8s.io/component-helpers/auth/rbac/validation).
 */
import { goQuotedList } from '../../machinery/go/text.ts';
import { matchesPath, type Rule } from './rules.ts';

const NONE: readonly string[] = [];

/** What of `wanted` is in none of `held`, broken down. */
export function missingRules(held: readonly Rule[], wanted: readonly Rule[]): readonly Rule[] {
  return wanted.flatMap(breakDown).filter((part) => !held.some((rule) => covers(rule, part)));
}

function breakDown(rule: Rule): readonly Rule[] {
  const parts: Rule[] = [];
  for (const group of rule.apiGroups)
    for (const resource of rule.resources)
      for (const verb of rule.verbs) {
        const part = { verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: NONE, nonResourceURLs: NONE };
        if (rule.resourceNames.length === 0) parts.push(part);
        else for (const name of rule.resourceNames) parts.push({ ...part, resourceNames: [name] });
      }
  for (const path of rule.nonResourceURLs)
    for (const verb of rule.verbs) parts.push({ verbs: [verb], apiGroups: NONE, resources: NONE, resourceNames: NONE, nonResourceURLs: [path] });
  return parts;
}

function covers(held: Rule, part: Rule): boolean {
  return (
    holdsAll(held.verbs, part.verbs) &&
    holdsAll(held.apiGroups, part.apiGroups) &&
    part.resources.every((each) => coversResource(held.resources, each)) &&
    part.nonResourceURLs.every((path) => held.nonResourceURLs.some((pattern) => matchesPath(pattern, path))) &&
    (held.resourceNames.length === 0 || (part.resourceNames.length > 0 && part.resourceNames.every((name) => held.resourceNames.includes(name))))
  );
}

function holdsAll(held: readonly string[], wanted: readonly string[]): boolean {
  return held.includes('*') || wanted.every((each) => held.includes(each));
}

function coversResource(held: readonly string[], resource: string): boolean {
  if (held.includes('*') || held.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*/${resource.slice(slash + 1)}`);
}

/** One line per rule, sorted. */
export function describeRules(rules: readonly Rule[]): string {
  return [...new Set(joinVerbs(rules).map(describe))].sort().join('\n');
}

/** Rules about the same resource and name become one, with verbs in the order in which they came. */
function joinVerbs(rules: readonly Rule[]): readonly Rule[] {
  const joined = new Map<string, Rule>();
  const others: Rule[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = joined.get(key);
    joined.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...rule.verbs] });
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
