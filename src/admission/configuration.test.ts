import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AdmissionConfigurationError,
  eventRateLimitConfiguration,
  podSecurityConfiguration,
  podTolerationRestrictionConfiguration,
  resourceQuotaConfiguration,
} from './configuration.ts';

const POD_SECURITY = { apiVersion: 'pod-security.admission.config.k8s.io/v1', kind: 'PodSecurityConfiguration' };
const EVENTS = { apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1', kind: 'Configuration' };

/** The one line of the refusal. */
function refusal(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    assert.ok(error instanceof AdmissionConfigurationError);
    return error.message;
  }
}

test('a configuration of another kind refuses the start', () => {
  const kindless = { defaults: { enforce: 'restricted' } };
  assert.equal(
    refusal(() => podSecurityConfiguration(kindless)),
    'admission plugin PodSecurity: configuration: must be pod-security.admission.config.k8s.io/*, Kind=PodSecurityConfiguration',
  );
  assert.match(
    refusal(() => eventRateLimitConfiguration({ ...POD_SECURITY, limits: [] })),
    /must be eventratelimit/,
  );
  assert.match(
    refusal(() => podTolerationRestrictionConfiguration({ kind: 'Configuration' })),
    /must be podtolerationrestriction/,
  );
  assert.match(
    refusal(() => resourceQuotaConfiguration({ limitedResources: [] })),
    /must be apiserver\.config\.k8s\.io\/v1, Kind=Res/,
  );
  for (const named of [
    { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'ResourceQuotaConfiguration' },
    { apiVersion: 'resourcequota.admission.k8s.io/v1beta1', kind: 'Configuration' },
  ])
    assert.deepEqual(resourceQuotaConfiguration(named), []);
});

test('a misspelt field of pod security refuses the start, instead of leaving pods unchecked', () => {
  const read = (fields: object): string => refusal(() => podSecurityConfiguration({ ...POD_SECURITY, ...fields }));
  const start = 'admission plugin PodSecurity: configuration';
  assert.equal(read({ defaults: { enforce: 'baseline', 'warn-version': 'v1.30' } }), '');
  assert.equal(read({ default: { enforce: 'baseline' } }), `${start}: unknown field "default"`);
  assert.equal(read({ defaults: { enforced: 'baseline' } }), `${start}.defaults: unknown field "enforced"`);
  assert.equal(read({ exemptions: { users: [] } }), `${start}.exemptions: unknown field "users"`);
  assert.equal(read({ exemptions: { namespaces: ['a', 'a'] } }), `${start}.exemptions.namespaces[1]: must be listed once`);
  assert.equal(read({ exemptions: { namespaces: ['A_'] } }), `${start}.exemptions.namespaces[0]: must be a name`);
  assert.equal(read({ exemptions: { usernames: [''] } }), `${start}.exemptions.usernames[0]: must be a name`);
});

test('a limiter of events that limits nothing refuses the start', () => {
  const read = (...limits: readonly object[]): string => refusal(() => eventRateLimitConfiguration({ ...EVENTS, limits }));
  assert.match(
    refusal(() => eventRateLimitConfiguration(undefined)),
    /limits: must be a list that is not empty$/,
  );
  assert.equal(read({ type: 'Server', qps: 1, burst: 1 }), '');
  assert.match(read({ type: 'Cluster', qps: 1, burst: 1 }), /limits\[0\]\.type: must be one of Namespace, Server, SourceAndObject, User$/);
  assert.match(read({ type: 'User', qps: 0, burst: 1 }), /limits\[0\]\.qps: must be positive$/);
  assert.match(read({ type: 'User', qps: 1, burst: 1, cacheSize: -1 }), /limits\[0\]\.cacheSize: must be zero or positive$/);
});
