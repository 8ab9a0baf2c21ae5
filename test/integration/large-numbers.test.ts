/** Numbers that no double holds come back as they were sent, wherever they are shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../../src/testing/index.ts';

const REVISIONS = '/apis/apps/v1/namespaces/default/controllerrevisions';
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

test('the largest int64 is the same in an object, a patched object and a table', async () => {
  await using server = await startTestServer();
  const most = '9223372036854775807';
  const body = `{"apiVersion":"apps/v1","kind":"ControllerRevision","metadata":{"name":"a"},"data":{},"revision":${most}}`;
  const created = await server.fetch(REVISIONS, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.equal(created.status, 201);
  assert.match(await created.text(), new RegExp(`"revision":${most}[,}]`));
  const headers = { 'content-type': 'application/merge-patch+json' };
  const patched = await server.fetch(`${REVISIONS}/a`, { method: 'PATCH', headers, body: '{"metadata":{"labels":{"a":"b"}}}' });
  assert.match(await patched.text(), new RegExp(`"revision":${most}[,}]`));
  const table = await server.fetch(`${REVISIONS}/a`, { headers: { accept: TABLE } });
  assert.match(await table.text(), new RegExp(`"cells":\\["a","[^"]*",${most},`));
});
