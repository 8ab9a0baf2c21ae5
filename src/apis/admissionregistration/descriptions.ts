/** What the types of the group admissionregistration.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const POLICY_NAME = 'The policy; a binding to one that does not exist does nothing.';
const PARAM_REF = 'The parameters that the policy gets.';
const PARAM_KIND = 'The kind of the parameters that bindings give; none without it.';
const CONSTRAINTS = 'The requests that the policy is about.';
const CONDITIONS = 'Expressions that must all be true of a request, before anything else is asked.';
const VARIABLES = 'Expressions that later ones can use as variables.<name>.';
const FAILURE = 'What an error means: Fail (default) refuses the request, Ignore goes on.';
const REINVOCATION = 'Whether it is asked again when others have changed the object after it: Never (default) or IfNeeded.';

const WEBHOOK: Readonly<Record<string, string>> = {
  name: 'Its name, a domain name that is unique in the configuration.',
  clientConfig: 'How it is reached.',
  rules: 'The requests that it is asked about; its own configurations never are.',
  failurePolicy: 'What it means if it cannot be asked: Fail (default) refuses the request, Ignore goes on.',
  matchPolicy: 'Whether rules match requests for other versions of the resource: Equivalent (default) or Exact.',
  namespaceSelector: 'Only objects in namespaces with these labels.',
  objectSelector: 'Only objects with these labels, before or after the change.',
  sideEffects: 'What it does beside answering: None, or NoneOnDryRun.',
  timeoutSeconds: 'For how many seconds it is waited for, 1 to 30; 10 by default.',
  admissionReviewVersions: 'The versions of AdmissionReview that it understands, the best first.',
  matchConditions: CONDITIONS,
};

export const admissionregistrationDescriptions = (): Descriptions => ({
  ApplyConfiguration: [
    'A change that is written as the fields that the object should have.',
    { expression: 'CEL that makes the fields, as an Object{...}; they are merged as server-side apply does.' },
  ],
  AuditAnnotation: [
    'An annotation of the audit event.',
    { key: 'The end of its key; the name of the policy stands before it.', valueExpression: 'CEL that makes its value; none is added for null.' },
  ],
  ExpressionWarning: [
    'Something odd about an expression.',
    { fieldRef: 'The path of the expression.', warning: 'What the type checker says, for people.' },
  ],
  JSONPatch: ['A change that is written as JSON Patch.', { expression: 'CEL that makes a list of JSONPatch{...} operations.' }],
  MatchCondition: [
    'An expression that must be true of a request.',
    { name: 'Its name, unique in the list; it stands in messages.', expression: 'CEL that is true or false.' },
  ],
  MatchResources: [
    'Which requests a policy or a binding is about.',
    {
      namespaceSelector: 'Only objects in namespaces with these labels.',
      objectSelector: 'Only objects with these labels, before or after the change.',
      resourceRules: 'The operations and resources, any of these.',
      excludeResourceRules: 'Operations and resources that are left out.',
      matchPolicy: 'Whether rules match requests for other versions of the resource: Equivalent (default) or Exact.',
    },
  ],
  MutatingAdmissionPolicy: ['Changes objects as they are written, by expressions.'],
  MutatingAdmissionPolicyBinding: ['Puts a mutating policy to work, with parameters and within limits.'],
  MutatingAdmissionPolicyBindingSpec: [
    'Which policy works where.',
    { policyName: POLICY_NAME, paramRef: PARAM_REF, matchResources: 'Only these of the requests that the policy is about.' },
  ],
  MutatingAdmissionPolicySpec: [
    'What a policy changes, and when.',
    {
      paramKind: PARAM_KIND,
      matchConstraints: CONSTRAINTS,
      variables: VARIABLES,
      mutations: 'The changes, made in order.',
      failurePolicy: FAILURE,
      matchConditions: CONDITIONS,
      reinvocationPolicy: REINVOCATION,
    },
  ],
  MutatingWebhook: ['A server that may change objects as they are written.', { ...WEBHOOK, reinvocationPolicy: REINVOCATION }],
  MutatingWebhookConfiguration: ['Servers that may change objects as they are written.', { webhooks: 'The webhooks.' }],
  Mutation: [
    'One change.',
    {
      patchType: 'ApplyConfiguration or JSONPatch; the field of this name is set.',
      applyConfiguration: 'The change as fields.',
      jsonPatch: 'The change as JSON Patch.',
    },
  ],
  NamedRuleWithOperations: [
    'Operations on resources, or on some of their objects.',
    { resourceNames: 'Only the objects of these names; all without it.' },
  ],
  ParamKind: ['The kind of parameters.', { apiVersion: 'The group and version.', kind: 'The kind.' }],
  ParamRef: [
    'Which objects are the parameters: by name or by labels.',
    {
      name: 'The object of this name; not together with selector.',
      namespace: 'The namespace of the parameters; that of the request by default.',
      selector: 'All objects with these labels; not together with name.',
      parameterNotFoundAction: 'What it means if there are none: Allow or Deny.',
    },
  ],
  Rule: [
    'Resources.',
    {
      apiGroups: 'The groups; "*" means all.',
      apiVersions: 'The versions; "*" means all.',
      resources: 'The resources, with subresources after a slash ("pods/*", "*/scale"); "*" means all but subresources.',
      scope: 'Cluster, Namespaced or "*" (default).',
    },
  ],
  RuleWithOperations: ['Operations on resources.', { operations: 'CREATE, UPDATE, DELETE, CONNECT; "*" means all.' }],
  ServiceReference: [
    'Points at a service.',
    { namespace: 'Its namespace.', name: 'Its name.', path: 'The path of the requests to it.', port: 'The port of the service; 443 by default.' },
  ],
  TypeChecking: ['What the type checker says of a policy.', { expressionWarnings: 'What is odd, for each expression.' }],
  ValidatingAdmissionPolicy: ['Refuses requests, or warns of them, by expressions.'],
  ValidatingAdmissionPolicyBinding: ['Puts a validating policy to work, with parameters and within limits.'],
  ValidatingAdmissionPolicyBindingSpec: [
    'Which policy works where, and with what effect.',
    {
      policyName: POLICY_NAME,
      paramRef: PARAM_REF,
      matchResources: 'Only these of the requests that the policy is about.',
      validationActions: 'What a failed validation does: Deny, Warn, Audit; not Deny and Warn at once.',
    },
  ],
  ValidatingAdmissionPolicySpec: [
    'What a policy asks, and when.',
    {
      paramKind: PARAM_KIND,
      matchConstraints: CONSTRAINTS,
      validations: 'The expressions that must be true.',
      failurePolicy: FAILURE,
      auditAnnotations: 'Annotations of the audit event.',
      matchConditions: CONDITIONS,
      variables: VARIABLES,
    },
  ],
  ValidatingAdmissionPolicyStatus: ['What is known of a policy.', { typeChecking: 'What the type checker says of it.' }],
  ValidatingWebhook: ['A server that may refuse requests.', WEBHOOK],
  ValidatingWebhookConfiguration: ['Servers that may refuse requests.', { webhooks: 'The webhooks.' }],
  Validation: [
    'An expression that must be true.',
    {
      expression: 'CEL that is true or false; it knows object, oldObject, request, params, namespaceObject, variables and authorizer.',
      message: 'What is said if it is false.',
      reason: 'The reason of the refusal: Unauthorized, Forbidden, Invalid (default) or RequestEntityTooLarge.',
      messageExpression: 'CEL that makes the message, where a fixed one is not enough.',
    },
  ],
  Variable: [
    'An expression with a name.',
    { name: 'The name, by which later expressions use it.', expression: 'CEL that makes its value, at the first use.' },
  ],
  WebhookClientConfig: [
    'How a webhook is reached: exactly one of url and service.',
    {
      url: 'Its address, which begins with https://.',
      service: 'A service in the cluster.',
      caBundle: "Certificates in PEM that its certificate is checked with; the system's by default.",
    },
  ],
});
