/** Every control with an example that passes and one that does not, in every kind of container; versions; exceptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodSpec } from '../../../apis/core/v1/objects.gen.ts';
import type { PodLike } from './check.ts';
import { CONTAINER_CONTROLS, type Fields, GOOD, POD_CONTROLS } from './controls.fixture.ts';
import { detailsText, evaluate, reasonsText } from './evaluate.ts';
import { LATEST, type Level, type PolicyVersion, PRIVILEGED, policyOf } from './policy.ts';

const pod = (spec: Fields, annotations: { readonly [key: string]: string } = {}): PodLike => ({
  metadata: { annotations },
  spec: { containers: [{ name: 'c', securityContext: GOOD }], ...spec } as unknown as PodSpec,
});

function reasons(level: Level, of: PodLike, version: PolicyVersion = LATEST): string {
  return reasonsText(evaluate({ level, version }, of));
}

test('a modest pod passes everything', () => {
  assert.equal(reasons('restricted', pod({})), '');
  assert.deepEqual(evaluate(PRIVILEGED, pod({ hostPID: true })), []);
});

for (const kind of ['containers', 'initContainers', 'ephemeralContainers']) {
  test(`every control looks at ${kind}`, () => {
    for (const [level, reason, allowed, refused] of CONTAINER_CONTROLS) {
      const of = (fields: Fields): PodLike => pod({ [kind]: [{ name: 'x', ...fields }] });
      assert.equal(reasons(level, of(allowed)), '', `${level} ${reason} ${JSON.stringify(allowed)}`);
      assert.equal(reasons(level, of(refused)), reason, JSON.stringify(refused));
      assert.match(detailsText(evaluate({ level, version: LATEST }, of(refused))), /container "x"/);
    }
  });
}

test('every control of the pod as a whole', () => {
  for (const [level, reason, allowed, refused] of POD_CONTROLS) {
    assert.equal(reasons(level, pod(allowed)), '', JSON.stringify(allowed));
    assert.equal(reasons(level, pod(refused)), reason, JSON.stringify(refused));
  }
});

test('what a pod says holds for containers that say nothing', () => {
  const silent = [{ name: 'c', securityContext: { ...GOOD, runAsNonRoot: undefined, seccompProfile: undefined } }];
  assert.equal(reasons('restricted', pod({ containers: silent })), 'runAsNonRoot != true, seccompProfile');
  assert.equal(
    reasons('restricted', pod({ containers: silent, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } })),
    '',
  );
});

test('Windows knows little of it, and root in a user namespace is nobody outside', () => {
  const bare = { containers: [{ name: 'c' }], securityContext: { runAsNonRoot: true } };
  assert.equal(reasons('restricted', pod({ ...bare, os: { name: 'windows' } })), '');
  assert.notEqual(reasons('restricted', pod({ ...bare, os: { name: 'windows' } }), 24), '');
  const root = {
    hostUsers: false,
    securityContext: { runAsUser: 0 },
    containers: [{ name: 'c', securityContext: { ...GOOD, runAsNonRoot: undefined } }],
  };
  assert.equal(reasons('restricted', pod(root)), '');
  assert.equal(reasons('restricted', pod(root), 34), 'runAsNonRoot != true, runAsUser=0');
  const unmasked = { hostUsers: false, containers: [{ name: 'c', securityContext: { ...GOOD, procMount: 'Unmasked' } }] };
  assert.equal(reasons('baseline', pod(unmasked)), '');
  assert.equal(reasons('restricted', pod(unmasked)), 'procMount');
});

test('a version has the controls of its time', () => {
  const host = pod({ containers: [{ name: 'c', securityContext: GOOD, livenessProbe: { httpGet: { port: 1, host: 'h' } } }] });
  assert.equal(reasons('baseline', host, 33), '');
  assert.equal(reasons('baseline', host, 34), 'probe or lifecycle host');
  assert.equal(reasons('baseline', host, 99), 'probe or lifecycle host');
  const reserved = pod({ securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports' }] } });
  assert.equal(reasons('baseline', reserved, 26), 'forbidden sysctls');
  assert.equal(reasons('baseline', reserved, 27), '');
  const annotated = pod({}, { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' });
  assert.equal(
    detailsText(evaluate({ level: 'baseline', version: 18 }, annotated)),
    'seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")',
  );
  assert.equal(reasons('baseline', annotated, 19), '');
});

test('labels say the policy; enforce implies warn; what cannot be read is told', () => {
  const defaults = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED };
  const read = (labels: { readonly [key: string]: string }) => policyOf(labels, defaults);
  const label = (name: string): string => `pod-security.kubernetes.io/${name}`;
  assert.deepEqual(read({ [label('enforce')]: 'baseline', [label('enforce-version')]: 'v1.30' }).policy, {
    enforce: { level: 'baseline', version: 30 },
    audit: PRIVILEGED,
    warn: { level: 'baseline', version: 30 },
  });
  const { policy, errors } = read({ [label('enforce')]: 'strict', [label('warn-version')]: 'v1.01', [label('audit')]: 'y' });
  assert.deepEqual([policy.enforce.level, policy.audit.level], ['restricted', 'privileged']);
  assert.deepEqual(
    errors.errors.map(({ field, body }) => `${field}: ${body}`),
    [
      'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
      'metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "y": must be one of privileged, baseline, restricted',
      'metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "v1.01": must be "latest" or "v1.x"',
    ],
  );
});
