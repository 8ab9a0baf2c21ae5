/** Access reviews: may somebody, or may I, do this? The authorizer of the server is asked as a request would ask it. */
import type { NonResourceAttributes, SubjectAccessReviewSpec } from '../../apis/authorization/v1/objects.gen.ts';
import { ErrorList, FieldPath, Verbatim } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { badRequest } from '../../machinery/status.ts';
import type { AuthorizationAttributes } from '../../request/authorizer.ts';
import type { UserInfo } from '../../request/user.ts';
import { respondObject } from '../responses/respond.ts';
import type { VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { checkSelectors, reviewedSelectors } from './review-selectors.ts';
import { readReview, requireNoMetadata } from './reviews.ts';

type Spec = Partial<SubjectAccessReviewSpec>;
type Check = (errors: ErrorList, review: KubeObject, spec: Spec) => void;

const SPEC = FieldPath.root('spec');

export function makeSubjectAccessReview(deps: VirtualDeps): VirtualHandler {
  return reviewer(deps, (errors, review, spec) => {
    checkAttributes(errors, spec);
    checkSubject(errors, spec);
    checkAskedSelectors(errors, spec);
    requireNoMetadata(errors, review);
  });
}

export function makeSelfSubjectAccessReview(deps: VirtualDeps): VirtualHandler {
  return reviewer(
    deps,
    (errors, review, spec) => {
      checkAttributes(errors, spec);
      checkAskedSelectors(errors, spec);
      requireNoMetadata(errors, review);
    },
    true,
  );
}

/** About one namespace: that of the request, which the attributes have to name. */
export function makeLocalSubjectAccessReview(deps: VirtualDeps): VirtualHandler {
  return reviewer(deps, (errors, review, spec) => {
    checkAttributes(errors, spec);
    checkSubject(errors, spec);
    checkAskedSelectors(errors, spec);
    requireNoMetadata(errors, review, 'namespace');
    const { resourceAttributes, nonResourceAttributes } = spec;
    const namespace = resourceAttributes?.namespace ?? '';
    if (resourceAttributes !== undefined && namespace !== review.metadata.namespace)
      errors.invalid(SPEC.child('resourceAttributes', 'namespace'), namespace, 'must match metadata.namespace');
    if (nonResourceAttributes !== undefined)
      errors.invalid(SPEC.child('nonResourceAttributes'), shownPath(nonResourceAttributes), 'disallowed on this kind of request');
  });
}

function reviewer(deps: VirtualDeps, check: Check, self = false): VirtualHandler {
  return async (context, target) => {
    const { object: review, admit } = await readReview(deps, context, target);
    if (target.installed.declaration.namespaced && target.namespace === '') throw badRequest('namespace is required on this type');
    review.spec ??= {};
    const spec = review.spec as Spec;
    const errors = new ErrorList();
    check(errors, review, spec);
    if (errors.length > 0) throw errors.toApiError({ group: 'authorization.k8s.io', kind: '' }, '');
    await admit();
    const { selectors, faults } = reviewedSelectors(spec.resourceAttributes ?? {});
    const question = { ...attributesOf(self ? context.user : subjectOf(spec), spec), ...selectors };
    const { decision, reason, error } = await deps.authorizer.authorize(question);
    const evaluationError = [...(error === undefined ? [] : [error]), ...faults].join('; ');
    review.status = {
      allowed: decision === 'allow',
      ...(decision === 'deny' ? { denied: true } : {}),
      ...(reason === '' ? {} : { reason }),
      ...(evaluationError === '' ? {} : { evaluationError }),
    };
    await respondObject(context, target, 201, review, target.version.type);
  };
}

function checkAttributes(errors: ErrorList, { resourceAttributes, nonResourceAttributes }: Spec): void {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined)
    errors.invalid(
      SPEC.child('nonResourceAttributes'),
      shownPath(nonResourceAttributes),
      'cannot be specified in combination with resourceAttributes',
    );
  if (resourceAttributes === undefined && nonResourceAttributes === undefined)
    errors.invalid(SPEC.child('resourceAttributes'), null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified');
}

function checkAskedSelectors(errors: ErrorList, { resourceAttributes }: Spec): void {
  if (resourceAttributes !== undefined) checkSelectors(errors, SPEC.child('resourceAttributes'), resourceAttributes);
}

function checkSubject(errors: ErrorList, { user = '', groups }: Spec): void {
  if (user === '' && (groups?.length ?? 0) === 0) errors.invalid(SPEC.child('user'), '', 'at least one of user or group must be specified');
}

function shownPath({ path = '', verb = '' }: NonResourceAttributes): Verbatim {
  return new Verbatim(JSON.stringify({ Path: path, Verb: verb }));
}

function subjectOf({ user = '', uid = '', groups, extra }: Spec): UserInfo {
  return { name: user, uid, groups: groups ?? [], extra: new Map(Object.entries(extra ?? {})) };
}

function attributesOf(user: UserInfo, { resourceAttributes, nonResourceAttributes }: Spec): AuthorizationAttributes {
  const { verb = '', group = '', version = '', resource = '', subresource = '', namespace = '', name = '' } = resourceAttributes ?? {};
  if (nonResourceAttributes !== undefined) {
    const { path = '', verb: method = '' } = nonResourceAttributes;
    return { user, verb: method, isResourceRequest: false, path, group, version, resource, subresource, namespace, name };
  }
  return { user, verb, isResourceRequest: true, path: '', group, version: version === '' ? '*' : version, resource, subresource, namespace, name };
}
