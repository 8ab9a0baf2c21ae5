import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiError } from '../machinery/status.ts';
import { attributes } from './admission.fixture.ts';
import { makeAdmissionChain } from './chain.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './interface.ts';
import { makeNamespaceLifecycle } from './plugins/namespaces/namespace-lifecycle.ts';

test('plugins run in order, mutating ones apart from validating ones, and only for their operations', async () => {
  const seen: string[] = [];
  const plugin = (name: string, operations: AdmissionPlugin['operations']): AdmissionPlugin => ({
    name,
    operations,
    mutate: () => void seen.push(`mutate ${name}`),
    validate: () => void seen.push(`validate ${name}`),
  });
  const chain = makeAdmissionChain([plugin('one', ['CREATE']), plugin('two', ['CREATE', 'DELETE'])]);
  await chain.mutate(attributes({}));
  await chain.validate(attributes({ operation: 'DELETE' }));
  assert.deepEqual(seen, ['mutate one', 'mutate two', 'validate two']);
  assert.ok(!chain.handles('UPDATE'));
});

test('a plugin meets only the resources that it names; the others meet it not at all', async () => {
  const seen: string[] = [];
  const plugin = (name: string, resources: readonly string[] | undefined): AdmissionPlugin => ({
    name,
    operations: ['CREATE'],
    ...(resources === undefined ? {} : { resources }),
    validate: ({ resource, subresource }) => void seen.push(`${name} ${resource}/${subresource}`),
  });
  const chain = makeAdmissionChain([
    plugin('pods', ['pods', 'pods/binding']),
    plugin('all', undefined),
    plugin('ingresses', ['ingresses.networking.k8s.io']),
  ]);
  await chain.validate(attributes({ resource: 'pods' }));
  await chain.validate(attributes({ resource: 'pods', subresource: 'status' }));
  await chain.validate(attributes({ resource: 'pods', subresource: 'binding' }));
  await chain.validate(attributes({ resource: 'ingresses', group: 'networking.k8s.io' }));
  await chain.validate(attributes({ resource: 'ingresses', group: 'example.com' }));
  assert.deepEqual(seen, [
    'pods pods/',
    'all pods/',
    'all pods/status',
    'pods pods/binding',
    'all pods/binding',
    'all ingresses/',
    'ingresses ingresses/',
    'all ingresses/',
  ]);
});

const NAMESPACES: { readonly [name: string]: { readonly phase: string } } = { here: { phase: 'Active' }, going: { phase: 'Terminating' } };

function lifecycle(): {
  readonly refusal: (given: Partial<AdmissionAttributes>) => Promise<ApiError | undefined>;
  readonly looked: [string, string][];
} {
  const looked: [string, string][] = [];
  const plugin = makeNamespaceLifecycle({
    clock: { now: () => 0, after: () => () => {} },
    getNamespace: async (name, from) => {
      looked.push([name, from]);
      const status = NAMESPACES[name];
      return status === undefined ? undefined : { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, status };
    },
  });
  const refusal = async (given: Partial<AdmissionAttributes>): Promise<ApiError | undefined> => {
    try {
      await plugin.mutate?.(attributes(given));
      return undefined;
    } catch (error) {
      return error as ApiError;
    }
  };
  return { refusal, looked };
}

test('nothing is created in a namespace that is missing or on its way out', async () => {
  const { refusal } = lifecycle();
  assert.equal(await refusal({}), undefined);
  assert.equal((await refusal({ namespace: 'nowhere' }))?.message, 'namespaces "nowhere" not found');
  const error = await refusal({ namespace: 'going', name: '', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { generateName: 'g-' } } });
  assert.equal(error?.message, 'configmaps "g-" is forbidden: unable to create new content in namespace going because it is being terminated');
  assert.deepEqual(error?.status.details?.causes, [
    { reason: 'NamespaceTerminating', message: 'namespace going is being terminated', field: 'metadata.namespace' },
  ]);
  assert.equal(await refusal({ namespace: 'going', operation: 'UPDATE' }), undefined);
  assert.equal(await refusal({ namespace: 'nowhere', operation: 'DELETE' }), undefined);
});

test('three namespaces live for ever', async () => {
  const { refusal } = lifecycle();
  const remove = (name: string): Promise<ApiError | undefined> =>
    refusal({ operation: 'DELETE', kind: 'Namespace', resource: 'namespaces', namespace: '', name });
  assert.equal((await remove('kube-system'))?.message, 'namespaces "kube-system" is forbidden: this namespace may not be deleted');
  assert.equal(await remove('kube-node-lease'), undefined);
});

test('after its deletion a namespace is looked up live, whatever a cache says', async () => {
  const { refusal, looked } = lifecycle();
  await refusal({ operation: 'DELETE', kind: 'Namespace', resource: 'namespaces', namespace: '', name: 'here' });
  await refusal({});
  assert.deepEqual(looked, [['here', 'store']]);
});
