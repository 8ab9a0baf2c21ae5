/**
 * What kubelets may do (k8s.io/kubernetes: plugin/pkg/auth/authorizer/node): read what their pods use, look after their own objects, and what the
 * role system:node says about everything else. Whether an object that is written is their own is for admission (NodeRestriction) to say.
 */
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import { goQuote } from '../../machinery/go/text.ts';
import type { AuthorizationAnswer as Answer, AuthorizationAttributes, Authorizer } from '../../request/authorizer.ts';
import { nodeOf } from '../../request/user.ts';
import { type Mode, NO_RULES } from '../mode.ts';
import { type Rule, ruleAllows } from '../rbac/rules.ts';
import type { NodeGraph } from './graph.ts';

const ALLOW: Answer = { decision: 'allow', reason: '' };
const LEASES = 'kube-node-lease';
const OWN_VERBS: readonly string[] = ['get', 'create', 'update', 'patch', 'delete'];
const READ_VERBS: readonly string[] = ['get', 'list', 'watch'];

const no = (reason: string): Answer => ({ decision: 'no-opinion', reason });
const NOTHING = no('');

/** A question by a node. */
interface Question {
  readonly graph: NodeGraph;
  readonly node: string;
  readonly attributes: AuthorizationAttributes;
  readonly resource: string;
}

export interface NodeAuthorizerOptions {
  /** Made when the first node asks; servers without nodes do not pay for it. */
  readonly graph: () => NodeGraph | Promise<NodeGraph>;
  /** What every node may do with other resources. */
  readonly rules: readonly Rule[];
  readonly featureEnabled?: FeatureEnabled;
}

/** What a node may do cannot be listed: it depends on what runs there. */
export function nodeMode(options: NodeAuthorizerOptions): Pick<Mode, 'authorizer' | 'rulesFor'> {
  const errors = ['node authorizer does not support user rule resolution'];
  return {
    authorizer: nodeAuthorizer(options),
    rulesFor: (user) => (nodeOf(user) === undefined ? NO_RULES : { rules: [], incomplete: true, errors }),
  };
}

export function nodeAuthorizer({ graph, rules, featureEnabled = () => false }: NodeAuthorizerOptions): Authorizer {
  const certificates = featureEnabled('PodCertificateRequest');
  return {
    authorize(attributes) {
      const { user } = attributes;
      const node = nodeOf(user);
      if (node === undefined) return NOTHING;
      if (node === '') return no(`unknown node for user ${goQuote(user.name)}`);
      const decide = subdivided(attributes, certificates);
      if (decide === undefined) return rules.some((rule) => ruleAllows(rule, attributes)) ? ALLOW : NOTHING;
      const known = graph();
      const { resource } = attributes;
      return known instanceof Promise
        ? known.then((late) => decide({ graph: late, node, attributes, resource }))
        : decide({ graph: known, node, attributes, resource });
    },
  };
}

const SUBDIVIDED: ReadonlyMap<string, (question: Question) => Answer> = new Map([
  ['/secrets', readNamespaced],
  ['/configmaps', readNamespaced],
  ['/persistentvolumeclaims', claim],
  ['/persistentvolumes', getOnly],
  ['/serviceaccounts', serviceAccount],
  ['/nodes', ownNode],
  ['/pods', pod],
  ['resource.k8s.io/resourceclaims', getOnly],
  ['resource.k8s.io/resourceslices', slice],
  ['storage.k8s.io/volumeattachments', getOnly],
  ['storage.k8s.io/csinodes', csiNode],
  ['coordination.k8s.io/leases', lease],
]);

/** @param certificates whether pods get certificates in this cluster */
function subdivided(
  { isResourceRequest, group, resource }: AuthorizationAttributes,
  certificates: boolean,
): ((question: Question) => Answer) | undefined {
  if (!isResourceRequest) return undefined;
  if (certificates && group === 'certificates.k8s.io' && resource === 'podcertificaterequests') return certificateRequest;
  return SUBDIVIDED.get(`${group}/${resource}`);
}

function related({ graph, node, attributes: { namespace, name }, resource }: Question): Answer {
  if (name === '') return no('No Object name found');
  return graph.reaches(node, resource, namespace, name) ? ALLOW : no(`no relationship found between node '${node}' and this object`);
}

