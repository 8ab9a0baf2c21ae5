/** Questions for an authorizer, made from a request, and the sentence that says no (k8s.io/apiserver: endpoints/handlers/responsewriters). */
import { type FieldTerm, parseFieldSelector } from '../machinery/fields.ts';
import { goQuote } from '../machinery/go-text.ts';
import { type ApiError, forbidden } from '../machinery/status.ts';
import type { AuthorizationAttributes } from '../request/authorizer.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { UserInfo } from '../request/user.ts';

export function attributesOf(user: UserInfo, info: RequestInfo): AuthorizationAttributes {
  const { verb, isResourceRequest, path, group, version, resource, subresource, namespace, name } = info;
  const attributes = { user, verb, isResourceRequest, path, group, version, resource, subresource, namespace, name };
  return info.fieldSelector === '' ? attributes : { ...attributes, fieldSelector: fieldTerms(info.fieldSelector) };
}

/** A selector that cannot be read restricts nothing here; the handler will refuse it. */
function fieldTerms(text: string): readonly FieldTerm[] {
  try {
    return parseFieldSelector(text).terms;
  } catch {
    return [];
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

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
