import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';
import { type RuntimeConfig, servedDeclarations } from './runtime-config.ts';

const names = (config: RuntimeConfig): string[] =>
  servedDeclarations(BUILT_IN_RESOURCES, config).flatMap((each: ResourceDeclaration) =>
    each.versions.map((version) => `${version.group ?? each.group}/${version.version}/${each.resource}`),
  );

test('without settings everything built in is served', () => {
  assert.equal(servedDeclarations(BUILT_IN_RESOURCES, {}), BUILT_IN_RESOURCES);
});

test('the more exact key wins', () => {
  const served = names({ 'api/all': false, 'apps/v1': true, 'apps/v1/daemonsets': false, v1: true });
  assert.ok(served.includes('apps/v1/deployments'));
  assert.ok(!served.includes('apps/v1/daemonsets'));
  assert.ok(served.includes('/v1/pods'));
  assert.ok(!served.some((each) => each.startsWith('batch/')));
});

test('a key that names nothing refuses the start', () => {
  assert.throws(() => names({ 'nothing/v1': true }), /unknown api groups, versions or resources nothing\/v1/);
});
