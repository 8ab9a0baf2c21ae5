/**
 * Ownership of fields as people meet it: client-side and server-side apply, conflicts, prune, and a GitOps loop on client-go's apply configurations.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryBackend } from './backends.ts';
import { Kubectl } from './kubectl.ts';
import { configMap, deployment } from './manifests.ts';
import { missing, programs, run } from './processes.ts';

onEveryBackend('ownership', missing('kubectl'), (world) => {
  test('server-side apply takes over from client-side apply without a conflict', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'take-over');
    await kubectl.ok(['apply', '-f', '-'], { input: configMap('a', { one: '1' }) });
    assert.equal(
      await kubectl.ok(['apply', '--server-side', '-f', '-'], { input: configMap('a', { one: '2' }) }),
      'configmap/a serverside-applied\n',
    );
    assert.equal(await kubectl.ok(['get', 'configmap', 'a', '-o', 'jsonpath={.data.one}']), '2');
    assert.equal(await kubectl.ok(['apply', '-f', '-'], { input: configMap('a', { one: '3' }) }), 'configmap/a configured\n');
  });

  test('who applies what another manager owns is told so, and may insist', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'conflicts');
    await kubectl.ok(['apply', '--server-side', '--field-manager=first', '-f', '-'], { input: deployment('web', 1) });
    const refused = await kubectl.run(['apply', '--server-side', '--field-manager=second', '-f', '-'], { input: deployment('web', 2) });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /Apply failed with 1 conflict: conflict with "first": \.spec\.replicas/);
    await kubectl.ok(['apply', '--server-side', '--field-manager=second', '--force-conflicts', '-f', '-'], { input: deployment('web', 2) });
    const managers = await kubectl.ok(['get', 'deploy', 'web', '--show-managed-fields', '-o', 'jsonpath={.metadata.managedFields[*].manager}']);
    assert.deepEqual(managers.split(' ').sort(), ['first', 'second']);
  });

  test('a field that is no longer applied goes, unless somebody else owns it', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'removal');
    const apply = (manager: string, data: { [key: string]: string }): Promise<string> =>
      kubectl.ok(['apply', '--server-side', `--field-manager=${manager}`, '-f', '-'], { input: configMap('a', data) });
    await apply('one', { shared: 'x', own: 'y' });
    await apply('two', { shared: 'x' });
    await apply('one', {});
    assert.equal(await kubectl.ok(['get', 'configmap', 'a', '-o', 'jsonpath={.data}']), '{"shared":"x"}');
  });

  test('diff --server-side shows what would change', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'server-diff');
    await kubectl.ok(['apply', '--server-side', '-f', '-'], { input: deployment('web', 1) });
    const diff = await kubectl.run(['diff', '--server-side', '-f', '-'], { input: deployment('web', 4) });
    assert.equal(diff.code, 1, diff.stderr);
    assert.match(diff.stdout, /- {2}replicas: 1\n\+ {2}replicas: 4/);
  });

  test('prune removes what is not in the manifests any more', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'prune');
    const labelled = (name: string): string => configMap(name, { k: 'v' }).replace(`name: ${name}\n`, `name: ${name}\n  labels:\n    set: a\n`);
    await kubectl.ok(['apply', '-f', '-'], { input: `${labelled('keep')}---\n${labelled('drop')}` });
    const pruned = await kubectl.ok(['apply', '--prune', '-l', 'set=a', '--prune-allowlist=core/v1/ConfigMap', '-f', '-'], {
      input: labelled('keep'),
    });
    assert.match(pruned, /configmap\/drop pruned/);
    assert.equal(await kubectl.ok(['get', 'configmaps', '-l', 'set=a', '-o', 'name']), 'configmap/keep\n');
  });

  test('replace --force, set, and every kind of patch keep their owners apart', async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'every-way');
    await kubectl.ok(['create', '-f', '-'], { input: deployment('web', 1) });
    await kubectl.ok(['set', 'image', 'deployment/web', 'web=nginx:1.28']);
    await kubectl.ok(['patch', 'deployment', 'web', '--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":3}]']);
    await kubectl.ok(['patch', 'deployment', 'web', '--type=merge', '-p', '{"metadata":{"labels":{"merged":"yes"}}}']);
    await kubectl.ok(['patch', 'deployment', 'web', '-p', '{"spec":{"template":{"spec":{"containers":[{"name":"web","tty":true}]}}}}']);
    const owners = await kubectl.ok(['get', 'deploy', 'web', '--show-managed-fields', '-o', 'jsonpath={.metadata.managedFields[*].manager}']);
    assert.deepEqual([...new Set(owners.split(' '))].sort(), ['kubectl-create', 'kubectl-patch', 'kubectl-set']);
    assert.match(await kubectl.ok(['replace', '--force', '-f', '-'], { input: deployment('web', 5) }), /deployment\.apps\/web replaced/);
  });

  test('a GitOps loop applies, repairs what others change, and prunes', { skip: missing('clientGo') }, async () => {
    const kubectl = await Kubectl.inNamespace(world.server(), 'gitops');
    const { code, stdout, stderr } = await run(programs.clientGo ?? 'client-go', ['gitops', world.server().kubeconfig, 'gitops'], {});
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(stdout.trim().split('\n'), ['applied web', 'drift repaired', 'other owner kept', 'pruned settings']);
    assert.equal(await kubectl.ok(['get', 'configmaps', '-l', 'gitops=loop', '-o', 'name']), '');
  });
});
