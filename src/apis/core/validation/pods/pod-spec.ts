/**
 * The spec of a pod, in a pod or in a template (k8s.io/kubernetes pkg/apis/core/validation, ValidatePodSpec): one rule after the other, in the
 * order in which clients see the errors.
 */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { Verbatim } from '../../../../machinery/field-errors.ts';
import { rangeText } from '../../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain, validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import type { ObjectMeta } from '../../../meta/v1/objects.gen.ts';
import { checkLabels } from '../../../meta/validation/labels.ts';
import type { PodReadinessGate, PodResourceClaim, PodSchedulingGate, PodSchedulingGroup, PodSpec } from '../../v1/objects.gen.ts';
import { type ContainerContext, checkContainers, checkEphemeralContainers, checkInitContainers } from '../containers/containers.ts';
import { checkFileVolumes } from '../containers/env.ts';
import { checkPodRestartPolicy } from '../containers/restart-policy.ts';
import { checkPodSecurityContext } from '../containers/security.ts';
import { checkHostProcess, checkOs } from '../containers/windows.ts';
import { printInternal } from '../internal-form.ts';
import type { PodRules } from '../pod-rules.ts';
import { checkOverhead, checkPodResources } from '../resources/resources.ts';
import { checkAffinity, checkTopologySpread } from '../scheduling/affinity.ts';
import { checkTolerations } from '../scheduling/tolerations.ts';
import { checkVolumes } from '../volumes/volumes.ts';
import {
  checkDnsConfig,
  checkDnsPolicy,
  checkHostAliases,
  checkHostNetworkPorts,
  checkHostnameOverride,
  checkHostnames,
  checkHostUsers,
} from './network.ts';
import { MIRROR } from './pod-annotations.ts';

const MAX_INT32 = 2147483647;
/** Upstream prints an empty path like this. */
export const WHOLE_POD = '[]';
const PREEMPTION_POLICIES: readonly string[] = ['PreemptLowerPriority', 'Never'];

/** @param pod where there is a pod: names of its generated claims follow from its own */
export function checkPodSpec(errors: ErrorList, path: FieldPath, spec: PodSpec, pod: ObjectMeta | undefined, rules: PodRules): void {
  if (spec.terminationGracePeriodSeconds === undefined) errors.required(path.child('terminationGracePeriodSeconds'));
  const context: ContainerContext = {
    volumes: checkVolumes(errors, path.child('volumes'), spec.volumes ?? [], pod?.name === '' ? undefined : pod?.name, rules),
    claimNames: new Set(spec.resourceClaims?.map((each) => each.name).filter((name) => name !== '')),
    grace: spec.terminationGracePeriodSeconds,
    restartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers !== false,
    os: spec.os?.name,
    rules,
  };
  if (Object.hasOwn(pod?.annotations ?? {}, MIRROR)) refuseResourceClaims(errors, spec.resourceClaims ?? []);
  else checkResourceClaims(errors, path.child('resourceClaims'), spec.resourceClaims ?? []);
  checkContainers(errors, path.child('containers'), spec.containers ?? [], context);
  checkInitContainers(errors, path.child('initContainers'), spec, context);
  checkEphemeralContainers(errors, path.child('ephemeralContainers'), spec, context);
  if (rules.gate('PodLevelResources')) checkPodResources(errors, path.child('resources'), spec, context.claimNames, rules);
  checkHostNetworkPorts(errors, path, spec, rules);
  checkPodRestartPolicy(errors, path.child('restartPolicy'), spec.restartPolicy);
  checkDnsPolicy(errors, path.child('dnsPolicy'), spec.dnsPolicy);
  checkLabels(errors, path.child('nodeSelector'), spec.nodeSelector);
  checkPodSecurityContext(errors, path.child('securityContext'), spec, rules);
  if (spec.affinity !== undefined) checkAffinity(errors, path.child('affinity'), spec.affinity, rules);
  checkDnsConfig(errors, path.child('dnsConfig'), spec, rules);
  checkReadinessGates(errors, path.child('readinessGates'), spec.readinessGates ?? []);
  checkSchedulingGates(errors, path.child('schedulingGates'), spec.schedulingGates ?? []);
  checkTopologySpread(errors, path.child('topologySpreadConstraints'), spec.topologySpreadConstraints ?? [], rules);
  checkHostProcess(errors, path, spec, rules);
  checkHostUsers(errors, path, spec, rules);
  checkHostnameOverride(errors, path.child('hostnameOverride'), spec);
  checkNames(errors, path, spec, ['serviceAccountName', 'nodeName']);
  checkActiveDeadline(errors, path, spec);
  checkHostnames(errors, path, spec);
  checkTolerations(errors, path.child('tolerations'), spec.tolerations ?? [], rules);
  checkHostAliases(errors, path.child('hostAliases'), spec.hostAliases ?? [], rules);
  checkNames(errors, path, spec, ['priorityClassName']);
  if (spec.runtimeClassName !== undefined)
    errors.eachInvalid(path.child('runtimeClassName'), spec.runtimeClassName, nameIsDns1123Subdomain(spec.runtimeClassName));
  checkPreemption(errors, path.child('preemptionPolicy'), spec.preemptionPolicy);
  if (spec.overhead !== undefined) checkOverhead(errors, path.child('overhead'), spec.overhead, rules);
  checkOs(errors, path, spec);
  if (spec.schedulingGroup !== undefined) checkSchedulingGroup(errors, path.child('schedulingGroup', 'podGroupName'), spec.schedulingGroup);
  checkFileVolumes(errors, path, spec);
}

