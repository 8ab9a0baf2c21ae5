/** The kind PodTemplate. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import type { PodTemplate } from '../../v1/objects.gen.ts';
import { type PodPolicy, podRules } from '../pod-rules.ts';
import { checkPodTemplate } from './pod-template.ts';

/** @param old the stored one, on updates */
export function validatePodTemplate({ template }: PodTemplate, gate: FeatureEnabled, policy: PodPolicy = {}, old?: PodTemplate): ErrorList {
  const errors = new ErrorList();
  checkPodTemplate(errors, FieldPath.root('template'), template, podRules(gate, 'template', old?.template, policy));
  return errors;
}
