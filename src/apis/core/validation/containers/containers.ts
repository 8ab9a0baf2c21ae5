/** Containers of all kinds: what every one must have, and what regular, init and ephemeral ones may not. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { portNameErrors, portNumberErrors } from '../../../../machinery/grammar/formats.ts';
import { validateDns1123Label } from '../../../../machinery/grammar/names.ts';
import { isSidecar } from '../../container-resources.ts';
import type { Container, ContainerPort, ContainerResizePolicy, EphemeralContainer, PodSpec } from '../../v1/objects.gen.ts';
import { type PodRules, restartsContainer } from '../pod-rules.ts';
import { checkPullPolicy } from '../pull-policy.ts';
import { checkContainerResources } from '../resources/resources.ts';
import { checkEnv, checkEnvFrom, type Volumes } from './env.ts';
import { checkDevices, checkMounts } from './mounts.ts';
import { checkLifecycle, checkProbes, type GracePeriod } from './probes.ts';
import { checkInitRestartPolicy, checkRestartPolicy } from './restart-policy.ts';
import { checkSecurityContext } from './security.ts';

/** What the rules for a container need to know of its pod. */
export interface ContainerContext {
  readonly volumes: Volumes;
  readonly claimNames: ReadonlySet<string>;
  readonly grace: GracePeriod;
  readonly restartPolicy: string | undefined;
  readonly hostUsers: boolean;
  /** The name of the system, when the pod says it. */
  readonly os: string | undefined;
  readonly rules: PodRules;
}

const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];
const TERMINATION_POLICIES: readonly string[] = ['File', 'FallbackToLogsOnError'];

export function checkContainers(errors: ErrorList, path: FieldPath, containers: readonly Container[], context: ContainerContext): void {
  if (containers.length === 0) {
    errors.required(path);
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, i) => {
    const at = path.index(i);
    checkCommon(errors, at, container, context);
    if (names.has(container.name)) errors.duplicate(at.child('name'), container.name);
    names.add(container.name);
    if (container.lifecycle !== undefined) checkLifecycle(errors, at.child('lifecycle'), container.lifecycle, context);
    checkProbes(errors, at, container, context.grace);
    checkRestartPolicy(errors, at, container, context.rules);
  });
  checkHostPorts(errors, path, containers);
}

const ONLY_SIDECARS = 'may not be set for init containers without restartPolicy=Always';

export function checkInitContainers(errors: ErrorList, path: FieldPath, spec: PodSpec, context: ContainerContext): void {
  const names = new Set(spec.containers?.map((each) => each.name));
  spec.initContainers?.forEach((container, i) => {
    const at = path.index(i);
    checkCommon(errors, at, container, context);
    checkInitRestartPolicy(errors, at, container, context.rules);
    if (names.has(container.name)) errors.duplicate(at.child('name'), container.name);
    else if (container.name !== '') names.add(container.name);
    // They run one after the other, so only ports of the same one collide; upstream numbers it as the first.
    checkHostPorts(errors, path, [container]);
    if (isSidecar(container)) {
      if (container.lifecycle !== undefined) checkLifecycle(errors, at.child('lifecycle'), container.lifecycle, context);
      checkProbes(errors, at, container, context.grace);
    } else {
      for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (container[field] !== undefined) errors.forbidden(at.child(field), ONLY_SIDECARS);
      }
      if (!context.rules.endingRestartedByResize) checkNotRestarted(errors, at.child('resizePolicy'), container.resizePolicy ?? []);
    }
  });
}

/** What ends is not restarted to resize it. */
function checkNotRestarted(errors: ErrorList, path: FieldPath, policies: readonly ContainerResizePolicy[]): void {
  policies.forEach((policy, i) => {
    if (!restartsContainer(policy)) return;
    const text = "must not be set to 'RestartContainer' for non-sidecar initContainers";
    errors.invalid(path.index(i).child('restartPolicy'), policy.restartPolicy, text);
  });
}

/** In the order of the type's fields. */
const NOT_IN_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

export function checkEphemeralContainers(errors: ErrorList, path: FieldPath, spec: PodSpec, context: ContainerContext): void {
  if (spec.ephemeralContainers === undefined) return;
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((each) => each.name));
  const names = new Set(others);
  spec.ephemeralContainers.forEach((container, i) => {
    const at = path.index(i);
    checkCommon(errors, at, container, context);
    checkImageIsTrimmed(errors, at, container);
    if (names.has(container.name)) errors.duplicate(at.child('name'), container.name);
    names.add(container.name);
    const target = container.targetContainerName ?? '';
    if (target !== '' && !others.has(target)) errors.notFound(at.child('targetContainerName'), target);
    checkEphemeralFields(errors, at, container);
  });
}

