/** What kubelets may write about pods: states that do not come back, addresses, health of resources. */
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { addressErrors, addressFamily, idErrors } from '../../../machinery/formats.ts';
import { labelKeyErrors } from '../../../machinery/label-names.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/names.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import type { Container, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus, ResourceStatus } from '../v1/objects.gen.ts';
import { printInternal } from './internal.ts';
import { checkAnnotationChanges, checkPodAnnotations } from './pod-annotations.ts';
import { ANNOTATIONS } from './pods.ts';
import { podRules } from './rules.ts';

const STATUS = FieldPath.root('status');
const NOT_AN_INTEGER = 'must be a non-negative integer';
const SYSTEM_CONDITIONS: readonly string[] = ['PodScheduled', 'Ready', 'Initialized'];
const HEALTH: readonly string[] = ['Healthy', 'Unhealthy', 'Unknown'];

type Kind = 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses';
const KINDS: readonly Kind[] = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

export function validatePodStatus(pod: Pod, old: Pod, gate: FeatureEnabled): ErrorList {
  const errors = new ErrorList();
  const { spec, status = {} } = pod;
  const before = old.status ?? {};
  checkAnnotationChanges(errors, ANNOTATIONS, pod.metadata.annotations, old.metadata.annotations);
  checkPodAnnotations(errors, ANNOTATIONS, pod.metadata.annotations, spec, podRules(gate, true, old));
  checkConditions(errors, STATUS.child('conditions'), status.conditions ?? []);
  checkGenerations(errors, status);
  const nominated = status.nominatedNodeName ?? '';
  if (nominated !== '' && nominated !== before.nominatedNodeName)
    errors.eachInvalid(STATUS.child('nominatedNodeName'), nominated, nameIsDns1123Subdomain(nominated, false));
  checkImmutable(errors, STATUS.child('qosClass'), status.qosClass ?? '', before.qosClass ?? '');
  checkTransitions(errors, status, before, old.spec);
  checkClaimStatuses(errors, status, spec);
  checkAddresses(errors, status, before);
  for (const kind of KINDS) checkUsers(errors, STATUS.child(kind), status[kind] ?? [], spec.os?.name ?? 'linux');
  checkHealth(errors, STATUS.child('containerStatuses'), status.containerStatuses ?? [], spec.containers ?? []);
  checkHealth(errors, STATUS.child('initContainerStatuses'), status.initContainerStatuses ?? [], spec.initContainers ?? []);
  status.ephemeralContainerStatuses?.forEach((each, i) => {
    if ((each.allocatedResourcesStatus?.length ?? 0) === 0) return;
    const at = STATUS.child('ephemeralContainerStatuses').index(i).child('allocatedResourcesStatus');
    errors.forbidden(at, 'must not be specified in container status');
  });
  return errors;
}

/** The capital of "Type" is upstream's. */
function checkConditions(errors: ErrorList, path: FieldPath, conditions: readonly PodCondition[]): void {
  conditions.forEach(({ type, observedGeneration = 0 }, i) => {
    if (observedGeneration < 0) errors.invalid(path.index(i).child('observedGeneration'), observedGeneration, NOT_AN_INTEGER);
    if (!SYSTEM_CONDITIONS.includes(type)) errors.eachInvalid(path.index(i).child('Type'), type, labelKeyErrors(type));
  });
}

function checkGenerations(errors: ErrorList, { observedGeneration = 0 }: PodStatus): void {
  if (observedGeneration < 0) errors.invalid(STATUS.child('observedGeneration'), observedGeneration, NOT_AN_INTEGER);
}

/** A container that is over stays over, unless its policy starts it again. */
function checkTransitions(errors: ErrorList, status: PodStatus, old: PodStatus, spec: PodSpec): void {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  for (const kind of KINDS) {
    old[kind]?.forEach((before, i) => {
      const ended = before.state?.terminated;
      const container = containers.find((each) => each.name === before.name);
      // Ephemeral containers never start again.
      const restarts = kind !== 'ephemeralContainerStatuses' && ended !== undefined && mayRestart(container, spec, ended.exitCode);
      if (ended === undefined || restarts) return;
      for (const after of status[kind] ?? []) {
        if (after.name === before.name && after.state?.terminated === undefined)
          errors.forbidden(STATUS.child(kind).index(i).child('state'), 'may not be transitioned to non-terminated state');
      }
    });
  }
}

function mayRestart(container: Container | undefined, spec: PodSpec, exitCode: number): boolean {
  if ((container?.restartPolicyRules?.length ?? 0) > 0) return true;
  const policy = container?.restartPolicy ?? spec.restartPolicy;
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function checkClaimStatuses(errors: ErrorList, { resourceClaimStatuses }: PodStatus, { resourceClaims = [] }: PodSpec): void {
  const names = new Set<string>();
  resourceClaimStatuses?.forEach(({ name, resourceClaimName }, i) => {
    const at = STATUS.child('resourceClaimStatuses').index(i).child('name');
    if (!resourceClaims.some((each) => each.name === name)) errors.invalid(at, name, 'must match the name of an entry in `spec.resourceClaims`');
    if (names.has(name)) errors.duplicate(at, name);
    names.add(name);
    if (resourceClaimName !== undefined) errors.eachInvalid(at, resourceClaimName, nameIsDns1123Subdomain(resourceClaimName, false));
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

/** At most one address a family. What is repeated is reported last for pods, first for hosts, as upstream does. */
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
  const checkRepeated = (): void => {
    addresses.forEach((address, i) => {
      if (addresses.indexOf(address) < i) errors.duplicate(path.index(i), new Verbatim(printInternal({ ip: address }, type)));
    });
  };
  if (type === 'HostIP') checkRepeated();
  const families = addresses.map(addressFamily);
  const wrong = addresses.find((_, i) => families[i] === undefined);
  if (wrong !== undefined) errors.internal(path, `failed to check for dual stack with error:invalid IP[${addresses.indexOf(wrong)}]: ${wrong}`);
  if (addresses.length > 2 || families.includes(undefined) || new Set(families).size < 2)
    errors.invalid(path, new Verbatim(shown(addresses)), 'may specify no more than one IP for each IP family');
  if (type === 'PodIP') checkRepeated();
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
  statuses.forEach((status, i) => {
    const container = containers.find((each) => each.name === status.name);
    status.allocatedResourcesStatus?.forEach((each, j) => {
      checkResourceHealth(errors, path.index(i).child('allocatedResourcesStatus').index(j), each, container);
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
  status.resources?.forEach(({ resourceID, health = '' }, i) => {
    const at = path.child('resources').index(i);
    if (!HEALTH.includes(health)) errors.notSupported(at.child('health'), health, HEALTH);
    if (ids.has(resourceID)) errors.duplicate(at.child('resourceID'), resourceID);
    ids.add(resourceID);
  });
}
