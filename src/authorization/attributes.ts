/** Questions for an authorizer, made from a request, and the sentence that says no (k8s.io/apiserver: endpoints/handlers/responsewriters). */
import { parseFieldSelector } from '../machinery/fields.ts';
import { escapeHtml, goQuote } from '../machinery/go/text.ts';
import { parseLabelSelector, SelectorError } from '../machinery/labels.ts';
import { type ApiError, forbidden } from '../machinery/status.ts';
import type { AuthorizationAttributes } from '../request/authorizer.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request/user.ts';

export function attributesOf(user: UserInfo, info: RequestInfo): AuthorizationAttributes {
  const { verb, isResourceRequest, path, group, version, resource, subresource, namespace, name } = info;
  const attributes = { user, verb, isResourceRequest, path, group, version, resource, subresource, namespace, name };
  if (info.fieldSelector === '' && info.labelSelector === '') return attributes;
  const fieldSelector = understood(() => parseFieldSelector(info.fieldSelector).terms);
  const labelSelector = understood(() => parseLabelSelector(info.labelSelector).requirements);
  return { ...attributes, ...(fieldSelector === undefined ? {} : { fieldSelector }), ...(labelSelector === undefined ? {} : { labelSelector }) };
}

/** A selector that cannot be read restricts nothing here; the handler will refuse it. */
function understood<Term>(read: () => readonly Term[]): readonly Term[] | undefined {
  try {
    const terms = read();
    return terms.length === 0 ? undefined : terms;
  } catch (error) {
    if (error instanceof SelectorError) return undefined;
    throw error;
  }
}

/** The 403 of a request. The sentence is escaped for browsers, the object's name in front of it is not: as upstream. */
export function forbiddenError(attributes: AuthorizationAttributes, reason: string): ApiError {
  const sentence = escapeHtml(whatIsForbidden(attributes));
  return forbidden({ group: attributes.group, resource: attributes.resource }, attributes.name, reason === '' ? sentence : `${sentence}: ${reason}`);
}

function whatIsForbidden(attributes: AuthorizationAttributes): string {
  const who = `User ${goQuote(attributes.user.name)} cannot ${attributes.verb}`;
  if (!attributes.isResourceRequest) return `${who} path ${goQuote(attributes.path)}`;
  const what = attributes.subresource === '' ? attributes.resource : `${attributes.resource}/${attributes.subresource}`;
  const where = attributes.namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(attributes.namespace)}`;
  return `${who} resource ${goQuote(what)} in API group ${goQuote(attributes.group)} ${where}`;
}
