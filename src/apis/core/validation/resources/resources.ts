/** Requests, limits and claims of containers and pods. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { NOT_NEGATIVE } from '../../../../machinery/grammar/formats.ts';
import { validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import { parseQuantity, type Quantity } from '../../../../machinery/quantity.ts';
import { containerResources } from '../../container-resources.ts';
import type { Container, PodSpec, ResourceClaim, ResourceRequirements } from '../../v1/objects.gen.ts';
import type { PodRules } from '../pod-rules.ts';
import { containerResourceNameErrors, dividesIntoPages, isCounted, isHugePages, mayOvercommit, resourceNameErrors } from './resource-names.ts';

type ResourceList = { readonly [key: string]: string };
type NameCheck = (errors: ErrorList, path: FieldPath, name: string) => void;

const QUALITY_RESOURCES: readonly string[] = ['cpu', 'memory'];

export function checkContainerResources(
  errors: ErrorList,
  path: FieldPath,
  resources: ResourceRequirements | undefined,
  claimNames: ReadonlySet<string>,
  rules: PodRules,
): void {
  if (resources !== undefined) checkRequirements(errors, path, resources, { checkName: checkContainerResourceName, claimNames, rules });
}

/** What running a pod costs besides its containers: the same rules as for limits. */
export function checkOverhead(errors: ErrorList, path: FieldPath, overhead: ResourceList, rules: PodRules): void {
  checkRequirements(errors, path, { limits: overhead }, { checkName: checkContainerResourceName, claimNames: new Set(), rules });
}

function checkContainerResourceName(errors: ErrorList, path: FieldPath, name: string): void {
  errors.eachInvalid(path, name, containerResourceNameErrors(name));
}

function checkPodResourceName(errors: ErrorList, path: FieldPath, name: string): void {
  const found = resourceNameErrors(name);
  if (found.length > 0) errors.eachInvalid(path, name, found);
  else if (!QUALITY_RESOURCES.includes(name) && !isHugePages(name)) errors.notSupported(path, name, ['cpu', 'hugepages-', 'memory']);
}

/** What resources are held against. */
interface Checks {
  readonly checkName: NameCheck;
  /** The claims of the pod. */
  readonly claimNames: ReadonlySet<string>;
  readonly rules: PodRules;
}

function checkRequirements(errors: ErrorList, path: FieldPath, resources: ResourceRequirements, { checkName, claimNames, rules }: Checks): void {
  const { limits = {}, requests = {} } = resources;
  const before = errors.length;
  for (const name of Object.keys(limits)) {
    const amount = getKey(limits, name) as string;
    const at = path.child('limits').key(name);
    checkName(errors, at, name);
    checkAmount(errors, at, name, amount);
    checkPages(errors, at, name, amount, rules);
  }
  // What is fine as a limit is fine as a request: most requests come from the limits.
  const allFine = errors.length === before;
  for (const name of Object.keys(requests)) {
    const amount = getKey(requests, name) as string;
    if (allFine && getKey(limits, name) === amount) continue;
    const at = path.child('requests').key(name);
    checkName(errors, at, name);
    checkAmount(errors, at, name, amount);
    compareWithLimit(errors, path, name, amount, getKey(limits, name));
    checkPages(errors, at, name, amount, rules);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.some((each) => QUALITY_RESOURCES.includes(each))) errors.forbidden(path, 'HugePages require cpu or memory');
  checkClaims(errors, path.child('claims'), resources.claims ?? [], claimNames);
}

/** Texts that are certainly positive, whole amounts: nothing to compute for them. */
const SIMPLE = /^[1-9][0-9]{0,9}(?:[kMGT]|[KMGT]i)?$/;

function checkAmount(errors: ErrorList, path: FieldPath, name: string, amount: string): void {
  if (!SIMPLE.test(amount)) checkResourceAmount(errors, path, name, amount);
}

function checkPages(errors: ErrorList, path: FieldPath, name: string, amount: string, rules: PodRules): void {
  if (isHugePages(name) && !rules.indivisibleHugePages && !dividesIntoPages(name, amount))
    errors.invalid(path, amount, `${amount} is not positive integer multiple of ${name}`);
}

/** Nothing can be wrong with such an amount, whatever it is of. */
const WHOLE = /^[0-9]{1,15}$/;

/** An amount of a resource is not negative, and whole where parts make no sense. */
export function checkResourceAmount(errors: ErrorList, path: FieldPath, name: string, amount: string): void {
  if (WHOLE.test(amount)) return;
  const quantity = parseQuantity(amount);
  if (quantity.sign < 0) errors.invalid(path, amount, NOT_NEGATIVE);
  if (isCounted(name) && !isWhole(quantity)) errors.invalid(path, amount, 'must be an integer');
}

