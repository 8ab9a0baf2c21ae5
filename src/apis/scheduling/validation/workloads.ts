/** Workloads and pod groups: pods that are scheduled together (KEP-4671). What a group was made with stays. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { nameIsDns1123Subdomain, validateDns1123Label, validateDns1123Subdomain, validatePathSegment } from '../../../machinery/names.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import type {
  PodGroup,
  PodGroupSchedulingPolicy,
  PodGroupSpec,
  PodGroupTemplate,
  TypedLocalObjectReference,
  Workload,
} from '../v1alpha2/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const CONTROLLER = SPEC.child('controllerRef');
const TEMPLATES = SPEC.child('podGroupTemplates');
const MAX_TEMPLATES = 8;

export function validateWorkload({ spec }: Workload): ErrorList {
  const errors = new ErrorList();
  if (spec.controllerRef !== undefined) checkController(errors, spec.controllerRef);
  const templates = spec.podGroupTemplates ?? [];
  if (templates.length === 0) errors.required(TEMPLATES, 'must have at least one item');
  else if (templates.length > MAX_TEMPLATES) errors.tooMany(TEMPLATES, templates.length, MAX_TEMPLATES);
  else checkTemplates(errors, templates);
  return errors;
}

export function validateWorkloadUpdate({ spec }: Workload, { spec: old }: Workload): ErrorList {
  const errors = new ErrorList();
  if (old.controllerRef !== undefined) checkImmutable(errors, CONTROLLER, spec.controllerRef, old.controllerRef);
  else if (spec.controllerRef !== undefined) checkController(errors, spec.controllerRef);
  checkImmutable(errors, TEMPLATES, spec.podGroupTemplates, old.podGroupTemplates);
  const templates = spec.podGroupTemplates ?? [];
  if (templates.length === 0) errors.required(TEMPLATES, 'must have at least one item');
  else if (templates.length > MAX_TEMPLATES) errors.tooMany(TEMPLATES, templates.length, MAX_TEMPLATES);
  return errors;
}

function checkController(errors: ErrorList, { apiGroup = '', kind, name }: TypedLocalObjectReference): void {
  if (apiGroup !== '') errors.eachInvalid(CONTROLLER.child('apiGroup'), apiGroup, validateDns1123Subdomain(apiGroup));
  for (const [field, value] of [
    ['kind', kind],
    ['name', name],
  ] as const) {
    if (value === '') errors.required(CONTROLLER.child(field));
    else errors.eachInvalid(CONTROLLER.child(field), value, validatePathSegment(value, false));
  }
}

function checkTemplates(errors: ErrorList, templates: readonly PodGroupTemplate[]): void {
  const seen = new Set<string>();
  templates.forEach(({ name, schedulingPolicy }, i) => {
    const at = TEMPLATES.index(i);
    if (name === '') errors.required(at.child('name'));
    else errors.eachInvalid(at.child('name'), name, validateDns1123Label(name));
    if (seen.has(name)) errors.duplicate(at, name);
    seen.add(name);
    checkPolicy(errors, at.child('schedulingPolicy'), schedulingPolicy);
  });
}

function checkPolicy(errors: ErrorList, at: FieldPath, { basic, gang }: PodGroupSchedulingPolicy): void {
  if (basic === undefined && gang === undefined) errors.invalid(at, '', 'must specify one of: `basic`, `gang`');
  else if (basic !== undefined && gang !== undefined)
    errors.invalid(at, '{`basic`, `gang`}', 'exactly one of `basic`, `gang` is required, but multiple fields are set');
  else if (gang !== undefined) {
    if (gang.minCount === 0) errors.required(at.child('gang', 'minCount'));
    else if (gang.minCount < 0) errors.invalid(at.child('gang', 'minCount'), gang.minCount, 'must be greater than zero');
  }
}

export function validatePodGroup({ spec }: PodGroup): ErrorList {
  const errors = new ErrorList();
  checkTemplateReference(errors, spec);
  checkPolicy(errors, SPEC.child('schedulingPolicy'), spec.schedulingPolicy);
  return errors;
}

function checkTemplateReference(errors: ErrorList, { podGroupTemplateRef }: PodGroupSpec): void {
  const workload = podGroupTemplateRef?.workload;
  if (workload === undefined || workload === null) return;
  const at = SPEC.child('podGroupTemplateRef', 'workload');
  const { workloadName, podGroupTemplateName } = workload;
  if (workloadName === '') errors.required(at.child('workloadName'));
  else errors.eachInvalid(at.child('workloadName'), workloadName, nameIsDns1123Subdomain(workloadName, false));
  if (podGroupTemplateName === '') errors.required(at.child('podGroupTemplateName'));
  else errors.eachInvalid(at.child('podGroupTemplateName'), podGroupTemplateName, validateDns1123Label(podGroupTemplateName));
}

export function validatePodGroupUpdate({ spec }: PodGroup, { spec: old }: PodGroup): ErrorList {
  const errors = new ErrorList();
  checkImmutable(errors, SPEC.child('podGroupTemplateRef'), spec.podGroupTemplateRef, old.podGroupTemplateRef);
  checkImmutable(errors, SPEC.child('schedulingPolicy'), spec.schedulingPolicy, old.schedulingPolicy);
  return errors;
}
