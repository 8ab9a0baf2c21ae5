/**
 * Where upstream keeps each kind, and in which version: a cluster's etcd can be handed over only when all of them agree. The hash that discovery
 * publishes is made of the version in the store, so it proves the version.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { BUILT_IN_RESOURCES } from '../resources.ts';

/** Prefixes that are not "/registry/<resource>/". */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['endpoints', '/registry/services/endpoints/'],
  ['services', '/registry/services/specs/'],
  ['nodes', '/registry/minions/'],
  ['replicationcontrollers', '/registry/controllers/'],
  ['ingresses', '/registry/ingress/'],
  ['customresourcedefinitions', '/registry/apiextensions.k8s.io/customresourcedefinitions/'],
  ['apiservices', '/registry/apiregistration.k8s.io/apiservices/'],
]);

/** Versions in the store that are not v1. */
const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['clustertrustbundles', 'v1beta1'],
  ['customresourcedefinitions', 'v1beta1'],
  ['devicetaintrules', 'v1alpha3'],
  ['horizontalpodautoscalers', 'v2'],
  ['leasecandidates', 'v1beta1'],
  ['mutatingadmissionpolicies', 'v1beta1'],
  ['mutatingadmissionpolicybindings', 'v1beta1'],
  ['podcertificaterequests', 'v1beta1'],
  ['podgroups', 'v1alpha2'],
  ['resourcepoolstatusrequests', 'v1alpha3'],
  ['storageversionmigrations', 'v1beta1'],
  ['storageversions', 'v1alpha1'],
  ['workloads', 'v1alpha2'],
]);

const AS_JSON = new Set(['customresourcedefinitions', 'apiservices']);

for (const declaration of BUILT_IN_RESOURCES.filter(({ storagePrefix }) => storagePrefix !== '')) {
  const { group, resource, kind } = declaration;
  test(`${resource}${group === '' ? '' : `.${group}`} lies where upstream puts it`, () => {
    assert.equal(declaration.storagePrefix, PREFIXES.get(resource) ?? `/registry/${resource}/`);
    const version = declaration.storedAs?.version ?? declaration.storageVersion;
    assert.equal(version, VERSIONS.get(resource) ?? 'v1');
    assert.equal(declaration.storedAsJson === true, AS_JSON.has(resource));
    const hash = createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
    assert.equal(declaration.storageVersionHash, hash);
  });
}
