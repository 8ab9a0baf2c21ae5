/** What the types of the group admission.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const admissionDescriptions = (): Descriptions => ({
  AdmissionRequest: [
    'A request that a webhook is asked about.',
    {
      uid: 'Tells this call from others.',
      kind: 'The kind of the object, as the webhook sees it.',
      resource: 'The resource, as the webhook sees it.',
      subResource: 'The subresource, as the webhook sees it.',
      requestKind: 'The kind of the object, as the client sent it.',
      requestResource: 'The resource, as the client sent it.',
      requestSubResource: 'The subresource, as the client sent it.',
      name: 'The name of the object; may be empty for one that is being created.',
      namespace: 'The namespace of the object.',
      operation: 'CREATE, UPDATE, DELETE or CONNECT.',
      userInfo: 'Who makes the request.',
      object: 'The object after the change.',
      oldObject: 'The object before the change.',
      dryRun: 'Whether nothing will be stored.',
      options: 'The options of the operation.',
    },
  ],
  AdmissionResponse: [
    'What a webhook says.',
    {
      uid: 'The uid of the request.',
      allowed: 'Whether the request may go on.',
      status: 'Why not.',
      patch: 'Changes to the object.',
      patchType: 'The format of the changes: JSONPatch.',
      auditAnnotations: 'Annotations of the audit event.',
      warnings: 'Warnings for the client.',
    },
  ],
  AdmissionReview: ['A call to an admission webhook.', { request: 'The question.', response: 'The answer.' }],
});
