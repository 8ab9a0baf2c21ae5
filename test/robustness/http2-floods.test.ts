/**
 * Clients that send without end what costs them nothing (CVE-2019-9511 to 9518, CVE-2023-44487, CVE-2024-27983 and their kin): they are cut off as Go's server
 * cuts them off, or served if they do no harm; memory stays where it is, and others are served all the while.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { block, data, frame, PREFACE, settings } from '../../src/server/transport/http2/client.fixture.ts';
import { END_STREAM, FrameType } from '../../src/server/transport/http2/frames.ts';
import type { FrameConnection } from './http2-connection.fixture.ts';
import { headers, INDEXED, many, ping, remembered, reset, windowUpdate } from './http2-frames.fixture.ts';
import { CONFIG_MAPS, get, post, watch } from './http2-offences.fixture.ts';
import { AttackedServer } from './http2-server.fixture.ts';

const TIMEOUT_MS = 20_000;
/** A flood has this many rounds, unless the server ends it before. */
const ROUNDS = 1000;
const PER_ROUND = 100;
/** So many rounds nobody minds. */
const FEW_ROUNDS = 50;
/** What a flood may cost, with all that the collector has not come to yet. */
const GROWTH_BYTES = 120 * 1024 * 1024;
const GET = get('/version');

let server: AttackedServer;
before(async () => {
  server = await AttackedServer.start();
});
after(() => server[Symbol.asyncDispose]());

/** Sends rounds until the server hangs up. */
async function flood(connection: FrameConnection, round: Buffer): Promise<void> {
  for (let i = 0; i < ROUNDS && !connection.isClosed; i++) await connection.sendAll(round);
}

/** A flood on a connection of its own: others are served, memory does not grow, nothing stays behind. */
function flooding(what: string, attack: (connection: FrameConnection) => Promise<void>, reads = true): void {
  test(what, { timeout: TIMEOUT_MS }, async () => {
    using connection = await server.open(Buffer.concat([PREFACE, settings()]), reads);
    const before = process.memoryUsage().rss;
    await server.during(() => attack(connection));
    connection.close();
    await server.quiet();
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
    assert.deepEqual(server.mistakes, []);
  });
}

for (const [what, fields] of [
  ['reads', GET],
  ['lists', get(CONFIG_MAPS)],
  ['watches', watch()],
] as const) {
  flooding(`who opens and resets ${what} without end is told to calm down (CVE-2023-44487)`, async (connection) => {
    connection.send(many(10_000, (i) => Buffer.concat([headers(2 * i + 1, fields), reset(2 * i + 1)])));
    assert.equal(await connection.end(), 'ENHANCE_YOUR_CALM');
  });
}

flooding('headers that go on without end end the connection (CVE-2024-27983)', async (connection) => {
  connection.send(frame(FrameType.headers, END_STREAM, 1, block(...GET)));
  await flood(connection, frame(FrameType.continuation, 0, 1, block(['x', 'a'.repeat(10_000)])));
  assert.ok(connection.isClosed);
});

flooding('headers that go on without end and say nothing end the connection (CVE-2019-9518)', async (connection) => {
  connection.send(frame(FrameType.headers, END_STREAM, 1, block(...GET)));
  await flood(
    connection,
    many(PER_ROUND, () => frame(FrameType.continuation, 0, 1)),
  );
  assert.ok(connection.isClosed);
});

flooding('a few kilobytes that unfold to 40 megabytes of headers are too large', async (connection) => {
  const bomb = Buffer.concat([block(...GET), remembered('x', 'a'.repeat(4000)), Buffer.alloc(10_000, INDEXED)]);
  assert.equal((await connection.ask(1, headers(1, bomb))).status, 431);
});

for (const [what, bytes] of [
  ['pings', ping()],
  ['settings', settings()],
] as const) {
  flooding(
    `who sends ${what} without end and reads no answer is cut off (CVE-2019-9512, CVE-2019-9515)`,
    async (connection) => {
      // The network holds some megabytes of what nobody reads.
      const round = many(20 * PER_ROUND, () => bytes);
      while (!connection.isClosed) await connection.sendAll(round);
    },
    false,
  );
}

for (const [what, bytes] of [
  ['priorities', frame(FrameType.priority, 0, 1, Buffer.of(0, 0, 0, 3, 1))],
  ['windows', windowUpdate(0, 1)],
  ['frames that nobody knows', frame(77, 0, 0, Buffer.of(1))],
] as const) {
  const round = many(PER_ROUND, () => bytes);

  flooding(`some ${what} do no harm`, async (connection) => {
    for (let i = 0; i < FEW_ROUNDS; i++) connection.send(round);
    assert.equal((await connection.ask(1, headers(1, GET))).status, 200);
  });

  flooding(`who sends ${what} without end is told to calm down`, async (connection) => {
    await flood(connection, round);
    assert.equal(await connection.end(), 'ENHANCE_YOUR_CALM');
  });
}

flooding('who sends data without content and without end is told to calm down (CVE-2019-9518)', async (connection) => {
  connection.send(headers(1, post(), { open: true }));
  await flood(
    connection,
    many(PER_ROUND, () => data(1, Buffer.alloc(0))),
  );
  assert.equal(await connection.end(), 'ENHANCE_YOUR_CALM');
});

flooding('a body in pieces of a byte takes no more memory than it is long', async (connection) => {
  const streams = [1, 3, 5, 7];
  for (const stream of streams) {
    connection.send(headers(stream, watch(), { open: true }));
    for (let i = 0; i < 400; i++) await connection.sendAll(many(PER_ROUND, () => data(stream, Buffer.of(0x20))));
  }
  assert.equal((await connection.ask(9, headers(9, GET))).status, 200);
});
