/** Every control with an example that passes and one that does not, in every kind of container; versions; exceptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodSpec } from '../../apis/core/v1/objects.gen.ts';
import type { PodLike } from './check.ts';
import { detailsText, evaluate, reasonsText } from './evaluate.ts';
import { LATEST, type Level, type PolicyVersion, PRIVILEGED, policyOf } from './policy.ts';

type Fields = { readonly [field: string]: unknown };

const GOOD: Fields = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

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

/** Of a container: what is allowed, what is not, and the reason. */
const CONTAINER_CONTROLS: readonly (readonly [level: Level, reason: string, allowed: Fields, refused: Fields])[] = [
  ['baseline', 'privileged', { securityContext: { privileged: false } }, { securityContext: { privileged: true } }],
  [
    'baseline',
    'non-default capabilities',
    { securityContext: { capabilities: { add: ['CHOWN'] } } },
    { securityContext: { capabilities: { add: ['NET_RAW'] } } },
  ],
  ['baseline', 'hostPort', { ports: [{ containerPort: 80, hostPort: 0 }] }, { ports: [{ containerPort: 80, hostPort: 80 }] }],
  ['baseline', 'probe or lifecycle host', { livenessProbe: { httpGet: { port: 80 } } }, { livenessProbe: { httpGet: { port: 80, host: 'h' } } }],
  [
    'baseline',
    'probe or lifecycle host',
    { lifecycle: { preStop: { tcpSocket: { port: 80 } } } },
    { lifecycle: { preStop: { tcpSocket: { port: 80, host: 'h' } } } },
  ],
  [
    'baseline',
    'forbidden AppArmor profile',
    { securityContext: { appArmorProfile: { type: 'Localhost' } } },
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  ],
  [
    'baseline',
    'seLinuxOptions',
    { securityContext: { seLinuxOptions: { type: 'container_t' } } },
    { securityContext: { seLinuxOptions: { type: 'spc_t' } } },
  ],
  ['baseline', 'seLinuxOptions', { securityContext: { seLinuxOptions: { level: 's0' } } }, { securityContext: { seLinuxOptions: { role: 'r' } } }],
  ['baseline', 'procMount', { securityContext: { procMount: 'Default' } }, { securityContext: { procMount: 'Unmasked' } }],
  [
    'baseline',
    'seccompProfile',
    { securityContext: { seccompProfile: { type: 'Localhost' } } },
    { securityContext: { seccompProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'hostProcess', { securityContext: { windowsOptions: {} } }, { securityContext: { windowsOptions: { hostProcess: true } } }],
  ['restricted', 'allowPrivilegeEscalation != false', { securityContext: GOOD }, { securityContext: { ...GOOD, allowPrivilegeEscalation: true } }],
  [
    'restricted',
    'unrestricted capabilities',
    { securityContext: { ...GOOD, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } },
    { securityContext: { ...GOOD, capabilities: { drop: ['KILL'] } } },
  ],
  ['restricted', 'runAsNonRoot != true', { securityContext: GOOD }, { securityContext: { ...GOOD, runAsNonRoot: false } }],
  ['restricted', 'runAsUser=0', { securityContext: { ...GOOD, runAsUser: 1 } }, { securityContext: { ...GOOD, runAsUser: 0 } }],
  ['restricted', 'seccompProfile', { securityContext: GOOD }, { securityContext: { ...GOOD, seccompProfile: undefined } }],
];

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

/** Of the pod as a whole. */
const POD_CONTROLS: readonly (readonly [level: Level, reason: string, allowed: Fields, refused: Fields])[] = [
  ['baseline', 'host namespaces', { hostNetwork: false }, { hostNetwork: true }],
  ['baseline', 'host namespaces', { hostPID: false }, { hostPID: true }],
  ['baseline', 'host namespaces', { hostIPC: false }, { hostIPC: true }],
  ['baseline', 'hostPath volumes', { volumes: [{ name: 'v', nfs: {} }] }, { volumes: [{ name: 'v', hostPath: { path: '/' } }] }],
  [
    'baseline',
    'forbidden sysctls',
    { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } },
    { securityContext: { sysctls: [{ name: 'kernel.sem' }] } },
  ],
  [
    'baseline',
    'seccompProfile',
    { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    { securityContext: { seccompProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'seLinuxOptions', { securityContext: { seLinuxOptions: {} } }, { securityContext: { seLinuxOptions: { user: 'u' } } }],
  [
    'baseline',
    'forbidden AppArmor profile',
    { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'hostProcess', {}, { securityContext: { windowsOptions: { hostProcess: true } } }],
  ['restricted', 'runAsNonRoot != true', { securityContext: { runAsNonRoot: true } }, { securityContext: { runAsNonRoot: false } }],
  ['restricted', 'runAsUser=0', { securityContext: { runAsUser: 1000 } }, { securityContext: { runAsUser: 0 } }],
  [
    'restricted',
    'restricted volume types',
    { volumes: [{ name: 'v', image: { reference: 'r' } }, { name: 'w' }] },
    { volumes: [{ name: 'v', nfs: {} }] },
  ],
];

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
