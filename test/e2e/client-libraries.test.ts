/** Client libraries as programs use them: informers and leader election, across a restart of the server. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from '@kubernetes/client-node';
import { onEveryBackend } from './backends.ts';
import { missing, programs, Running, run, type TestServer } from './processes.ts';

const PYTHON_PROGRAM = path.join(import.meta.dirname, '..', 'clients', 'python', 'client.py');
const OBJECTS = 1000;
const PATIENCE = 60_000;

function coreClient(server: TestServer): { config: KubeConfig; core: CoreV1Api } {
  const config = new KubeConfig();
  config.loadFromFile(server.kubeconfig);
  return { config, core: config.makeApiClient(CoreV1Api) };
}

/** With what a controller puts into it, so that nothing more comes by itself. */
async function makeNamespace({ config, core }: { readonly config: KubeConfig; readonly core: CoreV1Api }, name: string): Promise<void> {
  await core.createNamespace({ body: { metadata: { name } } });
  const informer = makeInformer(config, `/api/v1/namespaces/${name}/configmaps`, () => core.listNamespacedConfigMap({ namespace: name }));
  const furnished = new Promise<void>((resolve) => informer.on('add', () => resolve()));
  await informer.start();
  await furnished;
  await informer.stop();
}

function make(core: CoreV1Api, namespace: string, name: string, value: string): Promise<V1ConfigMap> {
  return core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { made: 'here' } }, data: { value } } });
}

onEveryBackend('client libraries', false, (world) => {
  test('an informer of @kubernetes/client-node sees every change once, in order', async () => {
    const client = coreClient(world.server());
    const { config, core } = client;
    await makeNamespace(client, 'node-informer');
    await make(core, 'node-informer', 'before', '0');
    const list = () => core.listNamespacedConfigMap({ namespace: 'node-informer', labelSelector: 'made=here' });
    const informer = makeInformer(config, '/api/v1/namespaces/node-informer/configmaps', list, 'made=here');
    const seen: string[] = [];
    const last = new Promise<void>((resolve, reject) => {
      const note = (what: string) => (object: V1ConfigMap) => {
        seen.push(`${what} ${object.metadata?.name} ${object.data?.value}`);
        if (what === 'delete') resolve();
      };
      for (const event of ['add', 'update', 'delete'] as const) informer.on(event, note(event));
      informer.on('error', reject);
    });
    await informer.start();
    await make(core, 'node-informer', 'after', '1');
    await core.patchNamespacedConfigMap({ namespace: 'node-informer', name: 'after', body: [{ op: 'replace', path: '/data/value', value: '2' }] });
    await core.deleteNamespacedConfigMap({ namespace: 'node-informer', name: 'before' });
    await last;
    await informer.stop();
    assert.deepEqual(seen, ['add before 0', 'add after 1', 'update after 2', 'delete before 0']);
  });

  for (const contentType of ['application/json', 'application/vnd.kubernetes.protobuf']) {
    test(`a shared informer of client-go holds ${OBJECTS} objects and finds its way back after a restart (${contentType})`, {
      skip: missing('clientGo'),
    }, async () => {
      const server = world.server();
      const namespace = contentType.endsWith('json') ? 'go-informer-json' : 'go-informer-protobuf';
      const client = coreClient(server);
      const { core } = client;
      await makeNamespace(client, namespace);
      for (let first = 0; first < OBJECTS; first += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, index) => make(core, namespace, `object-${first + index}`, '0')));
      }
      const informer = new Running(programs.clientGo ?? '', ['informer', server.kubeconfig, namespace], { COXSWAIN_CONTENT_TYPE: contentType });
      try {
        const [, count] = await informer.until(/synced (\d+)/, PATIENCE);
        // A controller adds kube-root-ca.crt.
        assert.equal(Number(count), OBJECTS + 1);
        await make(core, namespace, 'fresh', '1');
        await informer.until(/added fresh/);
        assert.equal(await server.stop(), 0);
        await server.start();
        const again = coreClient(server).core;
        await again.replaceNamespacedConfigMap({ namespace, name: 'fresh', body: { metadata: { name: 'fresh' }, data: { value: '2' } } });
        await informer.until(/updated fresh 2/, PATIENCE);
        await again.deleteNamespacedConfigMap({ namespace, name: 'object-7' });
        await informer.until(/deleted object-7/);
        const [, held] = await informer.until(/deleted object-7[\s\S]*holds (\d+)/);
        assert.equal(Number(held), OBJECTS + 1);
      } finally {
        await informer.stop();
      }
    });
  }

  for (const contentType of ['application/json', 'application/vnd.kubernetes.protobuf']) {
    test(`an object of every built-in kind lives and dies under client-go's eyes (${contentType})`, { skip: missing('clientGo') }, async () => {
      const namespace = contentType.endsWith('json') ? 'go-kinds-json' : 'go-kinds-protobuf';
      await makeNamespace(coreClient(world.server()), namespace);
      const args = ['builtins', world.server().kubeconfig, namespace];
      const { code, stdout, stderr } = await run(programs.clientGo ?? '', args, { env: { COXSWAIN_CONTENT_TYPE: contentType } });
      assert.equal(code, 0, stderr + stdout);
      assert.match(stdout, /^clean \d+\n$/);
    });
  }

  test('an operator made with controller-runtime does its work: election, caches, owned objects, finalizers, server-side apply', {
    skip: missing('clientGo'),
  }, async () => {
    await makeNamespace(coreClient(world.server()), 'go-manager');
    const { code, stdout, stderr } = await run(programs.clientGo ?? '', ['manager', world.server().kubeconfig, 'go-manager'], { patience: PATIENCE });
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(stdout.trim().split('\n'), ['elected', 'deployed', 'repaired', 'followed', 'gone']);
  });

  test('programs in Python do what they do with any server: objects, pages, events, files, kinds by discovery, identities', {
    skip: missing('python'),
  }, async () => {
    await makeNamespace(coreClient(world.server()), 'python');
    const args = [PYTHON_PROGRAM, world.server().kubeconfig, 'python'];
    const { code, stdout, stderr } = await run(programs.python ?? '', args, { patience: PATIENCE });
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(stdout.trim().split('\n'), ['objects', 'pages', 'events', 'files', 'kinds_by_discovery', 'identities']);
  });

  test('leader election on a Lease: one leads, and when it leaves the other takes over', { skip: missing('clientGo') }, async () => {
    const server = world.server();
    await makeNamespace(coreClient(server), 'election');
    const elect = (id: string): Running => new Running(programs.clientGo ?? '', ['elect', server.kubeconfig, 'election', id]);
    const one = elect('one');
    const two = elect('two');
    try {
      const first = await Promise.race([one.until(/leading one/).then(() => one), two.until(/leading two/).then(() => two)]);
      const other = first === one ? two : one;
      await other.until(/leader (one|two)/);
      assert.doesNotMatch(other.text, /leading/);
      await first.stop();
      await other.until(/leading/);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });
});
