/** Two servers of one cluster agree on where service kubernetes leads, and on who is alive. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServer, type Server } from '../../src/controlplane/server.ts';
import { missing, startEtcd } from '../e2e/processes.ts';

async function published(server: Server): Promise<readonly string[]> {
  const answer = await server.fetch('/api/v1/namespaces/default/endpoints/kubernetes');
  const { subsets = [] } = (await answer.json()) as { readonly subsets?: readonly { readonly addresses: readonly { readonly ip: string }[] }[] };
  return subsets.flatMap(({ addresses }) => addresses.map(({ ip }) => ip));
}

async function sliced(server: Server): Promise<readonly string[]> {
  const answer = await server.fetch('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes');
  const { endpoints } = (await answer.json()) as { readonly endpoints: readonly { readonly addresses: readonly string[] }[] };
  return endpoints.flatMap(({ addresses }) => addresses);
}

test('service kubernetes leads to both, and to the other one as soon as one stops', { skip: missing('etcd') }, async () => {
  const etcd = await startEtcd();
  try {
    const storage = { backend: 'etcd3', servers: [etcd.endpoint], prefix: '/registry' } as const;
    const first = await createServer({ storage, advertiseAddress: '192.0.2.1', controllers: ['none'] });
    assert.deepEqual(await published(first), ['192.0.2.1']);
    const second = await createServer({ storage, advertiseAddress: '192.0.2.2', controllers: ['none'] });
    try {
      assert.deepEqual(await published(second), ['192.0.2.1', '192.0.2.2']);
      await first.close();
      assert.deepEqual(await published(second), ['192.0.2.2']);
      assert.deepEqual(await sliced(second), ['192.0.2.2']);
    } finally {
      await second.close();
    }
  } finally {
    await etcd.stop();
  }
});
