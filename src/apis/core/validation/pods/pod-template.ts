/** Pod templates, as workloads embed them. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import type { LabelSelector } from '../../../meta/v1/objects.gen.ts';
import { checkAnnotations, checkLabels } from '../../../meta/validation/labels.ts';
import { isEmptySelector, isInvalidSelector, selects, shownLabels } from '../../../meta/validation/selectors.ts';
import type { PodSpec, PodTemplateSpec } from '../../v1/objects.gen.ts';
import type { PodRules } from '../pod-rules.ts';
import { checkPodAnnotations, checkProfilesAgree } from './pod-annotations.ts';
import { checkPodSpec } from './pod-spec.ts';

const NO_CONTAINERS: PodSpec = { containers: null };

/** Labels are reported at `template.labels`, without "metadata": so it is upstream. */
export function checkPodTemplate(errors: ErrorList, path: FieldPath, template: PodTemplateSpec | undefined, rules: PodRules): void {
  const { metadata, spec = NO_CONTAINERS } = template ?? {};
  const at = path.child('spec');
  checkLabels(errors, path.child('labels'), metadata?.labels);
  checkAnnotations(errors, path.child('annotations'), metadata?.annotations);
  checkPodAnnotations(errors, path.child('annotations'), metadata?.annotations, spec, rules);
  checkPodSpec(errors, at, spec, undefined, rules);
  checkProfilesAgree(errors, at, metadata?.annotations, spec);
  if ((spec.ephemeralContainers?.length ?? 0) > 0)
    errors.forbidden(at.child('ephemeralContainers'), 'ephemeral containers not allowed in pod template');
}

export const MISMATCH = '`selector` does not match template `labels`';

/** A selector must select the pods made of the template. An empty one is another error, and an invalid one matches nothing worth comparing. */
export function checkSelectsTemplate(
  errors: ErrorList,
  path: FieldPath,
  selector: LabelSelector | null | undefined,
  template: PodTemplateSpec | undefined,
): void {
  const labels = template?.metadata?.labels;
  if (selector && (isEmptySelector(selector) || isInvalidSelector(selector))) return;
  if (!selects(selector, labels)) errors.invalid(path.child('metadata', 'labels'), shownLabels(labels), MISMATCH);
}

/** Pods of long-running workloads start again, always, and have no deadline. */
export function checkRunsForever(errors: ErrorList, path: FieldPath, spec: PodSpec | undefined, kind: string): void {
  const policy = spec?.restartPolicy ?? '';
  if (policy !== 'Always') errors.notSupported(path.child('spec', 'restartPolicy'), policy, ['Always']);
  if (spec?.activeDeadlineSeconds !== undefined)
    errors.forbidden(path.child('spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${kind} is not Supported`);
}
