/**
 * Workloads and pod groups: pods that are scheduled together (KEP-4671). What a group was made with stays. Upstream declares these rules beside the
 * types, so that complaints are of the general kind, and come in the order of the fields.
 */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label, validateDns1123Subdomain, validatePathSegment } from '../../../machinery/grammar/names.ts';
import { checkConditions } from '../../meta/validation/conditions.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import type {
  PodGroup,
  PodGroupResourceClaim,
  PodGroupResourceClaimStatus,
  PodGroupSchedulingConstraints,
  PodGroupSchedulingPolicy,
  PodGroupTemplate,
  PodGroupTemplateReference,
  TypedLocalObjectReference,
  Workload,
} from '../v1alpha2/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const CONTROLLER = SPEC.child('controllerRef');
const TEMPLATES = SPEC.child('podGroupTemplates');
const MAX_TEMPLATES = 8;
const MAX_CLAIMS = 4;
const MAX_TOPOLOGIES = 1;
const HIGHEST_PRIORITY = 1_000_000_000;
const DISRUPTION_MODES: readonly string[] = ['Pod', 'PodGroup'];
const FIXED = [
  'podGroupTemplateRef',
  'schedulingPolicy',
  'schedulingConstraints',
  'resourceClaims',
  'disruptionMode',
  'priorityClassName',
  'priority',
] as const;

/** What groups and their templates have in common. */
type Group = Pick<PodGroupTemplate, 'resourceClaims' | 'disruptionMode' | 'priorityClassName' | 'priority' | 'schedulingPolicy'> & {
  readonly schedulingConstraints?: PodGroupSchedulingConstraints | null;
};

export function validateWorkload({ spec }: Workload): ErrorList {
  const errors = new ErrorList();
  if (spec.controllerRef !== undefined) checkController(errors, spec.controllerRef);
  checkTemplates(errors, spec.podGroupTemplates ?? []);
  return errors;
}

export function validateWorkloadUpdate({ spec }: Workload, { spec: old }: Workload): ErrorList {
  const errors = new ErrorList();
  checkImmutable(errors, CONTROLLER, spec.controllerRef, old.controllerRef);
  checkImmutable(errors, TEMPLATES, spec.podGroupTemplates, old.podGroupTemplates);
  if ((spec.podGroupTemplates ?? []).length === 0) errors.required(TEMPLATES);
  return errors;
}

function checkController(errors: ErrorList, { apiGroup = '', kind, name }: TypedLocalObjectReference): void {
  if (apiGroup !== '') errors.eachInvalid(CONTROLLER.child('apiGroup'), apiGroup, validateDns1123Subdomain(apiGroup));
  checkRequired(errors, CONTROLLER.child('kind'), kind, validatePathSegment);
  checkRequired(errors, CONTROLLER.child('name'), name, validatePathSegment);
}

function checkRequired(errors: ErrorList, at: FieldPath, value: string, problems: (value: string) => readonly string[]): void {
  if (value === '') errors.required(at);
  else errors.eachInvalid(at, value, problems(value));
}

function checkTemplates(errors: ErrorList, templates: readonly PodGroupTemplate[]): void {
  if (templates.length === 0) errors.required(TEMPLATES);
  else if (templates.length > MAX_TEMPLATES) errors.tooMany(TEMPLATES, templates.length, MAX_TEMPLATES);
  else {
    checkUnique(errors, TEMPLATES, templates);
    templates.forEach((template, i) => {
      checkRequired(errors, TEMPLATES.index(i).child('name'), template.name, validateDns1123Label);
      checkGroup(errors, TEMPLATES.index(i), template);
    });
  }
}

function checkUnique(errors: ErrorList, at: FieldPath, items: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    if (seen.has(item.name)) errors.duplicate(at.index(i), item);
    seen.add(item.name);
  });
}

function checkGroup(errors: ErrorList, at: FieldPath, group: Group): void {
  checkPolicy(errors, at.child('schedulingPolicy'), group.schedulingPolicy);
  checkConstraints(errors, at.child('schedulingConstraints', 'topology'), group.schedulingConstraints);
  checkClaims(errors, at.child('resourceClaims'), group.resourceClaims ?? []);
  const { disruptionMode: mode, priorityClassName = '', priority } = group;
  if (mode !== undefined && !DISRUPTION_MODES.includes(mode)) errors.notSupported(at.child('disruptionMode'), mode, DISRUPTION_MODES);
  if (priorityClassName !== '') errors.eachInvalid(at.child('priorityClassName'), priorityClassName, validateDns1123Subdomain(priorityClassName));
  if (priority !== undefined && priority > HIGHEST_PRIORITY)
    errors.invalid(at.child('priority'), priority, `must be less than or equal to ${HIGHEST_PRIORITY}`);
}

