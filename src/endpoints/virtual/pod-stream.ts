/**
 * pods/exec, attach and portforward: everything that is decided before the node's kubelet is asked. Whoever gets that far may run programs, so that
 * the permission to read is not enough although WebSockets come as GET.
 */
import { attributesOf } from '../../authorization/attributes.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { badRequest, forbidden } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import { admitConnect } from './connect-admission.ts';
import type { VirtualDeps } from './interface.ts';
import { containerOf, kubeletFailure, podOf, requireNode } from './pod-location.ts';

/** exec and attach: both are about a container. */
export function makePodExec(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const { query } = context.info;
    const container = query.get('container') ?? '';
    const command = query.getAll('command');
    await admitConnect(deps, context, target, {
      ...flag(query, 'stdin'),
      ...flag(query, 'stdout'),
      ...flag(query, 'stderr'),
      ...flag(query, 'tty'),
      ...(container === '' ? {} : { container }),
      ...(command.length === 0 ? {} : { command }),
    });
    await requireCreate(deps, context);
    const pod = await podOf(deps, target.namespace, target.name);
    containerOf(pod, container);
    throw await kubeletFailure(deps, 'pods', requireNode(pod));
  };
}

export function makePodPortForward(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const ports = context.info.query.getAll('ports').map(readPort);
    await admitConnect(deps, context, target, ports.length === 0 ? {} : { ports });
    await requireCreate(deps, context);
    const pod = await podOf(deps, target.namespace, target.name);
    throw await kubeletFailure(deps, 'pods', requireNode(pod));
  };
}

/** @throws {ApiError} 403 */
async function requireCreate(deps: VirtualDeps, { user, info }: RequestContext): Promise<void> {
  if (info.verb === 'create' || !deps.featureEnabled('AuthorizePodWebsocketUpgradeCreatePermission')) return;
  const { decision, reason } = await deps.authorizer.authorize(attributesOf(user, { ...info, verb: 'create' }));
  if (decision !== 'allow') throw forbidden(info, info.name, reason);
}

/** @throws {ApiError} 400 as Go reads an int32 */
function readPort(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
  const port = Number(text);
  if (port !== (port | 0)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: value out of range`);
  return port;
}

/** A query's bool is true unless it says otherwise. */
function flag(query: URLSearchParams, name: string): { readonly [field: string]: boolean } {
  const value = query.get(name);
  return value === null || value === '0' || value.toLowerCase() === 'false' ? {} : { [name]: true };
}
