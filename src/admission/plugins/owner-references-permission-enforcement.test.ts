import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../machinery/object.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import { allowing, attributes, object, refusal } from '../admission.fixture.ts';
import { makeOwnerReferencesPermissionEnforcement } from './owner-references-permission-enforcement.ts';

test('owners are changed by those who may delete the object; deletions are blocked by those who may set finalizers of the owner', async () => {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'o', uid: '1' };
  const owned = (...ownerReferences: readonly object[]): KubeObject => ({
    ...object('ConfigMap', 'a'),
    metadata: { name: 'a', ownerReferences: ownerReferences as never },
  });
  const check = (authorizer: Authorizer, now: KubeObject, operation: 'CREATE' | 'UPDATE') =>
    refusal(
      makeOwnerReferencesPermissionEnforcement({
        authorizer,
        resourcesOf: (apiVersion) => (apiVersion === 'apps/v1' ? [{ group: 'apps', version: 'v1', resource: 'replicasets', namespaced: true }] : []),
      }),
      attributes({ operation, object: now, ...(operation === 'UPDATE' ? { oldObject: owned() } : {}) }),
    );
  assert.equal(await check(allowing(), owned(owner), 'CREATE'), undefined);
  assert.match((await check(allowing(), owned(owner), 'UPDATE')) ?? '', /cannot set an ownerRef on a resource you can't delete: , <nil>/);
  assert.equal(await check(allowing('delete configmaps a'), owned(owner), 'UPDATE'), undefined);
  const blocking = { ...owner, blockOwnerDeletion: true };
  assert.match((await check(allowing(), owned(blocking), 'CREATE')) ?? '', /a resource you can't set finalizers on: , <nil>/);
  assert.equal(await check(allowing('update replicasets/finalizers o'), owned(blocking), 'CREATE'), undefined);
  assert.match(
    (await check(allowing(), owned({ ...blocking, apiVersion: 'void.test/v1' }), 'CREATE')) ?? '',
    /no matches for kind "ReplicaSet" in version "void\.test\/v1"/,
  );
});
