/** Reviews of oneself: who am I (SelfSubjectReview), and everything that I may do in a namespace (SelfSubjectRulesReview). */
import type { UserInfo as ReviewedUser } from '../../apis/authentication/v1/objects.gen.ts';
import type { Rule } from '../../authorization/rbac/rules.ts';
import { setKey } from '../../machinery/object.ts';
import { badRequest } from '../../machinery/status.ts';
import { timeText } from '../../machinery/time.ts';
import type { UserInfo } from '../../request/user.ts';
import { respondObject } from '../responses/respond.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { readReview } from './reviews.ts';

/** The answer is made anew: nothing of the question comes back. */
export function makeSelfSubjectReview(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const { admit } = await readReview(deps, context, target);
    await admit();
    const review = {
      kind: 'SelfSubjectReview',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { creationTimestamp: timeText(deps.clock.now()) },
      status: { userInfo: reviewedUser(context.user) },
    };
    await respondObject(context, target, 201, review, target.version.type);
  };
}

export function makeSelfSubjectRulesReview(deps: VirtualDeps): VirtualHandler {
  return async (context, target) => {
    const { object, admit } = await readReview(deps, context, target);
    const { namespace = '' } = (object.spec ?? {}) as { readonly namespace?: string };
    if (namespace === '') throw badRequest('no namespace on request');
    await admit();
    const { rules, incomplete, error } = deps.identity.rules.rulesFor(context.user, namespace);
    const review = {
      kind: 'SelfSubjectRulesReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: {},
      status: {
        resourceRules: rules.filter((each) => each.resources.length > 0).map(resourceRule),
        nonResourceRules: rules.filter((each) => each.nonResourceURLs.length > 0).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
        incomplete,
        ...(error === '' ? {} : { evaluationError: error }),
      },
    };
    await respondObject(context, target, 201, review, target.version.type);
  };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: Rule): object {
  return { verbs, apiGroups, resources, ...(resourceNames.length === 0 ? {} : { resourceNames }) };
}

/** A user as reviews show it. */
export function reviewedUser({ name, uid, groups, extra }: UserInfo): ReviewedUser {
  const shown: { [key: string]: string[] } = {};
  for (const [key, values] of [...extra].sort(([a], [b]) => (a < b ? -1 : 1))) setKey(shown, key, [...values]);
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(extra.size === 0 ? {} : { extra: shown }),
  };
}