function checkPolicy(errors: ErrorList, at: FieldPath, { basic, gang }: PodGroupSchedulingPolicy): void {
  checkUnion(errors, at, { basic, gang });
  if (gang === undefined) return;
  if (gang.minCount === 0) errors.required(at.child('gang', 'minCount'));
  else if (gang.minCount < 0) errors.invalid(at.child('gang', 'minCount'), gang.minCount, 'must be greater than or equal to 1');
}

/** Exactly one of the members is there. */
function checkUnion(errors: ErrorList, at: FieldPath, members: { readonly [name: string]: unknown }): void {
  const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  const all = Object.keys(members);
  const given = all.filter((name) => members[name] !== undefined && members[name] !== null);
  if (given.length === 0) errors.invalid(at, '', `must specify one of: ${quoted(all)}`);
  else if (given.length > 1) errors.invalid(at, `{${quoted(given)}}`, `exactly one of ${quoted(all)} is required, but multiple fields are set`);
}

function checkConstraints(errors: ErrorList, at: FieldPath, constraints: PodGroupSchedulingConstraints | null | undefined): void {
  const topology = constraints?.topology ?? [];
  if (topology.length > MAX_TOPOLOGIES) errors.tooMany(at, topology.length, MAX_TOPOLOGIES);
  else for (const [i, { key }] of topology.entries()) checkRequired(errors, at.index(i).child('key'), key, labelKeyErrors);
}

function checkClaims(errors: ErrorList, at: FieldPath, claims: readonly PodGroupResourceClaim[]): void {
  if (claims.length > MAX_CLAIMS) {
    errors.tooMany(at, claims.length, MAX_CLAIMS);
    return;
  }
  checkUnique(errors, at, claims);
  claims.forEach(({ name, resourceClaimName, resourceClaimTemplateName }, i) => {
    const references = { resourceClaimName, resourceClaimTemplateName };
    checkUnion(errors, at.index(i), references);
    checkRequired(errors, at.index(i).child('name'), name, validateDns1123Label);
    for (const [field, value] of Object.entries(references))
      if (value !== undefined) errors.eachInvalid(at.index(i).child(field), value, validateDns1123Subdomain(value));
  });
}

export function validatePodGroup({ spec }: PodGroup): ErrorList {
  const errors = new ErrorList();
  if (spec.podGroupTemplateRef !== undefined && spec.podGroupTemplateRef !== null) checkTemplateReference(errors, spec.podGroupTemplateRef);
  checkGroup(errors, SPEC, spec);
  return errors;
}

function checkTemplateReference(errors: ErrorList, { workload }: PodGroupTemplateReference): void {
  const at = SPEC.child('podGroupTemplateRef');
  checkUnion(errors, at, { workload });
  if (workload === undefined || workload === null) return;
  checkRequired(errors, at.child('workload', 'workloadName'), workload.workloadName, nameIsDns1123Subdomain);
  checkRequired(errors, at.child('workload', 'podGroupTemplateName'), workload.podGroupTemplateName, validateDns1123Label);
}

export function validatePodGroupUpdate({ spec }: PodGroup, { spec: old }: PodGroup): ErrorList {
  const errors = new ErrorList();
  for (const field of FIXED) checkImmutable(errors, SPEC.child(field), spec[field], old[field]);
  return errors;
}

export function validatePodGroupStatus({ spec, status }: PodGroup): ErrorList {
  const errors = new ErrorList();
  checkConditions(errors, STATUS.child('conditions'), status?.conditions ?? []);
  checkClaimStatuses(errors, status?.resourceClaimStatuses ?? [], spec.resourceClaims ?? []);
  return errors;
}

function checkClaimStatuses(errors: ErrorList, statuses: readonly PodGroupResourceClaimStatus[], claims: readonly PodGroupResourceClaim[]): void {
  const at = STATUS.child('resourceClaimStatuses');
  const known = new Set(claims.map((claim) => claim.name));
  statuses.forEach(({ name }, i) => {
    if (!known.has(name)) errors.invalid(at.index(i).child('name'), name, 'must match the name of an entry in `spec.resourceClaims`');
  });
  if (statuses.length > MAX_CLAIMS) {
    errors.tooMany(at, statuses.length, MAX_CLAIMS);
    return;
  }
  checkUnique(errors, at, statuses);
  statuses.forEach(({ resourceClaimName: name }, i) => {
    if (name !== undefined) errors.eachInvalid(at.index(i).child('resourceClaimName'), name, validateDns1123Subdomain(name));
  });
}
