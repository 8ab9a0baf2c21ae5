/**
 * The question of mode Webhook as it goes over the wire: a SubjectAccessReview of v1 or v1beta1 (k8s.io/apiserver: plugin/pkg/authorizer/webhook).
 * Terms of selectors that the review has no word for are left out: that asks for more, never for less.
 */
import { goQuote } from '../../machinery/go/text.ts';
import type { LabelOperator } from '../../machinery/labels.ts';
import { asJsonObject, type JsonObject, stringAt } from '../../machinery/loose-json.ts';
import { getKey, setKey } from '../../machinery/object.ts';
import type { AuthorizationAttributes } from '../../request/authorizer.ts';

export type ReviewVersion = 'v1' | 'v1beta1';

const GROUP = 'authorization.k8s.io';
const KIND = 'SubjectAccessReview';

/** What of a review's status decides. */
export interface ReviewStatus {
  readonly allowed: boolean;
  readonly denied: boolean;
  readonly reason: string;
}

/** The same question is the same JSON text. */
export function reviewSpec(attributes: AuthorizationAttributes, version: ReviewVersion): JsonObject {
  const { user, verb, path } = attributes;
  const about = attributes.isResourceRequest
    ? { resourceAttributes: resourceAttributes(attributes) }
    : { nonResourceAttributes: filled({ path, verb }) };
  const extra: { [key: string]: readonly string[] } = {};
  for (const [key, values] of [...user.extra].sort(([a], [b]) => (a < b ? -1 : 1))) setKey(extra, key, [...values]);
  return {
    ...about,
    ...filled({ user: user.name }),
    ...(user.groups.length === 0 ? {} : { [version === 'v1' ? 'groups' : 'group']: user.groups }),
    ...(user.extra.size === 0 ? {} : { extra }),
    ...filled({ uid: user.uid }),
  };
}

/** The whole review around a spec. */
export function reviewOf(spec: JsonObject, version: ReviewVersion): JsonObject {
  return { kind: KIND, apiVersion: `${GROUP}/${version}`, metadata: {}, spec, status: { allowed: false } };
}

function resourceAttributes(attributes: AuthorizationAttributes): object {
  const { namespace, verb, group, version, resource, subresource, name, fieldSelector = [], labelSelector = [] } = attributes;
  const fields = fieldSelector.map(({ field, operator, value }) => ({ key: field, operator: operator === '=' ? 'In' : 'NotIn', values: [value] }));
  const labels = labelSelector.flatMap(({ key, operator, values }) => {
    const word = LABEL_OPERATORS.get(operator);
    return word === undefined ? [] : [{ key, operator: word, ...(values.length === 0 ? {} : { values }) }];
  });
  return {
    ...filled({ namespace, verb, group, version, resource, subresource, name }),
    ...(fields.length === 0 ? {} : { fieldSelector: { requirements: fields } }),
    ...(labels.length === 0 ? {} : { labelSelector: { requirements: labels } }),
  };
}

const LABEL_OPERATORS: ReadonlyMap<LabelOperator, string> = new Map([
  ['=', 'In'],
  ['==', 'In'],
  ['in', 'In'],
  ['!=', 'NotIn'],
  ['notin', 'NotIn'],
  ['exists', 'Exists'],
  ['!', 'DoesNotExist'],
]);

/** Without what is empty. */
function filled(fields: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/**
 * What the service answered.
 * @throws {Error} for anything but a review
 */
export function readReview({ kind, apiVersion, status }: JsonObject, version: ReviewVersion): ReviewStatus {
  if ((kind !== undefined && kind !== KIND) || (apiVersion !== undefined && apiVersion !== `${GROUP}/${version}`))
    throw new Error(`webhook answered with ${goQuote(`${String(apiVersion)} ${String(kind)}`)} instead of ${goQuote(`${GROUP}/${version} ${KIND}`)}`);
  const review = asJsonObject(status);
  return { allowed: getKey(review, 'allowed') === true, denied: getKey(review, 'denied') === true, reason: stringAt(review, 'reason') };
}
