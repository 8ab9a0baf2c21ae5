/** What kubelets may write about pods: states that do not come back, addresses, health of resources. */
import type { FeatureEnabled } from '../../../../base/feature-gates.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { addressErrors, addressFamily, idErrors } from '../../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain } from '../../../../machinery/grammar/names.ts';
import { checkImmutable } from '../../../meta/validation/immutable.ts';
import { isSidecar } from '../../container-resources.ts';
import type { Container, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus, ResourceStatus } from '../../v1/objects.gen.ts';
import { policyRestarts, startsAgain } from '../containers/restart-policy.ts';
import { printInternal } from '../internal-form.ts';
import { type PodPolicy, type PodRules, podRules, restartsAll } from '../pod-rules.ts';
import { checkAnnotationChanges, checkPodAnnotations } from './pod-annotations.ts';
import { checkClaimStatuses, checkExtendedClaim, checkNodeClaims } from './pod-claim-statuses.ts';
import { ANNOTATIONS } from './pods.ts';

const STATUS = FieldPath.root('status');
const NOT_AN_INTEGER = 'must be a non-negative integer';
const SYSTEM_CONDITIONS: readonly string[] = ['PodScheduled', 'Ready', 'Initialized'];
const MAX_HEALTH_MESSAGE = 1024;
const MAX_IMAGE_REFERENCE = 256;
const HEALTH: readonly string[] = ['Healthy', 'Unhealthy', 'Unknown'];

type Kind = 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses';
const KINDS: readonly Kind[] = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

export function validatePodStatus(pod: Pod, old: Pod, gate: FeatureEnabled, policy: PodPolicy = {}): ErrorList {
  const errors = new ErrorList();
  const { spec, status = {} } = pod;
  const before = old.status ?? {};
  const rules = podRules(gate, 'pod', old, policy);
  checkAnnotationChanges(errors, ANNOTATIONS, pod.metadata.annotations, old.metadata.annotations);
  checkPodAnnotations(errors, ANNOTATIONS, pod.metadata.annotations, spec, rules);
  checkConditions(errors, STATUS.child('conditions'), status.conditions ?? []);
  checkNomination(errors, status, old, gate);
  if ((status.observedGeneration ?? 0) < 0) errors.invalid(STATUS.child('observedGeneration'), status.observedGeneration, NOT_AN_INTEGER);
  checkImmutable(errors, STATUS.child('qosClass'), status.qosClass ?? '', before.qosClass ?? '');
  checkTransitions(errors, status, before, old.spec, rules);
  checkClaimStatuses(errors, status, spec);
  checkExtendedClaim(errors, status, spec);
  checkNodeClaims(errors, status, spec);
  checkAddresses(errors, status, before);
  for (const kind of KINDS) checkUsers(errors, STATUS.child(kind), status[kind] ?? [], spec.os?.name ?? 'linux');
  checkHealth(errors, STATUS.child('containerStatuses'), status.containerStatuses ?? [], spec.containers ?? []);
  checkHealth(errors, STATUS.child('initContainerStatuses'), status.initContainerStatuses ?? [], spec.initContainers ?? []);
  status.ephemeralContainerStatuses?.forEach((each, i) => {
    if ((each.allocatedResourcesStatus?.length ?? 0) === 0) return;
    const at = STATUS.child('ephemeralContainerStatuses').index(i).child('allocatedResourcesStatus');
    errors.forbidden(at, 'must not be specified in container status');
  });
  if (gate('ImageVolumeWithDigest')) for (const kind of KINDS) checkImageVolumes(errors, STATUS.child(kind), status[kind] ?? []);
  return errors;
}

/** The capital of "Type" is upstream's. */
function checkConditions(errors: ErrorList, path: FieldPath, conditions: readonly PodCondition[]): void {
  conditions.forEach(({ type, observedGeneration = 0 }, i) => {
    if (observedGeneration < 0) errors.invalid(path.index(i).child('observedGeneration'), observedGeneration, NOT_AN_INTEGER);
    if (!SYSTEM_CONDITIONS.includes(type)) errors.eachInvalid(path.index(i).child('Type'), type, labelKeyErrors(type));
  });
}

function checkNomination(errors: ErrorList, { nominatedNodeName: node = '' }: PodStatus, old: Pod, gate: FeatureEnabled): void {
  if (node === '' || node === old.status?.nominatedNodeName) return;
  const at = STATUS.child('nominatedNodeName');
  errors.eachInvalid(at, node, nameIsDns1123Subdomain(node));
  const bound = (old.spec.nodeName ?? '') !== '';
  if (bound && gate('ClearingNominatedNodeNameAfterBinding')) errors.forbidden(at, 'may not be set on pods that are already bound to a node');
}

/** A container that is over stays over, unless a policy or rule starts it again. */
function checkTransitions(errors: ErrorList, status: PodStatus, old: PodStatus, spec: PodSpec, rules: PodRules): void {
  const all = rules.containerRestarts && rules.restartsOfAll && restartsAll(spec);
  for (const kind of KINDS) {
    const ephemeral = kind === 'ephemeralContainerStatuses';
    if (all && !ephemeral) continue;
    const running = new Set(status[kind]?.filter((after) => after.state?.terminated === undefined).map((after) => after.name));
    const container = byName((kind === 'containerStatuses' ? spec.containers : spec.initContainers) ?? []);
    old[kind]?.forEach((before, i) => {
      const exitCode = before.state?.terminated?.exitCode;
      if (exitCode === undefined || !running.has(before.name)) return;
      if (!ephemeral && mayRun(container(before.name), kind, spec, exitCode, rules)) return;
      errors.forbidden(STATUS.child(kind).index(i).child('state'), 'may not be transitioned to non-terminated state');
    });
  }
}

