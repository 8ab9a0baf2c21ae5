/** An admission plugin of one's own, compiled into a program. `--admission-plugin-module` loads the same from a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PluginModule, startTestServer } from '../src/testing/index.ts';

const requireTeam: PluginModule = {
  makeAdmissionPlugin: ({ refuse }) => ({
    name: 'RequireTeam',
    operations: ['CREATE'],
    resources: ['configmaps'],
    validate(attributes) {
      if (attributes.object?.metadata.labels?.team === undefined) throw refuse(attributes, 'label team is missing');
    },
  }),
};

test('a config map without a team is refused', async () => {
  await using server = await startTestServer({ admissionPluginModules: [requireTeam] });
  const create = (labels: object): Promise<Response> =>
    server.fetch('/api/v1/namespaces/default/configmaps', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { name: 'settings', labels } }),
    });
  assert.equal((await create({})).status, 403);
  assert.equal((await create({ team: 'blue' })).status, 201);
});
