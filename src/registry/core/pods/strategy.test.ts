import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import type { Int64 } from '../../../machinery/int64.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { strategyContext } from '../../generic/context.fixture.ts';
import { ephemeralContainers, podStatus, podStrategy, resize } from './strategy.ts';

const context = strategyContext({ clock: new ManualClock(Date.parse('2024-01-01T00:00:00Z')), namespace: 'n' });

const pod = (spec: object = {}, status: object = {}): KubeObject => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'p', labels: { rev: 'r1' } },
  spec: { containers: [{ name: 'c', image: 'i:1' }], ...spec },
  status,
});

test('a new pod is pending, whatever the client says of its status', () => {
  const object = pod({}, { phase: 'Running', podIP: '1.2.3.4' });
  podStrategy.prepareForCreate?.(context, object);
  assert.deepEqual(object.status, { phase: 'Pending', qosClass: 'BestEffort' });
});

test('AppArmor annotations become fields, and say that they are deprecated', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/c';
  const warnings: string[] = [];
  const profileFor = (annotation: string): unknown => {
    const object = pod();
    object.metadata.annotations = { [key]: annotation };
    podStrategy.prepareForCreate?.({ ...context, warn: (text) => warnings.push(text) }, object);
    return (object.spec as { containers: [{ securityContext?: unknown }] }).containers[0].securityContext;
  };
  assert.deepEqual(profileFor('runtime/default'), { appArmorProfile: { type: 'RuntimeDefault' } });
  assert.deepEqual(profileFor('localhost/p'), { appArmorProfile: { type: 'Localhost', localhostProfile: 'p' } });
  assert.equal(profileFor('wat'), undefined, 'validation refuses it, with the same warning');
  assert.equal(warnings.length, 3);
});

test('a gated pod is born with the reason why nobody schedules it', () => {
  const object = pod({ schedulingGates: [{ name: 'example.com/gate' }] });
  podStrategy.prepareForCreate?.(context, object);
  const [condition] = (object.status as { conditions: { reason: string; lastTransitionTime: string }[] }).conditions;
  assert.equal(condition?.reason, 'SchedulingGated');
  assert.equal(condition?.lastTransitionTime, '2024-01-01T00:00:00Z');
});

test('a new pod merges its own label values into selectors that ask for them', () => {
  const constraint = { labelSelector: { matchLabels: { app: 'x' } }, matchLabelKeys: ['rev', 'missing'] };
  const object = pod({ topologySpreadConstraints: [constraint, { matchLabelKeys: ['rev'] }] });
  podStrategy.prepareForCreate?.({ ...context, featureEnabled: () => true }, object);
  const [merged, without] = (object.spec as { topologySpreadConstraints: { labelSelector?: unknown }[] }).topologySpreadConstraints;
  assert.deepEqual(merged?.labelSelector, { matchLabels: { app: 'x' }, matchExpressions: [{ key: 'rev', operator: 'In', values: ['r1'] }] });
  assert.equal(without?.labelSelector, undefined, 'there is nothing to merge into');
});

test('fields of a feature that is off are dropped, unless the stored pod has them', () => {
  const withSignal = (): KubeObject => pod({ containers: [{ name: 'c', lifecycle: { stopSignal: 'SIGUSR1' } }] });
  const created = withSignal();
  podStrategy.prepareForCreate?.(context, created);
  assert.deepEqual((created.spec as { containers: unknown[] }).containers, [{ name: 'c' }], 'the empty lifecycle goes too');
  const updated = withSignal();
  podStrategy.prepareForUpdate?.(context, updated, withSignal());
  assert.deepEqual(updated.spec, withSignal().spec);
});

test('with their gates off, what newer releases added is dropped from specs and statuses', () => {
  const fields = {
    hostnameOverride: 'h',
    resources: { requests: { cpu: '1' } },
    topologySpreadConstraints: [{ topologyKey: 'z', matchLabelKeys: ['rev'], labelSelector: {} }],
    initContainers: [{ name: 'side', restartPolicy: 'Always' }],
    containers: [
      {
        name: 'c',
        restartPolicy: 'Never',
        restartPolicyRules: [{ action: 'Restart' }],
        env: [{ name: 'V', valueFrom: { fileKeyRef: { key: 'k' } } }],
      },
    ],
  };
  const created = pod(structuredClone(fields));
  podStrategy.prepareForCreate?.(context, created);
  assert.deepEqual(created.spec, {
    topologySpreadConstraints: [{ topologyKey: 'z', labelSelector: {} }],
    initContainers: [{ name: 'side', restartPolicy: 'Always' }],
    containers: [{ name: 'c', env: [{ name: 'V', valueFrom: {} }] }],
  });
  const kept = pod(structuredClone(fields));
  podStrategy.prepareForUpdate?.(context, kept, pod(fields));
  assert.deepEqual(kept.spec, fields);
  const status = {
    resources: {},
    allocatedResources: { cpu: '1' },
    extendedResourceClaimStatus: {},
    nodeAllocatableResourceClaimStatuses: [{}],
    containerStatuses: [{ name: 'c', allocatedResourcesStatus: [{ name: 'r' }], volumeMounts: [{ name: 'v', volumeStatus: { image: {} } }] }],
  };
  const reported = pod({}, structuredClone(status));
  podStatus.strategy.prepareForUpdate?.(context, reported, pod());
  assert.deepEqual(reported.status, { containerStatuses: [{ name: 'c', volumeMounts: [{ name: 'v' }] }] });
  const health = [{ name: 'r', resources: [{ resourceID: 'd', message: 'm' }] }];
  const short = pod({}, { containerStatuses: [{ name: 'c', allocatedResourcesStatus: health }] });
  podStatus.strategy.prepareForUpdate?.({ ...context, featureEnabled: (gate) => gate === 'ResourceHealthStatus' }, short, pod());
  assert.deepEqual(short.status, { containerStatuses: [{ name: 'c', allocatedResourcesStatus: [{ name: 'r', resources: [{ resourceID: 'd' }] }] }] });
  const on = pod({}, structuredClone(status));
  podStatus.strategy.prepareForUpdate?.({ ...context, featureEnabled: () => true }, on, pod());
  assert.deepEqual(on.status, status);
});