function checkSchedulingGroup(errors: ErrorList, path: FieldPath, { podGroupName }: PodSchedulingGroup): void {
  if (podGroupName === undefined) errors.invalid(path, null, 'must specify one of: `podGroupName`');
  else errors.eachInvalid(path, podGroupName, nameIsDns1123Subdomain(podGroupName));
}

type NameField = 'serviceAccountName' | 'nodeName' | 'priorityClassName';

function checkNames(errors: ErrorList, path: FieldPath, spec: PodSpec, fields: readonly NameField[]): void {
  for (const field of fields) {
    const name = spec[field] ?? '';
    if (name !== '') errors.eachInvalid(path.child(field), name, nameIsDns1123Subdomain(name));
  }
}

function checkActiveDeadline(errors: ErrorList, path: FieldPath, { activeDeadlineSeconds }: PodSpec): void {
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > MAX_INT32))
    errors.invalid(path.child('activeDeadlineSeconds'), activeDeadlineSeconds, rangeText(1, MAX_INT32));
}

function checkPreemption(errors: ErrorList, path: FieldPath, policy: string | undefined): void {
  if (policy === '') errors.required(path);
  else if (policy !== undefined && !PREEMPTION_POLICIES.includes(policy)) errors.notSupported(path, policy, PREEMPTION_POLICIES);
}

function checkReadinessGates(errors: ErrorList, path: FieldPath, gates: readonly PodReadinessGate[]): void {
  gates.forEach(({ conditionType }, i) => {
    errors.eachInvalid(path.index(i).child('conditionType'), conditionType, labelKeyErrors(conditionType));
  });
}

function checkSchedulingGates(errors: ErrorList, path: FieldPath, gates: readonly PodSchedulingGate[]): void {
  const seen = new Set<string>();
  gates.forEach(({ name }, i) => {
    errors.eachInvalid(path.index(i), name, labelKeyErrors(name));
    if (seen.has(name)) errors.duplicate(path.index(i), name);
    seen.add(name);
  });
}

function refuseResourceClaims(errors: ErrorList, claims: readonly PodResourceClaim[]): void {
  for (const _ of claims) errors.forbidden(WHOLE_POD, 'static pods do not support resource claims');
}

function checkResourceClaims(errors: ErrorList, path: FieldPath, claims: readonly PodResourceClaim[]): void {
  const names = new Set<string>();
  claims.forEach((claim, i) => {
    const at = path.index(i);
    if (claim.name === '') errors.required(at.child('name'));
    else if (names.has(claim.name)) errors.duplicate(at.child('name'), claim.name);
    else errors.eachInvalid(at.child('name'), claim.name, validateDns1123Label(claim.name));
    names.add(claim.name);
    const { resourceClaimName, resourceClaimTemplateName } = claim;
    const shown = (): Verbatim => new Verbatim(printInternal(claim, 'PodResourceClaim'));
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined)
      errors.invalid(at, shown(), 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified');
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined)
      errors.invalid(at, shown(), 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`');
    for (const field of ['resourceClaimName', 'resourceClaimTemplateName'] as const) {
      const name = claim[field];
      if (name !== undefined) errors.eachInvalid(at.child(field), name, nameIsDns1123Subdomain(name));
    }
  });
}
