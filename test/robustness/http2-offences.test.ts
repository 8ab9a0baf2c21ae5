/** Clients that break the rules of HTTP/2: each offence costs the stream or the connection it was made on, with the code that says why, and nothing else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { headers } from './http2-frames.fixture.ts';
import { CONNECTION_ERRORS, get, MALFORMED, type Offence, STREAM_ERRORS } from './http2-offences.fixture.ts';
import { AttackedServer } from './http2-server.fixture.ts';

let server: AttackedServer;
before(async () => {
  server = await AttackedServer.start();
});
after(() => server[Symbol.asyncDispose]());

for (const [what, { bytes, outcome }] of Object.entries<Offence>({ ...MALFORMED, ...STREAM_ERRORS })) {
  test(`${what}: ${outcome}, and the connection goes on`, { timeout: 5000 }, async () => {
    using connection = await server.open();
    connection.send(bytes);
    assert.equal(await connection.outcome(1), outcome);
    assert.equal((await connection.ask(3, headers(3, get('/version')))).status, 200);
  });
}

for (const [what, { bytes, outcome }] of Object.entries(CONNECTION_ERRORS)) {
  test(`${what}: ${outcome}, and others are served`, { timeout: 5000 }, async () => {
    using connection = await server.open();
    connection.send(bytes);
    assert.equal(await connection.outcome(1), outcome);
    await connection.end();
    using other = await server.open();
    assert.equal((await other.ask(1, headers(1, get('/version')))).status, 200);
  });
}

test('after all that nothing is under way, and nothing was logged as a mistake', { timeout: 5000 }, async () => {
  await server.quiet();
  assert.deepEqual(server.mistakes, []);
});
