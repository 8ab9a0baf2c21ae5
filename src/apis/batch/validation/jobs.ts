/** Jobs: their selectors are generated, and most of a job is fixed once it exists. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { validateDns1123Label } from '../../../machinery/grammar/names.ts';
import { getKey, type StringMap } from '../../../machinery/object.ts';
import type { Affinity, Container, PodSpec, PodTemplateSpec } from '../../core/v1/objects.gen.ts';
import { printPodTemplate, showPodSpec } from '../../core/validation/internal-form.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { MISMATCH } from '../../core/validation/pods/pod-template.ts';
import { checkImmutable, IMMUTABLE } from '../../meta/validation/immutable.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import { isInvalidSelector, selects, shownLabels, shownSelector } from '../../meta/validation/selectors.ts';
import type { Job, JobSpec } from '../v1/objects.gen.ts';
import { shown } from './internal.ts';
import { checkJobSpec, isIndexed } from './job-spec.ts';

const SPEC = FieldPath.root('spec');
const METADATA = FieldPath.root('metadata');
const TEMPLATE = SPEC.child('template');

const UID_LABEL = 'batch.kubernetes.io/controller-uid';
const NAME_LABEL = 'batch.kubernetes.io/job-name';

export function validateJob(job: Job, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkJob(errors, job, podRules(gate, 'template', undefined, policy), { allowInvalidValues: false, generatedLabels: true });
  return errors;
}

interface SelectorRules {
  readonly allowInvalidValues: boolean;
  /** Jobs of old releases do not have the prefixed labels. */
  readonly generatedLabels: boolean;
}

function checkJob(errors: ErrorList, job: Job, rules: PodRules, selectorRules: SelectorRules): void {
  checkGeneratedSelector(errors, job, selectorRules.generatedLabels);
  checkSpec(errors, job.spec, rules, selectorRules.allowInvalidValues);
  checkPodNames(errors, job);
}

/** Pods of an indexed job are named after it and their index. */
function checkPodNames(errors: ErrorList, { metadata: { name = '' }, spec }: Job): void {
  const { completions = 0 } = spec;
  if (!isIndexed(spec) || completions <= 0) return;
  const last = `${name}-${completions - 1}`;
  if (validateDns1123Label(last).length > 0)
    errors.invalid(METADATA.child('name'), name, `will not able to create pod with invalid DNS label: ${last}`);
}

/** Generated labels make sure that no other job selects the same pods; the unprefixed ones are those of old releases. */
function checkGeneratedSelector(errors: ErrorList, { metadata: { uid = '', name = '' }, spec }: Job, prefixed: boolean): void {
  if (spec.manualSelector === true || spec.selector === undefined) return;
  if (uid === '') errors.required(METADATA.child('uid'));
  const labels = spec.template?.metadata?.labels;
  const generated: StringMap = { 'controller-uid': uid, 'job-name': name, ...(prefixed ? { [UID_LABEL]: uid, [NAME_LABEL]: name } : {}) };
  for (const [key, value] of Object.entries(generated)) checkHasLabel(errors, labels, key, value);
  if (!isInvalidSelector(spec.selector) && !selects(spec.selector, generated))
    errors.invalid(SPEC.child('selector'), shownSelector(spec.selector), '`selector` not auto-generated');
}

function checkHasLabel(errors: ErrorList, labels: StringMap | undefined, key: string, value: string): void {
  const at = TEMPLATE.child('metadata', 'labels').key(key);
  const given = getKey(labels, key);
  if (given === undefined) errors.required(at, `must be '${value}'`);
  else if (given !== value) errors.invalid(at, shownLabels(labels), `must be '${value}'`);
}

function checkSpec(errors: ErrorList, spec: JobSpec, rules: PodRules, allowInvalidValues: boolean): void {
  checkJobSpec(errors, SPEC, spec, rules);
  if (spec.selector === undefined) errors.required(SPEC.child('selector'));
  else checkLabelSelector(errors, SPEC.child('selector'), spec.selector, { allowInvalidValues });
  const labels = spec.template?.metadata?.labels;
  if (!isInvalidSelector(spec.selector) && !selects(spec.selector, labels))
    errors.invalid(TEMPLATE.child('metadata', 'labels'), shownLabels(labels), MISMATCH);
}

