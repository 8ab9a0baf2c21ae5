/**
 * No address and no node port is given out twice, however many ask at once and however many servers give; service-churn-run.ts does it at full size.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StorageOptions } from '../../src/controlplane/options.ts';
import { createServer } from '../../src/controlplane/server.ts';
import { missing, startEtcd } from '../e2e/processes.ts';
import { churnServices } from './service-churn.ts';

async function churn(storage: StorageOptions, servers: number): Promise<void> {
  const options = { storage, serviceClusterIpRange: '10.96.0.0/22', serviceNodePorts: { first: 30_000, size: 100 }, controllers: ['none'] } as const;
  const open = await Promise.all(Array.from({ length: servers }, () => createServer(options)));
  try {
    const fetches = open.map((each) => each.fetch);
    // There are as many node ports as services that take one: the second round would miss each that leaked in the first.
    for (const _round of ['first', 'second']) {
      const result = await churnServices({ servers: fetches, services: 300, creators: 30, nodePortEvery: 3 });
      assert.equal(result.created, 300);
      assert.deepEqual([result.duplicates, result.leaked], [[], []]);
    }
  } finally {
    for (const server of open) await server.close();
  }
}

test('many clients of one server', () => churn({ backend: 'memory' }, 1));

test('many clients of two servers on one etcd', { skip: missing('etcd') }, async () => {
  const etcd = await startEtcd();
  try {
    await churn({ backend: 'etcd3', servers: [etcd.endpoint], prefix: '/registry' }, 2);
  } finally {
    await etcd.stop();
  }
});
