/**
 * Defaults of containers, wherever a pod template holds them. Functions change what they get in place. Zeros of plain fields are absent in memory,
 * so absent means "not set, or set to zero".
 */
import { pullPolicyOf } from './images.ts';
import { type ResourceRequirements, roundRequirements } from './quantities.ts';

export interface FieldReference {
  apiVersion?: string;
}

interface HttpGet {
  path?: string;
  scheme?: string;
}

interface Handler {
  httpGet?: HttpGet;
  grpc?: { service?: string | null };
}

interface Probe extends Handler {
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}

export interface ContainerPort {
  containerPort: number;
  hostPort?: number;
  protocol?: string;
}

export interface Container {
  image?: string;
  imagePullPolicy?: string;
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
  resources?: ResourceRequirements;
  ports?: ContainerPort[] | null;
  env?: { valueFrom?: { fieldRef?: FieldReference; fileKeyRef?: { optional?: boolean } } }[] | null;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
  lifecycle?: { postStart?: Handler; preStop?: Handler };
}

export function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= pullPolicyOf(container.image);
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  if (container.resources !== undefined) roundRequirements(container.resources);
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom === undefined) continue;
    defaultFieldReference(valueFrom.fieldRef);
    if (valueFrom.fileKeyRef !== undefined) valueFrom.fileKeyRef.optional ??= false;
  }
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  const { lifecycle } = container;
  if (lifecycle === undefined) return;
  defaultHttpGet(lifecycle.postStart?.httpGet);
  defaultHttpGet(lifecycle.preStop?.httpGet);
}

function defaultProbe(probe: Probe | undefined): void {
  if (probe === undefined) return;
  defaultHttpGet(probe.httpGet);
  if (probe.grpc !== undefined) probe.grpc.service ??= '';
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
}

function defaultHttpGet(action: HttpGet | undefined): void {
  if (action === undefined) return;
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

export function defaultFieldReference(reference: FieldReference | undefined): void {
  if (reference !== undefined) reference.apiVersion ||= 'v1';
}

/** On the host's network a port of the container is a port of the host. */
export function mirrorHostPorts(containers: readonly Container[] | null | undefined): void {
  for (const { ports } of containers ?? []) {
    for (const port of ports ?? []) port.hostPort ||= port.containerPort;
  }
}
