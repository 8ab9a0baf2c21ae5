/** pods/exec, attach and portforward: everything that is decided before the node's kubelet is asked. */
import type { ConnectHandler } from '../resources.ts';
import { admitConnect } from './connect-admission.ts';
import type { ConnectDeps } from './interface.ts';
import { containerOf, kubeletFailure, podOf, requireNode } from './pod-place.ts';

/** exec and attach: both are about a container. */
export function makePodExec(deps: ConnectDeps): ConnectHandler {
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
    const pod = await podOf(deps, target.namespace, target.name);
    containerOf(pod, container);
    throw await kubeletFailure(deps, 'pods', requireNode(pod));
  };
}

export function makePodPortForward(deps: ConnectDeps): ConnectHandler {
  return async (context, target) => {
    const ports = context.info.query.getAll('ports').map(Number);
    await admitConnect(deps, context, target, ports.length === 0 ? {} : { ports });
    const pod = await podOf(deps, target.namespace, target.name);
    throw await kubeletFailure(deps, 'pods', requireNode(pod));
  };
}

/** A query's bool is true unless it says otherwise. */
function flag(query: URLSearchParams, name: string): { readonly [field: string]: boolean } {
  const value = query.get(name);
  return value === null || value === '0' || value.toLowerCase() === 'false' ? {} : { [name]: true };
}
