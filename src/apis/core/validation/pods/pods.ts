/** New pods. Their metadata has been checked by the registry. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import type { Pod } from '../../v1/objects.gen.ts';
import { checkImageIsTrimmed } from '../containers/containers.ts';
import { type PodPolicy, type PodRules, podRules } from '../pod-rules.ts';
import { checkPodAnnotations, checkProfilesAgree } from './pod-annotations.ts';
import { checkPodSpec } from './pod-spec.ts';

export const ANNOTATIONS: FieldPath = FieldPath.root('metadata').child('annotations');
export const SPEC: FieldPath = FieldPath.root('spec');

export function validatePod(pod: Pod, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  const { spec } = pod;
  checkPod(errors, pod, podRules(gate, 'pod', undefined, policy));
  if ((spec.ephemeralContainers?.length ?? 0) > 0) errors.forbidden(SPEC.child('ephemeralContainers'), 'cannot be set on create');
  if ((spec.nodeName ?? '') !== '' && (spec.schedulingGates?.length ?? 0) > 0)
    errors.forbidden(SPEC.child('nodeName'), 'cannot be set until all schedulingGates have been cleared');
  checkProfilesAgree(errors, SPEC, pod.metadata.annotations, spec);
  return errors;
}

/** What every pod must satisfy, new or changed. */
export function checkPod(errors: ErrorList, { metadata, spec }: Pod, rules: PodRules): void {
  checkPodAnnotations(errors, ANNOTATIONS, metadata.annotations, spec, rules);
  checkPodSpec(errors, SPEC, spec, metadata, rules);
  if ((spec.serviceAccountName ?? '') === '') checkTokensHaveAccount(errors, { spec });
  for (const kind of ['containers', 'initContainers'] as const) {
    spec[kind]?.forEach((container, i) => {
      checkImageIsTrimmed(errors, SPEC.child(kind).index(i), container);
    });
  }
}

function checkTokensHaveAccount(errors: ErrorList, { spec }: Pick<Pod, 'spec'>): void {
  spec.volumes?.forEach((volume, i) => {
    volume.projected?.sources?.forEach((source, j) => {
      if (source.serviceAccountToken === undefined) return;
      const at = SPEC.child('volumes').index(i).child('projected', 'sources').index(j).child('serviceAccountToken');
      errors.forbidden(at, 'must not be specified when serviceAccountName is not set');
    });
  });
}