/** The first container of a name. */
function byName(containers: readonly Container[]): (name: string) => Container | undefined {
  const known = Map.groupBy(containers, ({ name }) => name);
  return (name) => known.get(name)?.[0];
}

function mayRun(container: Container | undefined, kind: Kind, spec: PodSpec, exitCode: number, rules: PodRules): boolean {
  if (rules.containerRestarts) return container !== undefined && startsAgain(container, spec.restartPolicy, exitCode);
  return policyRestarts(spec.restartPolicy, exitCode) || (kind !== 'containerStatuses' && container !== undefined && isSidecar(container));
}

/** Digests of mounted images (KEP-5365). The name of the field is upstream's. */
function checkImageVolumes(errors: ErrorList, path: FieldPath, statuses: readonly ContainerStatus[]): void {
  statuses.forEach(({ volumeMounts }, i) => {
    volumeMounts?.forEach(({ volumeStatus }, j) => {
      if (volumeStatus?.image === undefined) return;
      const at = path.index(i).child('volumeMounts').index(j).child('volumeStatus', 'imageVolumeStatus', 'imageRef');
      const { imageRef = '' } = volumeStatus.image;
      if (imageRef === '') errors.required(at, 'imageRef must not be empty');
      if (Buffer.byteLength(imageRef) > MAX_IMAGE_REFERENCE) errors.tooLong(at, MAX_IMAGE_REFERENCE);
    });
  });
}

function checkAddresses(errors: ErrorList, status: PodStatus, old: PodStatus): void {
  const { podIPs = [], hostIPs = [] } = status;
  checkAddressList(
    errors,
    STATUS.child('podIPs'),
    podIPs.map((each) => each.ip),
    (old.podIPs ?? []).map((each) => each.ip),
    'PodIP',
  );
  if (hostIPs[0] !== undefined && hostIPs[0].ip !== (status.hostIP ?? ''))
    errors.invalid(STATUS.child('hostIPs').index(0).child('ip'), hostIPs[0].ip, 'must be equal to `hostIP`');
  checkAddressList(
    errors,
    STATUS.child('hostIPs'),
    hostIPs.map((each) => each.ip),
    (old.hostIPs ?? []).map((each) => each.ip),
    'HostIP',
  );
}

/** At most one address per family. */
function checkAddressList(
  errors: ErrorList,
  path: FieldPath,
  addresses: readonly string[],
  known: readonly string[],
  type: 'PodIP' | 'HostIP',
): void {
  addresses.forEach((address, i) => {
    errors.eachInvalid(path.index(i), address, addressErrors(address, known));
  });
  if (addresses.length < 2) return;
  const shown = (values: readonly string[]): string =>
    printInternal(
      values.map((ip) => ({ ip })),
      type,
    );
  const families = addresses.map(addressFamily);
  const wrong = addresses.find((_, i) => families[i] === undefined);
  if (wrong !== undefined) errors.internal(path, `failed to check for dual stack with error:invalid IP[${addresses.indexOf(wrong)}]: ${wrong}`);
  if (addresses.length > 2 || families.includes(undefined) || new Set(families).size < 2)
    errors.invalid(path, new Verbatim(shown(addresses)), 'may specify no more than one IP for each IP family');
}

function checkUsers(errors: ErrorList, path: FieldPath, statuses: readonly ContainerStatus[], os: string): void {
  statuses.forEach(({ user }, i) => {
    const at = path.index(i).child('user', 'linux');
    if (user?.linux === undefined) return;
    if (os === 'windows') errors.forbidden(at, 'cannot be set for a windows pod');
    if (os !== 'linux') return;
    for (const field of ['uid', 'gid'] as const) errors.eachInvalid(at.child(field), user.linux[field], idErrors(user.linux[field]));
    user.linux.supplementalGroups?.forEach((id, j) => {
      errors.eachInvalid(at.child('supplementalGroups').index(j), id, idErrors(id));
    });
  });
}

/** Health of devices (KEP-4680): of resources and claims that the container asked for. */
function checkHealth(errors: ErrorList, path: FieldPath, statuses: readonly ContainerStatus[], containers: readonly Container[]): void {
  const container = byName(containers);
  statuses.forEach((status, i) => {
    status.allocatedResourcesStatus?.forEach((each, j) => {
      checkResourceHealth(errors, path.index(i).child('allocatedResourcesStatus').index(j), each, container(status.name));
    });
  });
}

function checkResourceHealth(errors: ErrorList, path: FieldPath, status: ResourceStatus, container: Container | undefined): void {
  if (container !== undefined) {
    const { claims = [], requests = {} } = container.resources ?? {};
    if (status.name.startsWith('claim:')) {
      if (!claims.some(({ name, request = '' }) => status.name === (request === '' ? `claim:${name}` : `claim:${name}/${request}`))) {
        const text =
          "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";
        errors.invalid(path.child('name'), status.name, text);
      }
    } else if (!Object.hasOwn(requests, status.name))
      errors.invalid(path.child('name'), status.name, "must match one of the container's resource requests");
  }
  const ids = new Set<string>();
  status.resources?.forEach(({ resourceID, health = '', message }, i) => {
    const at = path.child('resources').index(i);
    if (!HEALTH.includes(health)) errors.notSupported(at.child('health'), health, HEALTH);
    if (message === '') errors.required(at.child('message'), 'must be non-empty if specified');
    else if (Buffer.byteLength(message ?? '') > MAX_HEALTH_MESSAGE) errors.tooLong(at.child('message'), MAX_HEALTH_MESSAGE);
    if (ids.has(resourceID)) errors.duplicate(at.child('resourceID'), resourceID);
    ids.add(resourceID);
  });
}