test('only a pod that runs somewhere is deleted gracefully', () => {
  const grace = (spec: object, status: object, requested?: number): Int64 | undefined =>
    podStrategy.gracefulDeletion?.(pod({ terminationGracePeriodSeconds: 30, ...spec }, status), requested);
  assert.equal(grace({}, { phase: 'Pending' }), 0);
  assert.equal(grace({ nodeName: 'n' }, { phase: 'Running' }), 30);
  assert.equal(grace({ nodeName: 'n' }, { phase: 'Running' }, 5), 5);
  assert.equal(grace({ nodeName: 'n' }, { phase: 'Running' }, -5), 1, 'negative means as soon as possible');
  assert.equal(grace({ nodeName: 'n' }, { phase: 'Succeeded' }, 5), 0);
});

test('a status write keeps the quality of service and generations that old kubelets leave out', () => {
  const old = pod({}, { qosClass: 'Burstable', observedGeneration: 3, conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] });
  const object = pod({ nodeName: 'stolen' }, { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] });
  podStatus.strategy.prepareForUpdate?.(context, object, old);
  assert.deepEqual(object.spec, old.spec);
  assert.deepEqual(object.status, {
    phase: 'Running',
    qosClass: 'Burstable',
    observedGeneration: 3,
    conditions: [{ type: 'Ready', status: 'False', observedGeneration: 2 }],
  });
});

test('a status write is warned of addresses in another than their one form', () => {
  const object = pod({}, { podIPs: [{ ip: '10.0.0.1' }, { ip: '::0' }], hostIPs: [{ ip: '0::1' }] });
  assert.deepEqual(podStatus.strategy.warningsOnUpdate?.(context, object, object), [
    'status.podIPs[1].ip: IPv6 address "::0" should be in RFC 5952 canonical format ("::")',
    'status.hostIPs[0].ip: IPv6 address "0::1" should be in RFC 5952 canonical format ("::1")',
  ]);
});

test('conditions of one type keep their generations one by one', () => {
  const ready = { type: 'Ready', status: 'True' };
  const old = pod(
    {},
    {
      conditions: [
        { ...ready, observedGeneration: 1 },
        { ...ready, observedGeneration: 2 },
      ],
    },
  );
  const object = pod({}, { conditions: [ready, ready, ready] });
  podStatus.strategy.prepareForUpdate?.(context, object, old);
  assert.deepEqual(
    (object.status as { conditions: { observedGeneration?: number }[] }).conditions.map((each) => each.observedGeneration),
    [1, 2, undefined],
  );
});

test('the subresources for ephemeral containers and for resources change nothing else', () => {
  const old = pod();
  const debugged = pod({ containers: [{ name: 'c', image: 'other' }], ephemeralContainers: [{ name: 'd' }] });
  ephemeralContainers.strategy.prepareForUpdate?.(context, debugged, old);
  assert.deepEqual(debugged.spec, { containers: [{ name: 'c', image: 'i:1' }], ephemeralContainers: [{ name: 'd' }] });
  const resized = pod({ containers: [{ name: 'c', image: 'other', resources: { requests: { cpu: '1' } } }], nodeName: 'n' });
  resize.strategy.prepareForUpdate?.(context, resized, old);
  assert.deepEqual(resized.spec, { containers: [{ name: 'c', image: 'i:1', resources: { requests: { cpu: '1' } } }] });
  const renamed = pod({ containers: [{ name: 'd', image: 'i:1' }], nodeName: 'n' });
  resize.strategy.prepareForUpdate?.(context, renamed, old);
  assert.deepEqual(renamed.spec, { containers: [{ name: 'd', image: 'i:1' }] }, 'for validation to refuse');
  const ofPod = pod({ resources: { requests: { cpu: '1' } } });
  const less = pod();
  resize.strategy.prepareForUpdate?.({ ...context, featureEnabled: () => true }, less, ofPod);
  assert.deepEqual(less.spec, { containers: [{ name: 'c', image: 'i:1' }] }, 'for validation to refuse');
});
