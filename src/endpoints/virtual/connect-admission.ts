/** Admission of CONNECT requests: there is no object but the options, and nothing to store. */
import type { AdmissionAttributes } from '../../admission/interface.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { addWarning, annotateAudit, type RequestContext } from '../../request/context.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';

/** @param options what the query says, as an object of the subresource's kind. @throws {ApiError} as plugins refuse */
export async function admitConnect(
  deps: VirtualDeps,
  request: RequestContext,
  target: ResourceTarget,
  options: { readonly [field: string]: unknown } = {},
): Promise<void> {
  if (!deps.admission.handles('CONNECT')) return;
  const { subresource, group, version, subresourceName, namespace, name } = target;
  const kind = subresource?.kind === 'virtual' ? subresource.objectKind : target.installed.declaration.kind;
  const object: KubeObject = { kind, apiVersion: 'v1', metadata: {}, ...options };
  const attributes: AdmissionAttributes = {
    operation: 'CONNECT',
    group,
    version: version.version,
    kind,
    resource: target.installed.declaration.resource,
    subresource: subresourceName,
    namespace,
    name,
    object,
    oldObject: undefined,
    options: {},
    user: request.user,
    dryRun: false,
    warn: (text) => addWarning(request, text),
    annotate: (key, value) => annotateAudit(request, key, value),
  };
  await deps.admission.mutate(attributes);
  await deps.admission.validate(attributes);
}
