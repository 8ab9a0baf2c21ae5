/** What the types of the group authorization.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const RAW = 'The selector as it stood in the request; for webhooks only, authorizers of the server do not read it.';
const RESOURCE = 'A request for a resource; not together with nonResourceAttributes.';
const PATH = 'A request for another path; not together with resourceAttributes.';

export const authorizationDescriptions = (): Descriptions => ({
  FieldSelectorAttributes: ['A field selector of a request.', { rawSelector: RAW, requirements: 'The selector in parts, all of which hold.' }],
  LabelSelectorAttributes: ['A label selector of a request.', { rawSelector: RAW, requirements: 'The selector in parts, all of which hold.' }],
  LocalSubjectAccessReview: [
    'Asks whether somebody may do something in a namespace.',
    { spec: 'The question; its namespace is that of the review.', status: 'The answer; filled in by the server.' },
  ],
  NonResourceAttributes: ['A request for a path that is not a resource.', { path: 'The path.', verb: 'The HTTP method in lower case.' }],
  NonResourceRule: [
    'Verbs on paths that are not resources.',
    { verbs: 'The verbs; "*" means all.', nonResourceURLs: 'The paths, where "*" may stand for the end.' },
  ],
  ResourceAttributes: [
    'A request for a resource.',
    {
      namespace: 'The namespace; empty for all namespaces, or where there are none.',
      verb: 'What is done: get, list, watch, create, update, patch, delete, deletecollection, proxy; "*" means all.',
      group: 'The group of the resource; "*" means all.',
      version: 'The version of the resource; "*" means all.',
      resource: 'The resource; "*" means all.',
      subresource: 'The subresource; empty for none.',
      name: 'The name of the object; empty for all.',
      fieldSelector: 'Limits the request by fields; an authorizer may ignore it and decide without.',
      labelSelector: 'Limits the request by labels; an authorizer may ignore it and decide without.',
    },
  ],
  ResourceRule: [
    'Verbs on resources.',
    {
      verbs: 'The verbs; "*" means all.',
      apiGroups: 'The groups; "*" means all.',
      resources: 'The resources, with subresources after a slash; "*" means all.',
      resourceNames: 'Only the objects of these names; all without it.',
    },
  ],
  SelfSubjectAccessReview: ['Asks whether the caller may do something.', { spec: 'The question.', status: 'The answer; filled in by the server.' }],
  SelfSubjectAccessReviewSpec: ['What the caller wants to do.', { resourceAttributes: RESOURCE, nonResourceAttributes: PATH }],
  SelfSubjectRulesReview: [
    'Asks what the caller may do in a namespace; a hint for tools, not for decisions.',
    { spec: 'The question.', status: 'The answer; filled in by the server.' },
  ],
  SelfSubjectRulesReviewSpec: ['The namespace in question.', { namespace: 'The namespace.' }],
  SubjectAccessReview: ['Asks whether somebody may do something.', { spec: 'The question.', status: 'The answer; filled in by the server.' }],
  SubjectAccessReviewSpec: [
    'Who wants to do what.',
    {
      resourceAttributes: RESOURCE,
      nonResourceAttributes: PATH,
      user: 'The user.',
      groups: 'The groups of the user.',
      extra: 'Whatever else the authenticator said of the user.',
      uid: 'The uid of the user.',
    },
  ],
  SubjectAccessReviewStatus: [
    'Whether it may be done.',
    {
      allowed: 'Whether it is allowed.',
      denied: 'Whether an authorizer said no, so that no other is asked; without it, nobody said yes.',
      reason: 'Why, for people.',
      evaluationError: 'What went wrong on the way; the answer may be right nonetheless.',
    },
  ],
  SubjectRulesReviewStatus: [
    'What may be done, as far as the authorizers can tell.',
    {
      resourceRules: 'What may be done with resources; the order says nothing.',
      nonResourceRules: 'What may be done with other paths; the order says nothing.',
      incomplete: 'Whether an authorizer could not list its rules.',
      evaluationError: 'What went wrong on the way.',
    },
  ],
});