/** They are for looking into a pod: nothing that a workload relies on. */
function checkEphemeralFields(errors: ErrorList, path: FieldPath, container: EphemeralContainer): void {
  const text = 'cannot be set for an Ephemeral Container';
  for (const field of NOT_IN_EPHEMERAL) if (isSet(container, field)) errors.forbidden(path.child(field), text);
  container.volumeMounts?.forEach((mount, i) => {
    for (const field of ['subPath', 'subPathExpr'] as const) {
      if ((mount[field] ?? '') !== '') errors.forbidden(path.child('volumeMounts').index(i).child(field), text);
    }
  });
}

/** Lists and objects are set as soon as they are there; the resources, which always are, when there is something in them. */
function isSet(container: EphemeralContainer, field: (typeof NOT_IN_EPHEMERAL)[number]): boolean {
  if (field !== 'resources') return container[field] !== undefined && container[field] !== null;
  return Object.values(container.resources ?? {}).some((each) => each !== undefined);
}

/** Templates may have images like " " that somebody replaces; pods may not. */
export function checkImageIsTrimmed(errors: ErrorList, path: FieldPath, { image = '' }: Container): void {
  if (image.trim() !== image) errors.invalid(path.child('image'), image, 'must not have leading or trailing whitespace');
}

function checkCommon(errors: ErrorList, path: FieldPath, container: Container, context: ContainerContext): void {
  if (container.name === '') errors.required(path.child('name'));
  else {
    const found = validateDns1123Label(container.name);
    if (found.length > 0) errors.eachInvalid(path.child('name'), container.name, found);
  }
  if ((container.image ?? '') === '') errors.required(path.child('image'));
  const { terminationMessagePolicy = '' } = container;
  if (terminationMessagePolicy === '') errors.required(path.child('terminationMessagePolicy'));
  else if (!TERMINATION_POLICIES.includes(terminationMessagePolicy))
    errors.notSupported(path.child('terminationMessagePolicy'), terminationMessagePolicy, TERMINATION_POLICIES);
  if (container.ports !== undefined) checkPorts(errors, path.child('ports'), container.ports);
  if (container.env !== undefined) checkEnv(errors, path.child('env'), container.env, context.rules);
  if (container.envFrom !== undefined) checkEnvFrom(errors, path.child('envFrom'), container.envFrom);
  checkMounts(errors, path.child('volumeMounts'), container, context.volumes);
  checkDevices(errors, path.child('volumeDevices'), container, context.volumes);
  checkPullPolicy(errors, path.child('imagePullPolicy'), container.imagePullPolicy);
  checkContainerResources(errors, path.child('resources'), container.resources, context.claimNames, context.rules);
  if (container.resizePolicy !== undefined) checkResizePolicy(errors, path.child('resizePolicy'), container.resizePolicy, context.restartPolicy);
  if (container.securityContext !== undefined) checkSecurityContext(errors, path.child('securityContext'), container.securityContext, context);
}

function checkPorts(errors: ErrorList, path: FieldPath, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  ports.forEach(({ name = '', containerPort, hostPort = 0, protocol = '' }, i) => {
    const at = path.index(i);
    if (name !== '') {
      const found = portNameErrors(name);
      errors.eachInvalid(at.child('name'), name, found);
      if (found.length === 0 && names.has(name)) errors.duplicate(at.child('name'), name);
      else if (found.length === 0) names.add(name);
    }
    if (containerPort === 0) errors.required(at.child('containerPort'));
    else errors.eachInvalid(at.child('containerPort'), containerPort, portNumberErrors(containerPort));
    if (hostPort !== 0) errors.eachInvalid(at.child('hostPort'), hostPort, portNumberErrors(hostPort));
    if (protocol === '') errors.required(at.child('protocol'));
    else if (!PROTOCOLS.includes(protocol)) errors.notSupported(at.child('protocol'), protocol, PROTOCOLS);
  });
}

function checkHostPorts(errors: ErrorList, path: FieldPath, containers: readonly Container[]): void {
  const used = new Set<string>();
  containers.forEach((container, i) => {
    container.ports?.forEach(({ protocol = '', hostIP = '', hostPort = 0 }, j) => {
      if (hostPort === 0) return;
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (used.has(key)) errors.duplicate(path.index(i).child('ports').index(j).child('hostPort'), key);
      used.add(key);
    });
  });
}

const RESIZABLE: readonly string[] = ['cpu', 'memory'];
const RESIZE_POLICIES: readonly string[] = ['NotRequired', 'RestartContainer'];

/** Most errors name the list: upstream leaves out the index. */
function checkResizePolicy(
  errors: ErrorList,
  path: FieldPath,
  policies: readonly ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
): void {
  const seen = new Set<string>();
  policies.forEach(({ resourceName, restartPolicy }, i) => {
    if (seen.has(resourceName)) errors.duplicate(path.index(i), resourceName);
    seen.add(resourceName);
    if (resourceName === '') errors.required(path);
    else if (!RESIZABLE.includes(resourceName)) errors.notSupported(path, resourceName, RESIZABLE);
    if (restartPolicy === '') errors.required(path);
    else if (!RESIZE_POLICIES.includes(restartPolicy)) errors.notSupported(path, restartPolicy, RESIZE_POLICIES);
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired')
      errors.invalid(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
  });
}
