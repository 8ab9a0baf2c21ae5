/** Probes and lifecycle hooks of containers. */

import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { headerNameErrors, NOT_NEGATIVE, portErrors, portNumberErrors } from '../../../../machinery/grammar/formats.ts';
import type { Int64 } from '../../../../machinery/int64.ts';
import type { Container, ExecAction, GRPCAction, HTTPGetAction, Lifecycle, Probe, SleepAction, TCPSocketAction } from '../../v1/objects.gen.ts';
import { Signal } from '../../v1/types.ts';

/** Seconds that the pod has to end; undefined when that is invalid itself. */
export type GracePeriod = Int64 | undefined;

export function checkProbes(errors: ErrorList, path: FieldPath, container: Container, grace: GracePeriod): void {
  if (container.livenessProbe !== undefined) checkSingleSuccessProbe(errors, path.child('livenessProbe'), container.livenessProbe, grace);
  if (container.readinessProbe !== undefined) checkReadinessProbe(errors, path.child('readinessProbe'), container.readinessProbe, grace);
  if (container.startupProbe !== undefined) checkSingleSuccessProbe(errors, path.child('startupProbe'), container.startupProbe, grace);
}

function checkSingleSuccessProbe(errors: ErrorList, path: FieldPath, probe: Probe, grace: GracePeriod): void {
  checkProbe(errors, path, probe, grace);
  if ((probe.successThreshold ?? 0) !== 1) errors.invalid(path.child('successThreshold'), probe.successThreshold ?? 0, 'must be 1');
}

function checkReadinessProbe(errors: ErrorList, path: FieldPath, probe: Probe, grace: GracePeriod): void {
  checkProbe(errors, path, probe, grace);
  const seconds = probe.terminationGracePeriodSeconds;
  if (seconds !== undefined) errors.invalid(path.child('terminationGracePeriodSeconds'), seconds, 'must not be set for readinessProbes');
}

const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

function checkProbe(errors: ErrorList, path: FieldPath, probe: Probe, grace: GracePeriod): void {
  checkHandler(errors, path, probe, grace);
  for (const field of COUNTS) {
    const value = probe[field];
    if (value !== undefined && value < 0) errors.invalid(path.child(field), value, NOT_NEGATIVE);
  }
  const seconds = probe.terminationGracePeriodSeconds;
  if (seconds !== undefined && seconds <= 0) errors.invalid(path.child('terminationGracePeriodSeconds'), seconds, 'must be greater than 0');
}

interface LifecycleContext {
  readonly grace: GracePeriod;
  readonly os: string | undefined;
}

export function checkLifecycle(errors: ErrorList, path: FieldPath, lifecycle: Lifecycle, { grace, os }: LifecycleContext): void {
  const { postStart, preStop, stopSignal } = lifecycle;
  if (stopSignal !== undefined) checkStopSignal(errors, path.child('stopSignal'), stopSignal, os);
  if (postStart !== undefined) checkHandler(errors, path.child('postStart'), postStart, grace);
  if (preStop !== undefined) checkHandler(errors, path.child('preStop'), preStop, grace);
}

const SIGNALS: ReadonlyMap<string, readonly string[]> = new Map([
  ['linux', [...(Signal.values ?? [])].sort()],
  ['windows', ['SIGKILL', 'SIGTERM']],
]);

function checkStopSignal(errors: ErrorList, at: FieldPath, signal: string, os = ''): void {
  const allowed = SIGNALS.get(os);
  if (os === '') errors.forbidden(at, 'may not be set for containers with empty `spec.os.name`');
  else if (allowed !== undefined && !allowed.includes(signal)) errors.notSupported(at, signal, allowed);
}

interface Handler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly tcpSocket?: TCPSocketAction;
  readonly grpc?: GRPCAction;
  readonly sleep?: SleepAction;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** One kind of handler: the first one is checked, the others are refused. */
function checkHandler(errors: ErrorList, path: FieldPath, handler: Handler, grace: GracePeriod): void {
  let first = true;
  for (const kind of HANDLERS) {
    if (handler[kind] === undefined) continue;
    if (first) checkAction(errors, path.child(kind), handler, kind, grace);
    else errors.forbidden(path.child(kind), 'may not specify more than 1 handler type');
    first = false;
  }
  if (first) errors.required(path, 'must specify a handler type');
}

function checkAction(errors: ErrorList, path: FieldPath, handler: Handler, kind: (typeof HANDLERS)[number], grace: GracePeriod): void {
  switch (kind) {
    case 'exec':
      if ((handler.exec?.command?.length ?? 0) === 0) errors.required(path.child('command'));
      return;
    case 'httpGet':
      checkHttpGet(errors, path, handler.httpGet as HTTPGetAction);
      return;
    case 'tcpSocket':
      checkPort(errors, path.child('port'), handler.tcpSocket?.port ?? 0);
      return;
    case 'grpc': {
      const port = handler.grpc?.port ?? 0;
      errors.eachInvalid(path.child('port'), port, portNumberErrors(port));
      return;
    }
    case 'sleep': {
      const seconds = handler.sleep?.seconds ?? 0;
      if (grace !== undefined && (seconds < 0 || seconds > grace))
        errors.invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`);
    }
  }
}

const SCHEMES: readonly string[] = ['HTTP', 'HTTPS'];

function checkHttpGet(errors: ErrorList, path: FieldPath, action: HTTPGetAction): void {
  if ((action.path ?? '') === '') errors.required(path.child('path'));
  checkPort(errors, path.child('port'), action.port);
  if (!SCHEMES.includes(action.scheme ?? '')) errors.notSupported(path.child('scheme'), action.scheme ?? '', SCHEMES);
  for (const { name } of action.httpHeaders ?? []) {
    const found = headerNameErrors(name);
    if (found.length > 0) errors.eachInvalid(path.child('httpHeaders'), name, found);
  }
}

/** A number, or the name of a port. */
function checkPort(errors: ErrorList, path: FieldPath, port: number | string): void {
  errors.eachInvalid(path, port, portErrors(port));
}
