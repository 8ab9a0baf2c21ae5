/** Handlers of what is no plain object: virtual subresources and virtual resources, by group and path ("pods/binding"). */
import { lazy } from '../base/lazy.ts';
import type { VirtualHandler } from '../endpoints/routing/resources.ts';
import { makeLocalSubjectAccessReview, makeSelfSubjectAccessReview, makeSubjectAccessReview } from '../endpoints/virtual/access-reviews.ts';
import { makeBinding, makePodBinding } from '../endpoints/virtual/bindings.ts';
import { type Component, makeComponentStatuses } from '../endpoints/virtual/component-statuses.ts';
import { makeEviction } from '../endpoints/virtual/eviction.ts';
import type { MakeVirtualHandler, VirtualDeps } from '../endpoints/virtual/interface.ts';
import { makePodLog } from '../endpoints/virtual/pod-log.ts';
import { makePodExec, makePodPortForward } from '../endpoints/virtual/pod-stream.ts';
import { makeNodeProxy, makePodProxy, makeServiceProxy } from '../endpoints/virtual/proxy.ts';
import { makeSelfSubjectReview, makeSelfSubjectRulesReview } from '../endpoints/virtual/self-reviews.ts';
import { makeTokenRequest } from '../endpoints/virtual/token-requests.ts';
import { makeTokenReview } from '../endpoints/virtual/token-reviews.ts';

const HANDLERS: ReadonlyMap<string, MakeVirtualHandler> = new Map<string, MakeVirtualHandler>([
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
export function virtualHandlers(
  deps: () => VirtualDeps,
  components: readonly Component[],
): (group: string, path: string) => VirtualHandler | undefined {
  return (group, path) => {
    if (group === '' && path === 'componentstatuses') return makeComponentStatuses(components);
    const make = HANDLERS.get(`${group}/${path}`);
    if (make === undefined) return undefined;
    const handler = lazy(() => make(deps()));
    return (context, target) => handler()(context, target);
  };
}
