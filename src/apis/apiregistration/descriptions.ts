/** What the types of the group apiregistration.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const apiregistrationDescriptions = (): Descriptions => ({
  APIService: ['A version of a group, and who serves it; its name is <version>.<group>.'],
  APIServiceCondition: ['One aspect of the state of an API service.'],
  APIServiceSpec: [
    'Who serves a version of a group.',
    {
      service: 'The service that requests go to; the server itself without it.',
      group: 'The group.',
      version: 'The version.',
      insecureSkipTLSVerify: "Whether the service's certificate goes unchecked; better not.",
      caBundle: "Certificates in PEM that the service's certificate is checked with; the system's by default.",
      groupPriorityMinimum: 'The place of the group among others: higher comes first.',
      versionPriority: 'The place of the version in its group: higher comes first.',
    },
  ],
  APIServiceStatus: ['Whether the version can be reached.'],
  ServiceReference: ['Points at a service.', { namespace: 'Its namespace.', name: 'Its name.', port: 'The port of the service; 443 by default.' }],
});