/** Upstream checks a changed job like a new one, and then its spec once more. */
export function validateJobUpdate(job: Job, old: Job, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  const { spec } = job;
  const before = old.spec;
  const rules = podRules(gate, 'template', before.template, policy);
  const labels = before.template?.metadata?.labels;
  const generatedLabels = getKey(labels, UID_LABEL) !== undefined && getKey(labels, NAME_LABEL) !== undefined;
  const allowInvalidValues = isInvalidSelector(before.selector);
  checkJob(errors, job, rules, { allowInvalidValues, generatedLabels });
  checkSpec(errors, spec, rules, allowInvalidValues);
  checkCompletions(errors, spec, before);
  checkImmutable(errors, SPEC.child('selector'), spec.selector, before.selector, () => shownSelector(spec.selector));
  checkTemplate(errors, spec.template, old, gate);
  checkImmutable(errors, SPEC.child('completionMode'), spec.completionMode, before.completionMode);
  checkImmutable(errors, SPEC.child('podFailurePolicy'), spec.podFailurePolicy, before.podFailurePolicy, () =>
    shown(spec.podFailurePolicy, 'PodFailurePolicy'),
  );
  checkImmutable(errors, SPEC.child('backoffLimitPerIndex'), spec.backoffLimitPerIndex, before.backoffLimitPerIndex);
  checkImmutable(errors, SPEC.child('managedBy'), spec.managedBy, before.managedBy);
  checkImmutable(errors, SPEC.child('successPolicy'), spec.successPolicy, before.successPolicy, () => shown(spec.successPolicy, 'SuccessPolicy'));
  return errors;
}

/** Indexed jobs are elastic (KEP-3715): their size changes as a whole. */
function checkCompletions(errors: ErrorList, spec: JobSpec, old: JobSpec): void {
  const at = SPEC.child('completions');
  const { completions, parallelism } = spec;
  if (!isIndexed(spec)) checkImmutable(errors, at, completions, old.completions);
  else if (completions !== undefined && completions !== old.completions && completions !== parallelism)
    errors.invalid(at, completions, 'can only be modified in tandem with spec.parallelism');
}

/** What of a template is open. */
interface OpenParts {
  readonly scheduling: boolean;
  readonly resources: boolean;
}

/**
 * The template is fixed, but as long as a job is suspended and nothing of it runs, where its pods go and what they get is open (KEP-2926, KEP-5440).
 */
function checkTemplate(errors: ErrorList, template: PodTemplateSpec, old: Job, gate: FeatureEnabled): void {
  const before = old.spec.template;
  const open = openParts(old, gate);
  if (!open.scheduling && !open.resources) checkImmutable(errors, TEMPLATE, template, before, () => new Verbatim(printPodTemplate(template)));
  else if (!equal(fixedPart(template.spec, open), fixedPart(before.spec, open))) {
    if (open.resources) errors.invalid(TEMPLATE.child('spec'), new Verbatim(showPodSpec(template.spec)), IMMUTABLE);
    else errors.invalid(TEMPLATE, new Verbatim(printPodTemplate(template)), IMMUTABLE);
  }
}

function openParts({ spec, status }: Job, gate: FeatureEnabled): OpenParts {
  const stopped = status?.conditions?.some((each) => each.type === 'Suspended' && each.status === 'True') ?? false;
  const neverRan = spec.suspend === true && status?.startTime === undefined;
  const idle = (neverRan || (spec.suspend === true && stopped)) && (status?.active ?? 0) === 0;
  return {
    scheduling: gate('MutableSchedulingDirectivesForSuspendedJobs') ? idle : neverRan,
    resources: gate('MutablePodResourcesForSuspendedJobs') && idle,
  };
}

function fixedPart(spec: PodSpec, open: OpenParts): object {
  const { nodeSelector, tolerations, schedulingGates, affinity, containers, initContainers, ...rest } = spec;
  const { scheduling, resources } = open;
  return {
    ...rest,
    ...(scheduling ? { affinity: withoutNodes(affinity) } : { nodeSelector, tolerations, schedulingGates, affinity }),
    ...(resources
      ? { containers: withoutResources(containers), initContainers: withoutResources(initContainers) }
      : { containers: containers ?? [], initContainers: initContainers ?? [] }),
  };
}

function withoutNodes(affinity: Affinity | undefined): object | undefined {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  return podAffinity === undefined && podAntiAffinity === undefined ? undefined : { podAffinity, podAntiAffinity };
}

function withoutResources(containers: readonly Container[] | null | undefined): readonly object[] {
  return (containers ?? []).map(({ resources, ...rest }) => rest);
}
