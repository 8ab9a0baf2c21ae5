import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { addressWarnings, rangeWarnings } from './addresses.ts';
import { nodeWarnings, runtimeClassWarnings, storageCapacityWarnings, storageClassWarnings } from './nodes.ts';
import { podWarnings, type WarnedPodSpec } from './pods.ts';
import { quotaWarnings } from './quotas.ts';
import { secretWarnings } from './secrets.ts';
import { serviceStatusWarnings, serviceWarnings } from './services.ts';
import { endpointSliceWarnings, endpointsWarnings, networkPolicyWarnings } from './traffic.ts';
import { volumeWarnings } from './volumes.ts';

const object = (fields: object): KubeObject => ({ kind: 'X', apiVersion: 'v1', metadata: {}, ...fields });

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

test('a preference for nodes with labels that no node can have', () => {
  const preference = { matchExpressions: [{ key: 'zone', values: ['a', 'a b'] }] };
  const [warning, ...more] = podWarnings(
    { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ preference }] } } },
    undefined,
  );
  const at = 'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0]';
  assert.ok(warning?.startsWith(`${at}.values[1]: a b is invalid, a valid label must be an empty string or consist of `));
  assert.deepEqual(more, []);
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

test('a name of a port stands for the first that has it, of whatever container', () => {
  const named = { ports: [{ containerPort: 80, name: 'web' }] };
  const spec = { initContainers: [named], containers: [{ ports: [{ containerPort: 81, name: 'web' }] }] };
  const first = 'spec.initContainers[0].ports[0]';
  assert.deepEqual(podWarnings(spec, undefined), [
    `spec.containers[0].ports[0]: duplicate port name "web" with ${first}, services and probes that select ports by name will use ${first}`,
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
  assert.deepEqual(podWarnings({ volumes: [{ name: 'v', projected: { sources: [{}, ...sources] } }] }, undefined), [
    'volume "v" (Projected) has no sources provided',
    'volume "v" (Projected): overlapping paths: "x/z" (ConfigMap "c") with "x" (Secret "s")',
  ]);
  const certificates = [{ clusterTrustBundle: { signerName: 'b', path: 'x' } }, { podCertificate: { keyPath: 'k', credentialBundlePath: 'x/' } }];
  assert.deepEqual(podWarnings({ volumes: [{ name: 'v', projected: { sources: certificates } }] }, undefined), [
    'volume "v" (Projected): overlapping paths: "x" (PodCertificate credential bundle) with "x" (ClusterTrustBundle "b")',
  ]);
});

test('a source of unknown files is taken for the one before it, as upstream has it', () => {
  const sources = [{ secret: { name: 'all' } }, { serviceAccountToken: { path: 't' } }, { configMap: { name: 'all' } }];
  assert.deepEqual(podWarnings({ volumes: [{ name: 'v', projected: { sources } }] }, undefined), [
    'volume "v" (Projected): overlapping paths: "t" (ServiceAccountToken) with "t" (ServiceAccountToken)',
  ]);
});

test('bytes come in whole numbers', () => {
  assert.deepEqual(podWarnings(container({ resources: { limits: { memory: '1500m', cpu: '1500m' } } }), undefined), [
    'spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
  ]);
});

test('services and secrets have their own', () => {
  assert.deepEqual(serviceWarnings(object({ spec: { type: 'ClusterIP', externalName: 'a' } })), [
    'spec.externalName is ignored when spec.type is not "ExternalName"',
  ]);
  assert.deepEqual(secretWarnings(object({ type: 'kubernetes.io/tls', data: { 'tls.crt': 'bm90IGEgY2VydGlmaWNhdGU=' } })), [
    'tls: failed to find any PEM data in certificate input',
  ]);
  assert.deepEqual(secretWarnings(object({ type: 'Opaque' })), []);
});

test('a range may be ambiguous, not standard, or not canonical', () => {
  const warnings = (text: string): readonly string[] => rangeWarnings(text, FieldPath.root('cidr'));
  const old = (text: string, use: string): string =>
    `cidr: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${use}"`;
  const ambiguous = (text: string): string => `cidr: CIDR value "${text}" is ambiguous in this context (should be "1.2.3.0/24" or "1.2.3.8/32"?)`;
  assert.deepEqual(['1.2.3.0/24', '2001:db8::/64', 'junk'].flatMap(warnings), []);
  assert.deepEqual(warnings('1.2.3.8/24'), [ambiguous('1.2.3.8/24')]);
  assert.deepEqual(warnings('1.2.03.8/24'), [ambiguous('1.2.03.8/24'), old('1.2.03.8/24', '1.2.3.0/24')]);
  assert.deepEqual(warnings('1.2.3.0/024'), [old('1.2.3.0/024', '1.2.3.0/24')]);
  assert.deepEqual(warnings('::ffff:1.2.3.0/120'), [old('::ffff:1.2.3.0/120', '1.2.3.0/24')]);
  assert.deepEqual(warnings('2001:db8:0::/64'), ['cidr: IPv6 CIDR value "2001:db8:0::/64" should be in RFC 5952 canonical format ("2001:db8::/64")']);
});

test('a headless service ignores what needs an address', () => {
  const spec = { type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'], sessionAffinity: 'ClientIP', externalIPs: ['1.2.3.4'] };
  assert.deepEqual(serviceWarnings(object({ spec })), [
    'spec.externalIPs is ignored for headless services',
    'spec.SessionAffinity is ignored for headless services',
  ]);
  assert.deepEqual(serviceWarnings(object({ spec: { type: 'ExternalName', externalName: 'a', externalIPs: ['1.2.3.4'] } })), [
    'spec.externalIPs is ignored when spec.type is "ExternalName"',
  ]);
});

test('addresses of traffic are looked at wherever a person wrote them', () => {
  const odd = '2001:db8:0::1';
  const text = `IPv6 address "${odd}" should be in RFC 5952 canonical format ("2001:db8::1")`;
  assert.deepEqual(serviceStatusWarnings(object({ status: { loadBalancer: { ingress: [{ ip: odd }] } } })), [
    `status.loadBalancer.ingress[0]: ${text}`,
  ]);
  const subsets = [{ notReadyAddresses: [{ ip: odd }] }];
  assert.deepEqual(endpointsWarnings(object({ subsets })), [`subsets[0].notReadyAddresses[0].ip: ${text}`]);
  assert.deepEqual(endpointsWarnings(object({ subsets, metadata: { labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } } })), []);
  assert.deepEqual(endpointSliceWarnings(object({ endpoints: [{ addresses: [odd] }] })), [`endpoints[0].addresses[0]: ${text}`]);
  assert.deepEqual(networkPolicyWarnings(object({ spec: { egress: [{ to: [{ ipBlock: { cidr: '2001:db8:0::/64' } }] }] } })), [
    'spec.egress[0].to[0].ipBlock.cidr: IPv6 CIDR value "2001:db8:0::/64" should be in RFC 5952 canonical format ("2001:db8::/64")',
  ]);
});

test('nodes are chosen by the labels of today', () => {
  const key = 'beta.kubernetes.io/os';
  const text = 'deprecated since v1.14; use "kubernetes.io/os" instead';
  const term = { matchExpressions: [{ key, operator: 'Exists' }] };
  const required = { nodeSelectorTerms: [term] };
  assert.deepEqual(volumeWarnings(object({ spec: { nodeAffinity: { required } } })), [
    `spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: ${key} is ${text}`,
  ]);
  assert.deepEqual(runtimeClassWarnings(object({ scheduling: { nodeSelector: { [key]: 'a' } } })), [`scheduling.nodeSelector: ${text}`]);
  assert.deepEqual(storageClassWarnings(object({ allowedTopologies: [{ matchLabelExpressions: [{ key, values: ['a'] }] }] })), [
    `allowedTopologies[0].matchLabelExpressions[0].key: ${key} is ${text}`,
  ]);
  assert.deepEqual(storageCapacityWarnings(object({ nodeTopology: { ...term, matchLabels: { [key]: 'a' } } })), [
    `nodeTopology.matchExpressions[0].key: ${key} is ${text}`,
    `nodeTopology.matchLabels.${key}: ${text}`,
  ]);
  assert.deepEqual(nodeWarnings(object({ spec: { externalID: 'a' } })), ['spec.externalID: this field is deprecated, and is unused by Kubernetes']);
});

test('a quota of requests is no more than that of limits', () => {
  const hard = { cpu: '2', 'requests.memory': '1Gi', memory: '9Gi', 'limits.cpu': '1', 'limits.memory': '2Gi', 'requests.storage': '1' };
  assert.deepEqual(quotaWarnings(object({ spec: { hard } })), ['ResourceQuota cpu (2) should be less than limits.cpu (1)']);
});
