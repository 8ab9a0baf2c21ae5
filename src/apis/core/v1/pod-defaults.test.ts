import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { pullPolicyOf } from './images.ts';
import { defaultPodTemplate, setPodDefaults } from './pod-defaults.ts';

function defaulted(spec: object, rest: Partial<KubeObject> = {}): { [field: string]: unknown } {
  const object: KubeObject = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p' }, spec, ...rest };
  setPodDefaults(object);
  return object.spec as { [field: string]: unknown };
}

const CONTAINER = {
  name: 'c',
  image: 'app:1',
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

test('a minimal pod gets what upstream gives it, and no more', () => {
  assert.deepEqual(defaulted({ containers: [{ name: 'c', image: 'app:1' }] }), {
    containers: [CONTAINER],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
  });
});

test('what is set stays, a grace period of zero included', () => {
  const spec = defaulted({ restartPolicy: 'Never', terminationGracePeriodSeconds: 0, enableServiceLinks: false, securityContext: { runAsUser: 0 } });
  assert.equal(spec.restartPolicy, 'Never');
  assert.equal(spec.terminationGracePeriodSeconds, 0);
  assert.equal(spec.enableServiceLinks, false);
  assert.deepEqual(spec.securityContext, { runAsUser: 0 });
});

test('defaulting twice changes nothing more', () => {
  const spec = { containers: [{ name: 'c', image: 'app', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } }], hostNetwork: true };
  const once = structuredClone(defaulted(spec));
  assert.deepEqual(defaulted(spec), once);
});

test('a template gets no links, host ports or requests: they come with its pods', () => {
  const template = {
    spec: { hostNetwork: true, containers: [{ name: 'c', image: 'app:1', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } }] },
  };
  defaultPodTemplate(template);
  assert.deepEqual(template.spec.containers, [
    { ...CONTAINER, ports: [{ containerPort: 80, protocol: 'TCP' }], resources: { limits: { cpu: '1' } } },
  ]);
  assert.equal('enableServiceLinks' in template.spec, false);
});

test('ports on the host network are ports of the host, and limits are reserved', () => {
  const [container] = defaulted({
    hostNetwork: true,
    containers: [
      { name: 'c', image: 'app:1', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } },
    ],
  }).containers as [{ ports: unknown; resources: unknown }];
  assert.deepEqual(container.ports, [{ containerPort: 80, protocol: 'TCP', hostPort: 80 }]);
  assert.deepEqual(container.resources, { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } });
});

test('the two names of the service account follow each other', () => {
  assert.equal(defaulted({ serviceAccount: 'old' }).serviceAccountName, 'old');
  assert.equal(defaulted({ serviceAccount: 'old', serviceAccountName: 'new' }).serviceAccount, 'new');
});

test('probes, environment and volumes have defaults of their own', () => {
  const [container] = defaulted({
    containers: [
      {
        name: 'c',
        livenessProbe: { grpc: { port: 1 } },
        readinessProbe: { httpGet: { port: 1 } },
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }],
      },
    ],
  }).containers as [{ livenessProbe: unknown; readinessProbe: unknown; env: unknown }];
  const times = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  assert.deepEqual(container.livenessProbe, { grpc: { port: 1, service: '' }, ...times });
  assert.deepEqual(container.readinessProbe, { httpGet: { port: 1, path: '/', scheme: 'HTTP' }, ...times });
  assert.deepEqual(container.env, [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x', apiVersion: 'v1' } } }]);
  const { volumes } = defaulted({
    volumes: [
      { name: 'bare' },
      { name: 's', secret: {} },
      { name: 'h', hostPath: { path: '/' } },
      { name: 'p', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } },
    ],
  });
  assert.deepEqual(volumes, [
    { name: 'bare', emptyDir: {} },
    { name: 's', secret: { defaultMode: 0o644 } },
    { name: 'h', hostPath: { path: '/', type: '' } },
    { name: 'p', projected: { defaultMode: 0o644, sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 3600 } }] } },
  ]);
});

test('a pod that is limited as a whole asks for what its containers need together', () => {
  const spec = defaulted({
    resources: { limits: { cpu: '2', memory: '1Gi' } },
    initContainers: [{ name: 'i', resources: { requests: { cpu: '1500m' } } }],
    containers: [
      { name: 'a', resources: { requests: { cpu: '500m' } } },
      { name: 'b', resources: { requests: { cpu: '500m' } } },
    ],
  });
  assert.deepEqual(spec.resources, { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1500m', memory: '1Gi' } });
});

test('amounts finer than a thousandth are rounded up, others keep their text', () => {
  const [container] = defaulted({ containers: [{ name: 'c', resources: { requests: { cpu: '100u', memory: '007' } } }] }).containers as [
    { resources: { requests: { cpu: string; memory: string } } },
  ];
  assert.equal(container.resources.requests.cpu, '1m');
  assert.equal(container.resources.requests.memory, '007');
});

test('one address and a list of addresses follow each other', () => {
  const status: { podIP?: string; podIPs?: { ip: string }[] } = { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.9' }] };
  defaulted({}, { status });
  assert.deepEqual(status.podIPs, [{ ip: '10.0.0.1' }]);
  const listed: { podIP?: string; podIPs: { ip: string }[] } = { podIPs: [{ ip: '10.0.0.9' }, { ip: '::1' }] };
  defaulted({}, { status: listed });
  assert.equal(listed.podIP, '10.0.0.9');
});

test('moving tags are pulled each time, pinned images once', () => {
  for (const image of ['app', 'app:latest', 'localhost:5000/app', 'registry.example/team/app:latest', '[::1]:5000/app']) {
    assert.equal(pullPolicyOf(image), 'Always', image);
  }
  for (const image of ['app:1', 'localhost:5000/app:1', `app@sha256:${'a'.repeat(64)}`, 'not an image', 'UPPER', '', undefined]) {
    assert.equal(pullPolicyOf(image), 'IfNotPresent', String(image));
  }
});

test('what could be the id of an image, and a name that is too long, is no moving tag', () => {
  assert.equal(pullPolicyOf('a'.repeat(64)), 'IfNotPresent');
  assert.equal(pullPolicyOf('a'.repeat(237)), 'Always');
  assert.equal(pullPolicyOf('a'.repeat(238)), 'IfNotPresent');
  assert.equal(pullPolicyOf(`localhost/${'a'.repeat(245)}`), 'Always');
  assert.equal(pullPolicyOf(`localhost/${'a'.repeat(246)}:latest`), 'IfNotPresent');
});