function readNamespaced(question: Question): Answer {
  const { verb, subresource, namespace } = question.attributes;
  if (!READ_VERBS.includes(verb)) return no('can only read resources of this type');
  if (subresource !== '') return no('cannot read subresource');
  if (namespace === '') return no('can only read namespaced object of this type');
  return related(question);
}

function getOnly(question: Question): Answer {
  const { verb, subresource } = question.attributes;
  if (verb !== 'get') return no('can only get individual resources of this type');
  return subresource === '' ? related(question) : no('cannot get subresource');
}

function claim(question: Question): Answer {
  const { verb, subresource } = question.attributes;
  if (subresource !== 'status') return getOnly(question);
  return verb === 'update' || verb === 'patch' ? related(question) : no('can only get/update/patch this type');
}

function serviceAccount(question: Question): Answer {
  const { verb, name, subresource } = question.attributes;
  if (verb === 'get' && subresource === '') return related(question);
  if (verb !== 'create' || name === '') return no('can only create tokens for individual service accounts');
  return subresource === 'token' ? related(question) : no('can only create token subresource of serviceaccount');
}

function ownNode({ node, attributes: { verb, subresource, name } }: Question): Answer {
  const writes = verb === 'update' || verb === 'patch';
  if (subresource === 'status') return writes ? ALLOW : NOTHING;
  if (subresource !== '') return NOTHING;
  if (writes || verb === 'create') return ALLOW;
  if (!READ_VERBS.includes(verb)) return NOTHING;
  if (name === node) return ALLOW;
  return no(`node '${node}' cannot read ${name === '' ? 'all nodes' : `'${name}'`}, only its own Node object`);
}

function pod(question: Question): Answer {
  const { node, attributes } = question;
  const { verb, subresource, name } = attributes;
  if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOW : NOTHING;
  if (subresource === 'eviction') return verb === 'create' ? ALLOW : NOTHING;
  if (subresource !== '') return NOTHING;
  if (verb === 'get') return related(question);
  if (verb === 'create' || verb === 'delete') return ALLOW;
  if (verb !== 'list' && verb !== 'watch') return NOTHING;
  if (selects(attributes, 'spec.nodeName', node)) return ALLOW;
  return name === '' ? no('can only list/watch pods with spec.nodeName field selector') : related(question);
}

/** One of the terms of the field selector is `field=value`. */
function selects({ fieldSelector }: AuthorizationAttributes, field: string, value: string): boolean {
  return fieldSelector?.some((term) => term.field === field && term.operator === '=' && term.value === value) === true;
}

function slice(question: Question): Answer {
  const { node, attributes } = question;
  const { verb, subresource } = attributes;
  if (subresource !== '') return no('cannot authorize ResourceSlice subresources');
  if (verb === 'create') return ALLOW;
  if (OWN_VERBS.includes(verb)) return related(question);
  if (verb !== 'list' && verb !== 'watch' && verb !== 'deletecollection')
    return no('only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection');
  return selects(attributes, 'spec.nodeName', node) ? ALLOW : no('can only list/watch/deletecollection resourceslices with nodeName field selector');
}

/** Whether a new one is for a pod of this node is for admission to say. */
function certificateRequest(question: Question): Answer {
  const { node, attributes } = question;
  const { verb, subresource } = attributes;
  if (subresource !== '') return no('nodes may not access the status subresource of PodCertificateRequests');
  if (verb === 'create') return ALLOW;
  if (verb === 'get') return related(question);
  if (verb !== 'list' && verb !== 'watch') return NOTHING;
  return selects(attributes, 'spec.nodeName', node) ? ALLOW : no('can only list/watch podcertificaterequests with spec.nodeName field selector');
}

/** The name is not known yet when something is created. */
function lease({ node, attributes: { verb, namespace, name } }: Question): Answer {
  if (!OWN_VERBS.includes(verb)) return no('can only get, create, update, patch, or delete a node lease');
  if (namespace !== LEASES) return no(`can only access leases in the "${LEASES}" system namespace`);
  return verb === 'create' || name === node ? ALLOW : no('can only access node lease with the same name as the requesting node');
}

function csiNode({ node, attributes: { verb, subresource, name } }: Question): Answer {
  if (!OWN_VERBS.includes(verb)) return no('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return no('cannot authorize CSINode subresources');
  return verb === 'create' || name === node ? ALLOW : no('can only access CSINode with the same name as the requesting node');
}
