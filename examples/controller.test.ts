/** A controller under test: it talks to a real API server through its own client library, over a port that nobody else knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreV1Api, KubeConfig, makeInformer, type V1Namespace } from '@kubernetes/client-node';
import { startTestServer } from '../src/testing/index.ts';

/** What is to be tested: gives every namespace a config map with its name, and calls `done` for each. Any client library would do. */
async function introduceNamespaces(config: KubeConfig, done: (namespace: string) => void): Promise<() => Promise<void>> {
  const core = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/namespaces', () => core.listNamespace());
  informer.on('add', async ({ metadata }: V1Namespace) => {
    const namespace = metadata?.name ?? '';
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'introduction' }, data: { namespace } } });
    done(namespace);
  });
  await informer.start();
  return () => informer.stop();
}

test('every namespace is introduced, those that come later too', async () => {
  await using server = await startTestServer({ insecure: { address: '127.0.0.1', port: 0 } });
  const config = new KubeConfig();
  config.loadFromString(server.kubeconfig ?? '');
  const core = config.makeApiClient(CoreV1Api);
  const introduced = Promise.withResolvers<void>();
  const stop = await introduceNamespaces(config, (namespace) => namespace === 'later' && introduced.resolve());
  await core.createNamespace({ body: { metadata: { name: 'later' } } });
  await introduced.promise;
  const { data } = await core.readNamespacedConfigMap({ namespace: 'later', name: 'introduction' });
  assert.deepEqual(data, { namespace: 'later' });
  await stop();
});
