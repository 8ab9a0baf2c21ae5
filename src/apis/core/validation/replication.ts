/** Replication controllers, and what their statuses share with replica sets'. */

import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { Int64 } from '../../../machinery/int64.ts';
import { checkCounts, checkPartOf } from '../../meta/validation/numbers.ts';
import { selects, shownLabels } from '../../meta/validation/selectors.ts';
import type { PodTemplateSpec, ReplicationController, ReplicationControllerSpec } from '../v1/objects.gen.ts';
import { type PodPolicy, type PodRules, podRules } from './pod-rules.ts';
import { checkPodTemplate, checkRunsForever, MISMATCH } from './pods/pod-template.ts';

const SPEC = FieldPath.root('spec');

export function validateReplicationController({ spec }: ReplicationController, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec ?? {}, podRules(gate, 'template', undefined, policy));
  return errors;
}

export function validateReplicationControllerUpdate(
  { spec }: ReplicationController,
  old: ReplicationController,
  gate: FeatureEnabled,
  policy: PodPolicy = {},
): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec ?? {}, podRules(gate, 'template', old.spec?.template, policy));
  return errors;
}

function checkSpec(errors: ErrorList, spec: ReplicationControllerSpec, rules: PodRules): void {
  checkCounts(errors, SPEC, spec, ['minReadySeconds']);
  if (Object.keys(spec.selector ?? {}).length === 0) errors.required(SPEC.child('selector'));
  checkCounts(errors, SPEC, spec, ['replicas']);
  if (spec.template === undefined) errors.required(SPEC.child('template'));
  else checkTemplate(errors, SPEC.child('template'), spec.template, spec.selector ?? {}, rules);
}

function checkTemplate(
  errors: ErrorList,
  path: FieldPath,
  template: PodTemplateSpec,
  selector: { readonly [key: string]: string },
  rules: PodRules,
): void {
  const labels = template.metadata?.labels;
  if (!selects({ matchLabels: selector }, labels)) errors.invalid(path.child('metadata', 'labels'), shownLabels(labels), MISMATCH);
  checkPodTemplate(errors, path, template, rules);
  checkRunsForever(errors, path, template.spec, 'ReplicationController');
}

export function validateReplicationControllerStatus({ status }: ReplicationController): ErrorList {
  const errors = new ErrorList();
  checkReplicaCounts(errors, FieldPath.root('status'), status);
  return errors;
}

interface ReplicaCounts {
  readonly replicas?: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: Int64;
}

const COUNTS = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'terminatingReplicas', 'observedGeneration'] as const;

export function checkReplicaCounts(errors: ErrorList, path: FieldPath, status: ReplicaCounts = {}): void {
  checkCounts(errors, path, status, COUNTS);
  checkPartOf(errors, path, status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'], 'replicas', 'status.replicas');
  checkPartOf(errors, path, status, ['availableReplicas'], 'readyReplicas', 'readyReplicas');
}
