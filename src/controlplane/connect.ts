/** Handlers of what is no plain object: connected subresources and virtual resources, by group and path ("pods/binding"). */
import { makeLocalSubjectAccessReview, makeSelfSubjectAccessReview, makeSubjectAccessReview } from '../endpoints/connect/access-reviews.ts';
import { makeBinding, makePodBinding } from '../endpoints/connect/bindings.ts';
import { type Component, makeComponentStatuses } from '../endpoints/connect/component-statuses.ts';
import { makeEviction } from '../endpoints/connect/eviction.ts';
import type { ConnectDeps, MakeConnect } from '../endpoints/connect/interface.ts';
import { makePodLog } from '../endpoints/connect/pod-log.ts';
import { makePodExec, makePodPortForward } from '../endpoints/connect/pod-stream.ts';
import { makeNodeProxy, makePodProxy, makeServiceProxy } from '../endpoints/connect/proxy.ts';
import { makeSelfSubjectReview, makeSelfSubjectRulesReview } from '../endpoints/connect/self-reviews.ts';
import { makeTokenRequest } from '../endpoints/connect/token-requests.ts';
import { makeTokenReview } from '../endpoints/connect/token-reviews.ts';
import type { ConnectHandler } from '../endpoints/resources.ts';

const HANDLERS: ReadonlyMap<string, MakeConnect> = new Map<string, MakeConnect>([
  ['/bindings', makeBinding],
  ['/pods/binding', makePodBinding],
  ['/pods/eviction', makeEviction],
  ['/pods/log', makePodLog],
  ['/pods/exec', makePodExec],
  ['/pods/attach', makePodExec],
  ['/pods/portforward', makePodPortForward],
  ['/pods/proxy', makePodProxy],
  ['/services/proxy', makeServiceProxy],
  ['/nodes/proxy', makeNodeProxy],
  ['/serviceaccounts/token', makeTokenRequest],
  ['authentication.k8s.io/selfsubjectreviews', makeSelfSubjectReview],
  ['authentication.k8s.io/tokenreviews', makeTokenReview],
  ['authorization.k8s.io/localsubjectaccessreviews', makeLocalSubjectAccessReview],
  ['authorization.k8s.io/selfsubjectaccessreviews', makeSelfSubjectAccessReview],
  ['authorization.k8s.io/selfsubjectrulesreviews', makeSelfSubjectRulesReview],
  ['authorization.k8s.io/subjectaccessreviews', makeSubjectAccessReview],
]);

/**
 * Handlers are named while resources are installed, before anything that they need exists; each is made at its first request.
 * @param deps called then
 * @param components the parts that componentstatuses looks at
 */
export function connectHandlers(
  deps: () => ConnectDeps,
  components: readonly Component[],
): (group: string, path: string) => ConnectHandler | undefined {
  return (group, path) => {
    if (group === '' && path === 'componentstatuses') return makeComponentStatuses(components);
    const make = HANDLERS.get(`${group}/${path}`);
    if (make === undefined) return undefined;
    let made: ConnectHandler | undefined;
    return (context, target) => {
      made ??= make(deps());
      return made(context, target);
    };
  };
}
