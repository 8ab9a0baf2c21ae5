import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import type { StrategyContext } from '../../generic/declaration.ts';
import { prepareService } from './strategy.ts';

const context = {} as StrategyContext;
const service = (spec: object): KubeObject => ({ kind: 'Service', apiVersion: 'v1', metadata: { name: 's' }, spec, status: {} });

function updated(spec: object, before: object): object {
  const object = service(structuredClone(spec));
  prepareService.prepareForUpdate(context, object, service(before));
  return object.spec as object;
}

const BALANCED = {
  type: 'LoadBalancer',
  clusterIP: '10.0.0.5',
  clusterIPs: ['10.0.0.5'],
  ports: [{ name: 'a', port: 80, nodePort: 30080 }],
  externalTrafficPolicy: 'Local',
  healthCheckNodePort: 31000,
  allocateLoadBalancerNodePorts: true,
};

test('what the server handed out survives an update that leaves it out', () => {
  const { clusterIP: _ip, clusterIPs: _ips, healthCheckNodePort: _health, ...rest } = BALANCED;
  assert.deepEqual(updated({ ...rest, ports: [{ name: 'a', port: 81 }] }, BALANCED), {
    ...BALANCED,
    ports: [{ name: 'a', port: 81, nodePort: 30080 }],
  });
});

test('a node port that the client gave to another port is not given twice', () => {
  const ports = [
    { name: 'a', port: 80 },
    { name: 'b', port: 81, nodePort: 30080 },
  ];
  assert.deepEqual((updated({ ...BALANCED, ports }, BALANCED) as { ports: unknown }).ports, ports);
});

test('the list of addresses follows the one address', () => {
  const created = service({ clusterIP: 'None' });
  prepareService.prepareForCreate(context, created);
  assert.deepEqual(created.spec, { clusterIP: 'None', clusterIPs: ['None'] });
  const moved = updated(
    { type: 'ClusterIP', clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.5'] },
    { type: 'ClusterIP', clusterIP: '10.0.0.5', clusterIPs: ['10.0.0.5'] },
  );
  assert.deepEqual(moved, { type: 'ClusterIP', clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.9'] });
});

test('another type drops what it has no use for, unless the client changed that too', () => {
  assert.deepEqual(updated({ ...BALANCED, type: 'ClusterIP' }, BALANCED), {
    type: 'ClusterIP',
    clusterIP: '10.0.0.5',
    clusterIPs: ['10.0.0.5'],
    ports: [{ name: 'a', port: 80 }],
  });
  assert.deepEqual(updated({ ...BALANCED, type: 'ExternalName', externalName: 'x', healthCheckNodePort: 31001 }, BALANCED), {
    type: 'ExternalName',
    externalName: 'x',
    ports: [{ name: 'a', port: 80 }],
    healthCheckNodePort: 31001,
  });
});
