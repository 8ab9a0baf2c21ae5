import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFlags } from '../flags/parse.ts';
import { FLAGS } from '../flags/table.ts';
import { serviceOptions } from './services.ts';

const options = (...args: readonly string[]) => serviceOptions(parseFlags(FLAGS, args));

test('nothing said: ten-dot addresses, ports from 30000 on, leases', () => {
  assert.deepEqual(options(), {
    serviceClusterIpRange: '10.0.0.0/24',
    serviceNodePorts: { first: 30_000, size: 2768 },
    kubernetesServiceNodePort: 0,
    endpointReconciler: 'lease',
    apiServerCount: 1,
  });
});

test('node ports are a range in any of three notations, and the port of service kubernetes lies in it', () => {
  assert.deepEqual(options('--service-node-port-range=20000-20999').serviceNodePorts, { first: 20_000, size: 1000 });
  assert.deepEqual(options('--service-node-port-range=20000+9').serviceNodePorts, { first: 20_000, size: 10 });
  assert.deepEqual(options('--service-node-port-range=20000').serviceNodePorts, { first: 20_000, size: 1 });
  assert.equal(options('--kubernetes-service-node-port=31000').kubernetesServiceNodePort, 31_000);
  assert.throws(() => options('--kubernetes-service-node-port=80'), { message: "kubernetes service node port range 30000-32767 doesn't contain 80" });
  for (const wrong of ['9-1', 'x', '1-70000', '0-9'])
    assert.throws(() => options(`--service-node-port-range=${wrong}`), /unable to parse port range/);
});

test('services have one range, or one a family', () => {
  assert.equal(options('--service-cluster-ip-range=10.1.0.0/16, fd00::/112').serviceClusterIpRange, '10.1.0.0/16,fd00::/112');
  assert.throws(() => options('--service-cluster-ip-range=10.1.0.0/16,10.2.0.0/16'), /different IP family/);
  assert.throws(() => options('--service-cluster-ip-range=10.1.0.0'), /is not a range of addresses/);
});

test('how servers agree on endpoints is one of three ways', () => {
  assert.equal(options('--endpoint-reconciler-type=none').endpointReconciler, 'none');
  assert.equal(options('--endpoint-reconciler-type=master-count', '--apiserver-count=3').apiServerCount, 3);
  assert.throws(() => options('--apiserver-count=0'), { message: "--apiserver-count should be a positive number, but value '0' provided" });
  assert.throws(() => options('--endpoint-reconciler-type=vote'), { message: 'Reconciler not implemented: vote' });
});
