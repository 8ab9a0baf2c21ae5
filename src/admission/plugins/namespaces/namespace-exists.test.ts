import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, alreadyExists } from '../../../machinery/status.ts';
import { attributes, object, refusal } from '../../admission.fixture.ts';
import { makeNamespaceAutoProvision, makeNamespaceExists } from './namespace-exists.ts';

test('a missing namespace is made, or refused', async () => {
  const made: string[] = [];
  const provision = makeNamespaceAutoProvision({
    getNamespace: async () => undefined,
    createNamespace: async (name) => {
      if (name === 'late') throw alreadyExists({ group: '', resource: 'namespaces' }, name);
      if (name === 'Bad') throw new ApiError(422, 'Invalid', 'Namespace "Bad" is invalid');
      made.push(name);
    },
  });
  assert.equal(await refusal(provision, attributes({ namespace: 'new' })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'late' })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'dry', dryRun: true })), undefined);
  assert.equal(await refusal(provision, attributes({ namespace: 'Bad' })), 'configmaps "a" is forbidden: Namespace "Bad" is invalid');
  assert.deepEqual(made, ['new']);
  const exists = makeNamespaceExists({
    getNamespace: async (name, from) => (name === 'here' || (name === 'fresh' && from === 'store') ? object('Namespace', name) : undefined),
  });
  assert.equal(await refusal(exists, attributes({})), undefined);
  assert.equal(await refusal(exists, attributes({ namespace: 'fresh' })), undefined);
  assert.equal(await refusal(exists, attributes({ namespace: 'gone' })), 'namespaces "gone" not found');
});
