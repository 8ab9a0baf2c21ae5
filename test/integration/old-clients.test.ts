/** What clients from before v1.10 ask for: the description of the API at its old place. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

let server: Server;
before(async () => {
  server = await startTestServer({ tokenFile: 'joe-token,joe,j-1\n' });
});
after(() => server.close());

const OLD = '/swagger.json';
const as = (token: string): RequestInit => ({ headers: { authorization: token === '' ? '' : `Bearer ${token}` } });

test('/swagger.json is the document of /openapi/v2, and is cached and compressed like it', async () => {
  const [old, now] = await Promise.all([server.fetch(OLD), server.fetch('/openapi/v2')]);
  assert.equal(old.status, 200);
  assert.equal(old.headers.get('content-type'), 'application/json');
  assert.equal(await old.text(), await now.text());
  const etag = old.headers.get('etag') ?? '';
  assert.equal(etag, now.headers.get('etag'));
  assert.equal((await server.fetch(OLD, { headers: { 'if-none-match': etag } })).status, 304);
  const zipped = await server.fetch(OLD, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(zipped.headers.get('content-encoding'), 'gzip');
});

test('who may read the new place may read the old one, and nobody else; the index does not list it', async () => {
  for (const place of [OLD, '/openapi/v2']) {
    assert.equal((await server.fetch(place, as('joe-token'))).status, 200, place);
    assert.equal((await server.fetch(place, as(''))).status, 403, place);
  }
  assert.ok(!(await (await server.fetch('/')).text()).includes('swagger'));
});
