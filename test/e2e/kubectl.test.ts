/** Unmodified kubectl against the bundle: every verb that people use in a day. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { onEveryBackend } from './backends.ts';
import { Kubectl } from './kubectl.ts';
import { configMap, deployment, pod } from './manifests.ts';
import { missing, temporaryFolder } from './processes.ts';

onEveryBackend('kubectl', missing('kubectl'), (world) => {
  test('finds out what the server has', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'discovery');
    assert.match(await kubectl.ok(['version']), /Server Version: v1\.36/);
    assert.match(await kubectl.ok(['api-versions']), /^apps\/v1$/m);
    assert.match(await kubectl.ok(['api-resources']), /^deployments +deploy +apps\/v1 +true +Deployment$/m);
    assert.match(await kubectl.ok(['api-resources', '--namespaced=false', '-o', 'name']), /^namespaces$/m);
    assert.match(await kubectl.ok(['cluster-info']), /control plane.* is running at/);
    assert.match(await kubectl.ok(['get', 'namespaces']), /^kube-system +Active/m);
  });

  test('create, get in every form, describe, delete', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'basics');
    assert.equal(await kubectl.ok(['create', '-f', '-'], { input: deployment('web', 2) }), 'deployment.apps/web created\n');
    assert.match(await kubectl.ok(['get', 'deployments']), /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0\/2 +0 +0 /);
    assert.match(await kubectl.ok(['get', 'deploy', 'web', '-o', 'wide']), /CONTAINERS +IMAGES +SELECTOR\n.*web +nginx:1\.27 +app=web/);
    assert.match(await kubectl.ok(['get', 'deploy', 'web', '-o', 'yaml']), /^apiVersion: apps\/v1\nkind: Deployment\n/);
    assert.equal(await kubectl.ok(['get', 'deploy', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}']), 'nginx:1.27');
    assert.equal(await kubectl.ok(['get', 'deploy', '-l', 'app=web', '-o', 'name']), 'deployment.apps/web\n');
    assert.match(await kubectl.ok(['describe', 'deploy', 'web']), /^Name: +web\nNamespace: +basics\n[\s\S]*Image: +nginx:1\.27/);
    assert.equal(await kubectl.ok(['delete', 'deploy', 'web']), 'deployment.apps "web" deleted from basics namespace\n');
    const { code, stderr } = await kubectl.run(['get', 'deploy', 'web']);
    assert.equal(code, 1);
    assert.equal(stderr, 'Error from server (NotFound): deployments.apps "web" not found\n');
  });

  test('the generators of create', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'generators');
    await kubectl.ok(['create', 'configmap', 'settings', '--from-literal=color=blue']);
    await kubectl.ok(['create', 'secret', 'generic', 'password', '--from-literal=word=xyzzy']);
    await kubectl.ok(['create', 'serviceaccount', 'robot']);
    await kubectl.ok(['create', 'deployment', 'web', '--image=nginx', '--replicas=3']);
    await kubectl.ok(['create', 'service', 'clusterip', 'web', '--tcp=80:80']);
    await kubectl.ok(['create', 'job', 'once', '--image=busybox']);
    await kubectl.ok(['create', 'role', 'reader', '--verb=get', '--resource=pods']);
    await kubectl.ok(['run', 'single', '--image=busybox']);
    assert.equal(await kubectl.ok(['get', 'secret', 'password', '-o', 'jsonpath={.data.word}']), 'eHl6enk=');
    assert.match(await kubectl.ok(['get', 'all']), /pod\/single[\s\S]*service\/web[\s\S]*deployment\.apps\/web[\s\S]*job\.batch\/once/);
  });

  test('apply creates, leaves alone, changes and removes fields', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'apply');
    const apply = (manifest: string): Promise<string> => kubectl.ok(['apply', '-f', '-'], { input: manifest });
    assert.equal(await apply(configMap('a', { one: '1', two: '2' })), 'configmap/a created\n');
    assert.equal(await apply(configMap('a', { one: '1', two: '2' })), 'configmap/a unchanged\n');
    assert.equal(await apply(configMap('a', { one: 'changed' })), 'configmap/a configured\n');
    assert.equal(await kubectl.ok(['get', 'configmap', 'a', '-o', 'jsonpath={.data}']), '{"one":"changed"}');
    assert.equal(await apply(deployment('web')), 'deployment.apps/web created\n');
    assert.equal(await apply(deployment('web', 1, 'nginx:1.28')), 'deployment.apps/web configured\n');
    assert.equal(await kubectl.ok(['get', 'deploy', 'web', '-o', 'jsonpath={..image}']), 'nginx:1.28');
  });

  test('diff says what apply would change, and changes nothing', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'diff');
    await kubectl.ok(['apply', '-f', '-'], { input: configMap('a', { one: '1' }) });
    const same = await kubectl.run(['diff', '-f', '-'], { input: configMap('a', { one: '1' }) });
    assert.equal(same.code, 0, same.stderr + same.stdout);
    const other = await kubectl.run(['diff', '-f', '-'], { input: configMap('a', { one: '2' }) });
    assert.equal(other.code, 1, other.stderr);
    assert.match(other.stdout, /- {2}one: "1"\n\+ {2}one: "2"/);
    assert.equal(await kubectl.ok(['get', 'configmap', 'a', '-o', 'jsonpath={.data.one}']), '1');
  });

  test('edit with an editor', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'edit');
    await kubectl.ok(['create', '-f', '-'], { input: configMap('a', { color: 'red' }) });
    const folder = temporaryFolder();
    const editor = path.join(folder.path, 'editor');
    writeFileSync(editor, '#!/bin/sh\nsed -i.old "s/color: red/color: green/" "$1"\n');
    chmodSync(editor, 0o755);
    assert.equal(await kubectl.ok(['edit', 'configmap', 'a'], { env: { KUBE_EDITOR: editor } }), 'configmap/a edited\n');
    assert.equal(await kubectl.ok(['get', 'configmap', 'a', '-o', 'jsonpath={.data.color}']), 'green');
    folder.remove();
  });

  test('patch of all three types', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'patch');
    await kubectl.ok(['create', '-f', '-'], { input: deployment('web') });
    const patch = (type: string, body: string): Promise<string> => kubectl.ok(['patch', 'deploy', 'web', `--type=${type}`, '-p', body]);
    assert.equal(
      await patch('strategic', '{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"nginx:a"}]}}}}'),
      'deployment.apps/web patched\n',
    );
    assert.equal(await patch('merge', '{"spec":{"replicas":4}}'), 'deployment.apps/web patched\n');
    assert.equal(
      await patch('json', '[{"op":"replace","path":"/spec/paused","value":true}]').catch(() =>
        patch('json', '[{"op":"add","path":"/spec/paused","value":true}]'),
      ),
      'deployment.apps/web patched\n',
    );
    assert.equal(await kubectl.ok(['get', 'deploy', 'web', '-o', 'jsonpath={..image} {.spec.replicas} {.spec.paused}']), 'nginx:a 4 true');
    assert.equal(await patch('merge', '{"spec":{"replicas":4}}'), 'deployment.apps/web patched (no change)\n');
  });

  test('label and annotate', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'label');
    await kubectl.ok(['create', '-f', '-'], { input: pod('a') });
    assert.equal(await kubectl.ok(['label', 'pod', 'a', 'tier=back', 'app=b', '--overwrite']), 'pod/a labeled\n');
    assert.equal(await kubectl.ok(['label', 'pod', 'a', 'tier-']), 'pod/a unlabeled\n');
    assert.equal(await kubectl.ok(['annotate', 'pod', 'a', 'note=something to remember']), 'pod/a annotated\n');
    assert.equal(
      await kubectl.ok(['get', 'pod', 'a', '-o', 'jsonpath={.metadata.labels} {.metadata.annotations.note}']),
      '{"app":"b"} something to remember',
    );
    assert.match((await kubectl.run(['label', 'pod', 'a', 'app=c'])).stderr, /already has a value \(b\), and --overwrite is false/);
  });

  test('replace and scale', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'scale');
    await kubectl.ok(['create', '-f', '-'], { input: deployment('web') });
    assert.equal(await kubectl.ok(['scale', 'deploy', 'web', '--replicas=5']), 'deployment.apps/web scaled\n');
    assert.equal(await kubectl.ok(['get', 'deploy', 'web', '-o', 'jsonpath={.spec.replicas}']), '5');
    assert.equal(await kubectl.ok(['replace', '-f', '-'], { input: deployment('web', 2) }), 'deployment.apps/web replaced\n');
    assert.equal(await kubectl.ok(['get', 'deploy', 'web', '-o', 'jsonpath={.spec.replicas}']), '2');
    assert.equal(
      await kubectl.ok(['replace', '--force', '-f', '-'], { input: deployment('web', 3) }),
      'deployment.apps "web" deleted from scale namespace\ndeployment.apps/web replaced\n',
    );
  });

  test('explain', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'explain');
    assert.match(
      await kubectl.ok(['explain', 'deployment.spec.replicas']),
      /GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: replicas <integer>/,
    );
    assert.match(await kubectl.ok(['explain', 'pod.spec', '--recursive']), /containers\s+<\[\]Container> -required-/);
  });

  test('get --watch prints what happens', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'watching');
    await kubectl.ok(['create', '-f', '-'], { input: deployment('web') });
    const watch = kubectl.start(['get', 'deployments', '--watch']);
    await watch.until(/^web +0\/1/m);
    await kubectl.ok(['scale', 'deploy', 'web', '--replicas=7']);
    await watch.until(/^web +0\/7/m);
    await kubectl.ok(['create', '-f', '-'], { input: deployment('other') });
    await watch.until(/^other +0\/1/m);
    await watch.stop();
  });

  test('wait for a field and for the end of an object', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'waiting');
    await kubectl.ok(['create', '-f', '-'], { input: configMap('a', { phase: 'begun' }) });
    const field = kubectl.start(['wait', 'configmap/a', '--for=jsonpath={.data.phase}=done', '--timeout=20s']);
    await kubectl.ok(['patch', 'configmap', 'a', '--type=merge', '-p', '{"data":{"phase":"done"}}']);
    await field.until(/configmap\/a condition met/);
    const end = kubectl.start(['wait', 'configmap/a', '--for=delete', '--timeout=20s']);
    await kubectl.ok(['delete', 'configmap', 'a']);
    await end.until(/\(ended\)/);
    assert.equal(await end.stop(), 0, end.text);
  });

  test('proxy passes plain HTTP on', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'proxying');
    const proxy = kubectl.start(['proxy', '--port=0']);
    const [, address] = await proxy.until(/Starting to serve on (\S+)/);
    const response = await fetch(`http://${address}/api/v1/namespaces/proxying`);
    const body = (await response.json()) as { metadata: { name: string } };
    assert.equal(response.status, 200);
    assert.equal(body.metadata.name, 'proxying');
    await proxy.stop();
  });

  test('nothing comes into a namespace that is on its way out', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'doomed');
    await kubectl.ok(['create', '-f', '-'], { input: configMap('a', { one: '1' }) });
    assert.match(await kubectl.ok(['delete', 'configmap', '--all']), /^configmap "a" deleted from doomed namespace$/m);
    await kubectl.ok(['create', '-f', '-'], { input: configMap('held', { one: '1' }) });
    await kubectl.ok(['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":["example.com/held"]}}']);
    assert.match(await kubectl.ok(['delete', 'namespace', 'doomed', '--wait=false']), /namespace "doomed" deleted/);
    const { stderr } = await kubectl.run(['create', '-f', '-'], { input: configMap('b', { one: '1' }) });
    assert.match(stderr, /forbidden: unable to create new content in namespace doomed because it is being terminated/);
    await kubectl.ok(['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    await kubectl.ok(['wait', 'namespace/doomed', '--for=delete', '--timeout=20s']);
  });
});
