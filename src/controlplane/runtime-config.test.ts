import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';
import { type RuntimeConfig, servedDeclarations } from './runtime-config.ts';

const serve = (config: RuntimeConfig, ...gates: readonly string[]): readonly ResourceDeclaration[] =>
  servedDeclarations(BUILT_IN_RESOURCES, { config, featureEnabled: (gate) => gates.includes(gate) });

const names = (config: RuntimeConfig, ...gates: readonly string[]): string[] =>
  serve(config, ...gates).flatMap((each) =>
    each.versions
      .filter((version) => version.served !== false)
      .map((version) => `${version.group ?? each.group}/${version.version}/${each.resource}`),
  );

test('without settings the stable versions are served', () => {
  const served = names({});
  assert.ok(served.includes('apps/v1/deployments'));
  assert.ok(served.includes('networking.k8s.io/v1/ipaddresses'));
  assert.deepEqual(
    served.filter((each) => /alpha|beta/.test(each)),
    [],
  );
});

test('a stage is switched on as a whole', () => {
  const served = names({ 'api/beta': true });
  assert.ok(served.includes('networking.k8s.io/v1beta1/ipaddresses'));
  assert.ok(served.includes('coordination.k8s.io/v1beta1/leasecandidates'));
  assert.ok(!served.includes('coordination.k8s.io/v1alpha2/leasecandidates'));
});

test('a single resource of a version is switched on alone', () => {
  const served = names({ 'networking.k8s.io/v1beta1/servicecidrs': true });
  assert.ok(served.includes('networking.k8s.io/v1beta1/servicecidrs'));
  assert.ok(!served.includes('networking.k8s.io/v1beta1/ipaddresses'));
});

test('kinds of a feature wait for its gate', () => {
  assert.ok(!names({ 'api/all': true }).includes('certificates.k8s.io/v1beta1/clustertrustbundles'));
  assert.ok(names({ 'api/all': true }, 'ClusterTrustBundle').includes('certificates.k8s.io/v1beta1/clustertrustbundles'));
});

test('the more exact key wins', () => {
  const served = names({ 'api/all': false, 'apps/v1': true, 'apps/v1/daemonsets': false });
  assert.ok(served.includes('apps/v1/deployments'));
  assert.ok(!served.includes('apps/v1/daemonsets'));
  assert.ok(!served.some((each) => each.startsWith('batch/')));
});

test('what is off stays known for stored objects and owned fields', () => {
  const addresses = serve({ 'networking.k8s.io/v1': false, 'networking.k8s.io/v1beta1': true }).find((each) => each.resource === 'ipaddresses');
  assert.deepEqual(
    addresses?.versions.map(({ version, served }) => [version, served ?? true]),
    [
      ['v1', false],
      ['v1beta1', true],
    ],
  );
});

test('keys that name nothing refuse the start', () => {
  const refused: readonly (readonly [RuntimeConfig, string])[] = [
    [{ 'api/all': false }, 'invalid key with only api/all=false'],
    [{ v1: true }, 'runtime-config invalid key v1'],
    [{ 'a/b/c/d': true }, 'runtime-config invalid key a/b/c/d'],
    [{ 'nothing/v1': true, 'api/v1': true }, 'unknown api groups api,nothing'],
    [{ 'apps/v7': true }, 'group version apps/v7 that has not been registered'],
  ];
  for (const [config, message] of refused) assert.throws(() => names(config), { message });
});

test('a version that exists but is served no more is no mistake', () => {
  assert.doesNotThrow(() => names({ 'apps/v1beta1': true, 'apps/v1/nothing': true }));
});
