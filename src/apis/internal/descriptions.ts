/** What the types of the group internal.apiserver.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const internalDescriptions = (): Descriptions => ({
  ServerStorageVersion: [
    'How one server stores a resource.',
    {
      apiServerID: 'The server.',
      encodingVersion: 'The version in which it stores objects.',
      decodableVersions: 'The versions that it can read from the store.',
      servedVersions: 'The versions that it serves.',
    },
  ],
  StorageVersion: ['In which versions the servers store a resource; its name is <group>.<resource>.'],
  StorageVersionCondition: ['One aspect of the state of a storage version.'],
  StorageVersionSpec: ['Nothing: a storage version is all status.'],
  StorageVersionStatus: [
    'How the servers store a resource.',
    {
      storageVersions: 'How each server stores it.',
      commonEncodingVersion: 'The version in which all of them store it, if there is one.',
    },
  ],
});
