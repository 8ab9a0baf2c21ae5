/** What the types of the group storagemigration.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const storagemigrationDescriptions = (): Descriptions => ({
  StorageVersionMigration: ['Has all objects of a resource written anew, in the version that is stored now.'],
  StorageVersionMigrationSpec: ['What is migrated.', { resource: 'The group and the resource.' }],
  StorageVersionMigrationStatus: ['How far a migration has come.', { resourceVersion: 'The revision up to which objects are written anew.' }],
});
