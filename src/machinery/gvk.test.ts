import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions } from './gvk.ts';

test('stable versions come before beta and alpha ones, higher before lower, and what is no version last', () => {
  const versions = ['v1alpha1', 'foo', 'v10', 'v2beta1', 'v1', 'v11alpha2', 'v2', 'v2beta10', 'bar', 'v11beta1', 'v0', 'v1alpha10'];
  const sorted = ['v10', 'v2', 'v1', 'v11beta1', 'v2beta10', 'v2beta1', 'v11alpha2', 'v1alpha10', 'v1alpha1', 'bar', 'foo', 'v0'];
  assert.deepEqual(versions.sort(compareVersions), sorted);
});
