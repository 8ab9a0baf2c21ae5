/** What the types of the group apidiscovery.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const apidiscoveryDescriptions = (): Descriptions => ({
  APIGroupDiscovery: ['A group, its versions and their resources.', { versions: 'The versions, the best first.' }],
  APIResourceDiscovery: [
    'A resource.',
    {
      resource: 'The plural name, as in paths.',
      responseKind: 'The kind of its objects.',
      scope: 'Cluster or Namespaced.',
      singularResource: 'The singular name, for command lines.',
      verbs: 'What can be done with it.',
      shortNames: 'Abbreviations, for command lines.',
      categories: 'Groups of resources that it belongs to ("all").',
      subresources: 'Its subresources.',
    },
  ],
  APISubresourceDiscovery: [
    'A subresource.',
    {
      subresource: 'Its name, as in paths.',
      responseKind: 'The kind of its answers.',
      acceptedTypes: 'The kinds that it takes.',
      verbs: 'What can be done with it.',
    },
  ],
  APIVersionDiscovery: [
    'A version of a group.',
    { version: 'Its name.', resources: 'Its resources.', freshness: 'Current, or Stale if its server could not be asked.' },
  ],
});
