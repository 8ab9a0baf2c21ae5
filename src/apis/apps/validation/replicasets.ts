/** Replica sets. Their statuses have the rules of replication controllers'. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { type PodPolicy, type PodRules, podRules } from '../../core/validation/pod-rules.ts';
import { checkReplicaCounts } from '../../core/validation/replication.ts';
import { checkCounts } from '../../meta/validation/numbers.ts';
import type { ReplicaSet, ReplicaSetSpec } from '../v1/objects.gen.ts';
import { checkReplicaSetTemplate } from './deployments.ts';
import { checkSelector, checkSelectorUnchanged } from './selectors.ts';

const SPEC = FieldPath.root('spec');

export function validateReplicaSet({ spec }: ReplicaSet, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', undefined, policy));
  return errors;
}

export function validateReplicaSetUpdate({ spec }: ReplicaSet, { spec: old }: ReplicaSet, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  checkSpec(errors, spec, podRules(gate, 'template', old.template, policy));
  checkSelectorUnchanged(errors, SPEC.child('selector'), spec.selector, old.selector);
  return errors;
}

function checkSpec(errors: ErrorList, spec: ReplicaSetSpec, rules: PodRules): void {
  checkCounts(errors, SPEC, spec, ['replicas', 'minReadySeconds']);
  // That it speaks of deployments is upstream's.
  checkSelector(errors, SPEC.child('selector'), spec.selector, 'deployment', 'invalid label selector');
  checkReplicaSetTemplate(errors, SPEC.child('template'), spec, rules);
}

export function validateReplicaSetStatus({ status }: ReplicaSet): ErrorList {
  const errors = new ErrorList();
  checkReplicaCounts(errors, FieldPath.root('status'), status);
  return errors;
}
