import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { addressWarnings } from './addresses.ts';
import { podWarnings, type WarnedPodSpec } from './pods.ts';
import { secretWarnings } from './secrets.ts';
import { serviceWarnings } from './services.ts';

const container = (fields: object): WarnedPodSpec => ({ containers: [{ name: 'main', ...fields }] });

test('an ordinary pod is warned of nothing', () => {
  const spec = container({ ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }], resources: { limits: { memory: '1Gi' } } });
  assert.deepEqual(podWarnings({ ...spec, nodeSelector: { 'kubernetes.io/os': 'linux' } }, { any: 'thing' }), []);
});

test('a template is warned of at its own path', () => {
  const at = FieldPath.root('spec').child('template');
  const annotations = { 'container.apparmor.security.beta.kubernetes.io/main': 'unconfined' };
  assert.deepEqual(podWarnings({ ...container({}), nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }, annotations, at), [
    'spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    'spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]: deprecated since v1.30; use the "appArmorProfile" field instead',
  ]);
});

test('a variable may build on the one that it replaces, but not hide it', () => {
  const env = (...values: (string | undefined)[]): readonly string[] =>
    podWarnings(container({ env: values.map((value) => ({ name: 'A', ...(value === undefined ? {} : { value }) })) }), undefined);
  assert.deepEqual(env('x', '$(A)y'), []);
  for (const hiding of ['y', '$(A)', undefined]) {
    assert.deepEqual(env('x', hiding), ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply']);
  }
});

test('ports that share an address are duplicates, overlap, or are ambiguous', () => {
  const ports = (...list: object[]): readonly string[] =>
    podWarnings(container({ ports: list.map((each) => ({ containerPort: 80, protocol: 'TCP', ...each })) }), undefined);
  const second = (how: string): string[] => [`spec.containers[0].ports[1]: ${how} port definition with spec.containers[0].ports[0]`];
  assert.deepEqual(ports({}, {}), second('duplicate'));
  assert.deepEqual(ports({}, { hostPort: 80 }), second('overlapping'));
  assert.deepEqual(ports({ hostPort: 80 }, { hostPort: 80, hostIP: '1.2.3.4' }), second('dangerously ambiguous'));
  assert.deepEqual(ports({ hostPort: 80 }, { hostPort: 81 }), []);
  assert.deepEqual(ports({ hostIP: '1.2.3.4' }), [
    'spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.2.3.4}',
  ]);
});

test('an address of IPv6 has one form', () => {
  const text = 'IPv6 address "2001:db8:0:0::2" should be in RFC 5952 canonical format ("2001:db8::2")';
  const addresses = ['1.2.3.4', '2001:db8::2', '2001:db8:0:0::2'];
  assert.deepEqual(podWarnings({ dnsConfig: { nameservers: addresses }, hostAliases: addresses.map((ip) => ({ ip })) }, undefined), [
    `spec.dnsConfig.nameservers[2]: ${text}`,
    `spec.hostAliases[2].ip: ${text}`,
  ]);
  assert.deepEqual(addressWarnings('::ffff:1.2.3.4', FieldPath.root('ip')), [
    'ip: non-standard IP address "::ffff:1.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
  ]);
});

test('files of a volume may not lie on or under each other', () => {
  const sources = [
    { secret: { name: 's', items: [{ path: 'x' }] } },
    { configMap: { name: 'c', items: [{ path: 'x/z' }] } },
    { serviceAccountToken: { path: 'xy' } },
  ];
  assert.deepEqual(podWarnings({ volumes: [{ name: 'v', projected: { sources } }] }, undefined), [
    'volume "v" (Projected): overlapping paths: "x/z" (ConfigMap "c") with "x" (Secret "s")',
  ]);
});

test('bytes come in whole numbers', () => {
  assert.deepEqual(podWarnings(container({ resources: { limits: { memory: '1500m', cpu: '1500m' } } }), undefined), [
    'spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
  ]);
});

test('services and secrets have their own', () => {
  const object = (fields: object): KubeObject => ({ kind: 'X', apiVersion: 'v1', metadata: {}, ...fields });
  assert.deepEqual(serviceWarnings(object({ spec: { type: 'ClusterIP', externalName: 'a' } })), [
    'spec.externalName is ignored when spec.type is not "ExternalName"',
  ]);
  assert.deepEqual(secretWarnings(object({ type: 'kubernetes.io/tls', data: { 'tls.crt': 'bm90IGEgY2VydGlmaWNhdGU=' } })), [
    'tls: failed to find any PEM data in certificate input',
  ]);
  assert.deepEqual(secretWarnings(object({ type: 'Opaque' })), []);
});