function isWhole(quantity: Quantity): boolean {
  return quantity.milliValue() % 1000n === 0n;
}

function compareWithLimit(errors: ErrorList, path: FieldPath, name: string, amount: string, limit: string | undefined): void {
  const flexible = mayOvercommit(name);
  if (limit === undefined) {
    if (!flexible) errors.required(path.child('limits'), 'Limit must be set for non overcommitable resources');
    return;
  }
  if (limit === amount) return;
  const order = parseQuantity(amount).cmp(parseQuantity(limit));
  if (order !== 0 && !flexible) errors.invalid(path.child('requests'), amount, `must be equal to ${name} limit of ${limit}`);
  else if (order > 0) errors.invalid(path.child('requests'), amount, `must be less than or equal to ${name} limit of ${limit}`);
}

function checkClaims(errors: ErrorList, path: FieldPath, claims: readonly ResourceClaim[], podClaims: ReadonlySet<string>): void {
  const seen = new Set<string>();
  /** Of how many requests of a claim there was word. */
  const requested = new Map<string, number>();
  claims.forEach((claim, i) => {
    const at = path.index(i);
    if (claim.name === '') errors.required(at);
    else {
      checkClaimIsNew(errors, at, claim, seen, requested);
      if (!podClaims.has(claim.name) && !errors.isFull)
        errors.notFound(at, claim.name, `must be one of the names in pod.spec.resourceClaims${listed(podClaims)}`);
    }
  });
}

/** Told of each claim that is missing, and always the same. */
const lists = new WeakMap<ReadonlySet<string>, string>();

function listed(names: ReadonlySet<string>): string {
  let text = lists.get(names);
  if (text === undefined) {
    text = names.size === 0 ? ' which is empty' : `: ${[...names].sort().join(', ')}`;
    lists.set(names, text);
  }
  return text;
}

/** A claim is used as a whole or by its requests, each once. */
function checkClaimIsNew(
  errors: ErrorList,
  at: FieldPath,
  { name, request = '' }: ResourceClaim,
  seen: Set<string>,
  requested: Map<string, number>,
): void {
  if (seen.has(name)) {
    errors.duplicate(at, name);
    return;
  }
  if (request !== '') errors.eachInvalid(at.child('request'), request, validateDns1123Label(request));
  const key = request === '' ? name : `${name}/${request}`;
  const parts = requested.get(name) ?? 0;
  if (seen.has(key)) errors.duplicate(at, key);
  else if (request === '') for (let i = 0; i < parts && !errors.isFull; i++) errors.duplicate(at, name);
  else requested.set(name, parts + 1);
  seen.add(key);
}

/** Resources of the pod as a whole (KEP-2837): not less than its containers ask for, and no container may use more. */
export function checkPodResources(errors: ErrorList, path: FieldPath, spec: PodSpec, claimNames: ReadonlySet<string>, rules: PodRules): void {
  const { resources } = spec;
  if (resources === undefined) return;
  if (spec.os?.name === 'windows') {
    errors.forbidden(path, 'may not be set for a windows pod');
    return;
  }
  if (resources.claims !== undefined) errors.forbidden(path.child('claims'), 'claims may not be set for Resources at pod-level');
  checkRequirements(errors, path, resources, { checkName: checkPodResourceName, claimNames, rules });
  checkAggregate(errors, path, spec, 'requests');
  checkAggregate(errors, path, spec, 'limits', isHugePages);
  checkContainerLimits(errors, path, spec.containers ?? [], resources.limits);
}

/** @param applies to which resources; without it, to all */
function checkAggregate(errors: ErrorList, path: FieldPath, spec: PodSpec, list: 'requests' | 'limits', applies?: (name: string) => boolean): void {
  for (const [name, total] of [...containerResources(spec, list)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const amount = getKey(spec.resources?.[list], name);
    if (amount === undefined || applies?.(name) === false || total.cmp(parseQuantity(amount)) <= 0) continue;
    errors.invalid(path.child(list).key(name), amount, `must be greater than or equal to aggregate container ${list} of ${total}`);
  }
}

function checkContainerLimits(errors: ErrorList, path: FieldPath, containers: readonly Container[], limits: ResourceList | undefined): void {
  containers.forEach((container, i) => {
    const own = container.resources?.limits ?? {};
    for (const name of Object.keys(own)) {
      const amount = getKey(own, name) as string;
      const limit = getKey(limits, name);
      if (limit === undefined || parseQuantity(amount).cmp(parseQuantity(limit)) <= 0) continue;
      const at = path.child('containers').index(i).key(name).child('limits');
      errors.invalid(at, amount, `must be less than or equal to pod limits of ${limit}`);
    }
  });
}
