/** What kinds refuse, one line per rule: the object, and the fields with the beginnings of what is said about them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import { validatingadmissionpolicies } from './admissionregistration/validatingadmissionpolicies.ts';
import { validatingwebhookconfigurations } from './admissionregistration/validatingwebhookconfigurations.ts';
import { certificatesigningrequests } from './certificates/certificatesigningrequests.ts';
import { leases } from './coordination/leases.ts';
import { configmaps } from './core/configmaps.ts';
import { endpoints } from './core/endpoints.ts';
import { limitranges } from './core/limitranges.ts';
import { nodes } from './core/nodes.ts';
import { persistentvolumeclaims } from './core/persistentvolumeclaims.ts';
import { persistentvolumes } from './core/persistentvolumes.ts';
import { resourcequotas } from './core/resourcequotas.ts';
import { secrets } from './core/secrets.ts';
import { services } from './core/services/services.ts';
import { endpointslices } from './discovery/endpointslices.ts';
import { flowschemas } from './flowcontrol/flowschemas.ts';
import { prioritylevelconfigurations } from './flowcontrol/prioritylevelconfigurations.ts';
import { strategyContext } from './generic/context.fixture.ts';
import type { ResourceDeclaration } from './generic/declaration.ts';
import { ingresses } from './networking/ingresses.ts';
import { networkpolicies } from './networking/networkpolicies.ts';
import { servicecidrs } from './networking/servicecidrs.ts';
import { resourceclaims } from './resource/resourceclaims.ts';
import { resourceslices } from './resource/resourceslices.ts';
import { priorityclasses } from './scheduling/priorityclasses.ts';
import { csidrivers } from './storage/csidrivers.ts';
import { storageclasses } from './storage/storageclasses.ts';
import { volumeattachments } from './storage/volumeattachments.ts';

const context = strategyContext();

function found(declaration: ResourceDeclaration, rest: object): readonly string[] {
  const object = { kind: declaration.kind, apiVersion: 'v1', metadata: { name: 'x' }, ...rest } as KubeObject;
  const errors = declaration.strategy.validate?.(context, object)?.errors ?? [];
  return errors.map(({ field, body }) => `${field}: ${body}`);
}

type Case = readonly [declaration: ResourceDeclaration, object: object, ...errors: string[]];

const port = { port: 80, protocol: 'TCP', targetPort: 80 };
const spec = { type: 'ClusterIP', sessionAffinity: 'None', ports: [port] };

const matchConstraints = {
  resourceRules: [{ apiGroups: ['a'], apiVersions: ['v1'], resources: ['b'], operations: ['CREATE'], scope: '*' }],
  matchPolicy: 'Equivalent',
};

const CASES: readonly Case[] = [
  [configmaps, { data: { 'a.b': 'x' }, binaryData: { c: 'AA==' } }],
  [configmaps, { data: { 'a/b': 'x' } }, 'data[a/b]: Invalid value: "a/b": a valid config key'],
  [configmaps, { data: { a: 'x' }, binaryData: { a: 'AA==' } }, 'data[a]: Invalid value: "a": duplicate of key present in binaryData'],
  [secrets, { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }, 'data[tls.key]: Required value'],
  [
    secrets,
    { type: 'kubernetes.io/dockercfg', data: { '.dockercfg': 'W10=' } },
    'data[.dockercfg]: Invalid value: "<secret contents redacted>": json: cannot',
  ],
  [endpoints, { subsets: [{}] }, 'subsets[0]: Required value: must specify'],
  [
    endpointslices,
    { addressType: 'IPv4', endpoints: [{ addresses: ['fd00::1'] }] },
    'endpoints[0].addresses: Invalid value: "fd00::1": must be an IPv4 address',
  ],
  [services, { spec }],
  [services, { spec: { ...spec, ports: [] } }, 'spec.ports: Required value'],
  [services, { spec: { ...spec, externalTrafficPolicy: 'Local' } }, 'spec.externalTrafficPolicy: Invalid value: "Local": may only be set'],
  [ingresses, { spec: {} }, 'spec: Invalid value: null: either `defaultBackend` or `rules`'],
  [networkpolicies, { spec: { podSelector: {}, ingress: [{ from: [{}] }] } }, 'spec.ingress[0].from[0]: Required value: must specify a peer'],
  [servicecidrs, { spec: { cidrs: ['10.1.0.1/16'] } }, 'spec.cidrs[0]: Invalid value: "10.1.0.1/16": must not have bits set'],
  [nodes, { spec: { taints: [{ key: 'a', effect: 'Never' }] } }, 'metadata.taints[0].effect: Unsupported value: "Never"'],
  [limitranges, { spec: { limits: [{ type: 'Node' }] } }, 'spec.limits[0].type: Invalid value: "Node": must be a standard limit type'],
  [
    resourcequotas,
    { spec: { scopes: ['BestEffort', 'NotBestEffort'] } },
    'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes',
  ],
  [
    persistentvolumes,
    { spec: {} },
    'spec.accessModes: Required value',
    'spec.capacity: Required value',
    'spec.capacity: Unsupported value: null',
    'spec: Required value: must specify a volume type',
  ],
  [storageclasses, { provisioner: '', volumeBindingMode: 'Immediate' }, 'provisioner: Required value'],
  [priorityclasses, { value: 1_000_000_001 }, 'value: Forbidden: maximum allowed value'],
  [prioritylevelconfigurations, { spec: { type: 'Limited' } }, 'spec.limited: Required value: must not be empty when type is Limited'],
  [
    flowschemas,
    { spec: { matchingPrecedence: 1, priorityLevelConfiguration: { name: 'l' } } },
    "spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt'",
  ],
  [
    certificatesigningrequests,
    { spec: { request: 'anVuaw==', usages: ['any'], signerName: 'a.b/c' } },
    'spec.request: Invalid value: "anVuaw==": PEM block type must be CERTIFICATE REQUEST',
  ],
  [
    validatingwebhookconfigurations,
    { webhooks: [{ name: 'a.b.c', sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: {} }] },
    'webhooks[0].clientConfig: Required value: exactly one of url or service is required',
  ],
  [
    validatingwebhookconfigurations,
    { webhooks: [{ name: 'a.b.c', sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: { url: 'https://h/%zz' } }] },
    'webhooks[0].clientConfig.url: Required value: url must be a valid URL: parse "https://h/%zz": invalid URL escape "%zz"; desired format: https://host[/path]',
  ],
  [
    services,
    {
      metadata: { name: 'x', annotations: { 'service.kubernetes.io/topology-mode': 'Auto', 'service.kubernetes.io/topology-aware-hints': 'auto' } },
      spec,
    },
    'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Auto": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
  ],
  [nodes, { status: { declaredFeatures: ['B', 'A'] } }, 'status.declaredFeatures[1]: Invalid value: "A": list must be sorted alphabetically'],
  [
    nodes,
    { spec: { podCIDRs: ['10.0.0.0/24', '10.0.1.0/24'] } },
    'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.1.0/24"]: may specify no more than one CIDR',
  ],
  [
    csidrivers,
    { spec: { attachRequired: true, podInfoOnMount: true, storageCapacity: true, tokenRequests: [{ audience: 'a' }, { audience: 'a' }] } },
    'spec.tokenRequests[1].audience: Duplicate value: "a"',
  ],
  [
    validatingadmissionpolicies,
    { spec: { failurePolicy: 'Fail', paramKind: { apiVersion: '/v1', kind: 'A_B' }, matchConstraints, validations: [{ expression: 'true' }] } },
    'spec.paramKind.kind: Invalid value',
  ],
  [
    volumeattachments,
    { spec: { attacher: 'A_B', nodeName: 'N', source: { persistentVolumeName: 'A' } } },
    'spec.nodeName: Invalid value: "N"',
    'spec.attacher: Invalid value: "A_B"',
    'spec.source.persistentVolumeName: Invalid value: "A"',
  ],
  [leases, { spec: { preferredHolder: 'a' } }, 'spec.preferredHolder: Forbidden: may only be specified if `strategy` is defined'],
  [
    resourceclaims,
    {
      spec: {
        devices: {
          requests: [{ name: 'a', exactly: { deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 } }],
          constraints: [{ requests: ['b'], matchAttribute: 'd/e' }],
        },
      },
    },
    'spec.devices.constraints[0].requests[0]: Invalid value: "b": must be the name of a request',
  ],
  [resourceslices, { spec: { driver: 'd', pool: { name: 'p', resourceSliceCount: 1 }, nodeName: 'n', allNodes: true } }, 'spec: Invalid value'],
];

const volume = {
  accessModes: ['ReadWriteOnce'],
  capacity: { storage: '1Gi' },
  hostPath: { path: '/a', type: '' },
  volumeMode: 'Filesystem',
  persistentVolumeReclaimPolicy: 'Retain',
};
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' };

const CHANGES: readonly (readonly [declaration: ResourceDeclaration, old: object, now: object, ...errors: string[]])[] = [
  [resourcequotas, { spec: { scopes: ['Terminating'] } }, { spec: {} }, 'spec.scopes: Invalid value: null: field is immutable'],
  [
    persistentvolumes,
    { spec: volume },
    { spec: { ...volume, hostPath: { path: '/b', type: '' } } },
    'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
  ],
  [persistentvolumes, { spec: { ...volume, volumeMode: 'Block' } }, { spec: volume }, 'volumeMode: Invalid value: "Filesystem": field is immutable'],
  [
    persistentvolumeclaims,
    { spec: claim, status: { phase: 'Bound', capacity: { storage: '1Gi' } } },
    { spec: { ...claim, resources: { requests: { storage: '512Mi' } } }, status: { phase: 'Bound', capacity: { storage: '1Gi' } } },
    'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
  ],
  [
    persistentvolumeclaims,
    { spec: claim, status: { phase: 'Pending' } },
    { spec: { ...claim, resources: { requests: { storage: '2Gi' } } }, status: { phase: 'Pending' } },
    'spec: Forbidden: spec is immutable after creation',
  ],
  [servicecidrs, { spec: { cidrs: ['10.1.0.0/16'] } }, { spec: {} }, 'spec.cidrs: Invalid value: null: field is immutable'],
];

for (const [declaration, object, ...expected] of CASES) {
  test(`${declaration.resource} ${expected.length === 0 ? 'accept' : 'refuse'} ${JSON.stringify(object).slice(0, 60)}`, () => {
    const errors = found(declaration, object);
    assert.equal(errors.length, expected.length, errors.join('; '));
    expected.forEach((start, i) => {
      assert.ok(errors[i]?.startsWith(start), errors.join('; '));
    });
  });
}

for (const [declaration, old, now, ...expected] of CHANGES) {
  test(`${declaration.resource}: ${JSON.stringify(old).slice(0, 40)} stays, or becomes ${JSON.stringify(now).slice(0, 40)}`, () => {
    const built = (rest: object): KubeObject => ({ kind: declaration.kind, apiVersion: 'v1', metadata: { name: 'x' }, ...rest });
    assert.deepEqual(declaration.strategy.validateUpdate?.(context, built(old), built(old))?.errors ?? [], []);
    const errors = (declaration.strategy.validateUpdate?.(context, built(now), built(old))?.errors ?? []).map(
      ({ field, body }) => `${field}: ${body}`,
    );
    assert.equal(errors.length, expected.length, errors.join('; '));
    expected.forEach((start, i) => {
      assert.ok(errors[i]?.startsWith(start), errors.join('; '));
    });
  });
}
