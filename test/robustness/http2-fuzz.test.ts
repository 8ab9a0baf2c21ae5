/**
 * Random bytes and damaged frames after a good beginning, from a seed: whatever becomes of the connection, the server lives, others are served, and nothing
 * stays behind.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { block, data, frame, PREFACE, settings } from '../../src/server/transport/http2/client.fixture.ts';
import { ACK, END_HEADERS, END_STREAM, FrameType } from '../../src/server/transport/http2/frames.ts';
import { seeded } from './hostile-input.ts';
import { headers, INDEXED, ping, remembered, reset, Setting, windowUpdate } from './http2-frames.fixture.ts';
import { CONFIG_MAPS, get, post, watch } from './http2-offences.fixture.ts';
import { AttackedServer } from './http2-server.fixture.ts';

const TIMEOUT_MS = 30_000;
/** So many connections are made by each test, of which so many are open at a time. */
const CONNECTIONS = 120;
const AT_ONCE = 12;
const GROWTH_BYTES = 150 * 1024 * 1024;

let server: AttackedServer;
before(async () => {
  server = await AttackedServer.start();
});
after(() => server[Symbol.asyncDispose]());

type Random = () => number;

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => below(random, 256)));
}

/** What a client does that means well: a bit of everything. */
function talk(name: string): Buffer[] {
  const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: 'b'.repeat(300) } }));
  return [
    settings([Setting.initialWindowSize, 1000], [Setting.headerTableSize, 4096], [Setting.maxFrameSize, 20_000]),
    frame(4, ACK, 0),
    windowUpdate(0, 100_000_000),
    headers(1, get('/version')),
    headers(3, post(['content-length', String(body.length)]), { open: true }),
    data(3, body.subarray(0, 100)),
    frame(FrameType.data, 8, 3, Buffer.concat([Buffer.of(3), body.subarray(100, 200), Buffer.alloc(3)])),
    data(3, body.subarray(200)),
    headers(3, [['x-trailer', '1']]),
    headers(5, watch()),
    headers(7, Buffer.concat([block(...get(CONFIG_MAPS)), remembered('x', 'y'.repeat(50)), Buffer.alloc(10, INDEXED)]), { frameBytes: 40 }),
    ping(),
    windowUpdate(7, 5000),
    frame(FrameType.priority, 0, 5, Buffer.of(0, 0, 0, 3, 16)),
    settings([Setting.initialWindowSize, 3000], [Setting.headerTableSize, 0]),
    reset(5),
    frame(
      FrameType.headers,
      END_HEADERS | END_STREAM | 0x28,
      9,
      Buffer.concat([Buffer.of(2, 0x80, 0, 0, 1, 5), block(...get('/api')), Buffer.alloc(2)]),
    ),
    frame(99, 255, 9, Buffer.alloc(20)),
    headers(11, get(`${CONFIG_MAPS}/${name}`)),
    frame(FrameType.goaway, 0, 0, Buffer.alloc(8)),
  ];
}

/** Ways to damage a conversation; each takes it and gives another. */
const DAMAGES: readonly ((frames: Buffer[], random: Random) => Buffer[])[] = [
  (frames, random) => frames.toSpliced(below(random, frames.length), 1),
  (frames, random) => frames.toSpliced(below(random, frames.length), 0, frames[below(random, frames.length)] as Buffer),
  (frames, random) => frames.toSorted(() => random() - 0.5),
  (frames, random) => changed(frames, random, (bytes) => bytes.subarray(0, below(random, bytes.length))),
  (frames, random) => changed(frames, random, (bytes) => Buffer.concat([bytes, noise(random, 1 + below(random, 30))])),
  // A byte anywhere; in the head: length, type, flags or stream.
  (frames, random) => changed(frames, random, (bytes) => withByte(bytes, below(random, bytes.length), random)),
  (frames, random) => changed(frames, random, (bytes) => withByte(bytes, below(random, 9), random)),
  (frames, random) => changed(frames, random, (bytes) => withByte(bytes, 8, random)),
  (frames, random) =>
    frames.toSpliced(
      below(random, frames.length),
      0,
      frame(below(random, 12), below(random, 256), below(random, 14), noise(random, below(random, 60))),
    ),
];

function changed(frames: readonly Buffer[], random: Random, change: (bytes: Buffer) => Buffer): Buffer[] {
  const place = below(random, frames.length);
  return frames.map((each, i) => (i === place ? change(each) : each));
}

function withByte(bytes: Buffer, place: number, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  if (place < copy.length) copy[place] = below(random, 256);
  return copy;
}

/** Bytes in pieces, as networks deliver them. */
function torn(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: below(random, 6) }, () => below(random, bytes.length)).sort((a, b) => a - b);
  return [0, ...cuts].map((start, i) => bytes.subarray(start, cuts[i] ?? bytes.length));
}

async function fuzz(seed: number, make: (random: Random, i: number) => Buffer): Promise<void> {
  const random = seeded(seed);
  const before = process.memoryUsage().rss;
  await server.during(async () => {
    for (let i = 0; i < CONNECTIONS; i += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => throwOne(torn(make(random, i + k), random))));
  });
  await server.quiet();
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < GROWTH_BYTES, `memory grew by ${grown} bytes`);
  assert.deepEqual(server.mistakes, []);
}

async function throwOne(pieces: readonly Buffer[]): Promise<void> {
  using connection = await server.open(PREFACE);
  for (const piece of pieces) {
    await connection.sendAll(piece);
  }
  await connection.finish();
}

test('random bytes after the preface', { timeout: TIMEOUT_MS }, () =>
  fuzz(1, (random, i) => Buffer.concat([i % 2 === 0 ? settings() : Buffer.alloc(0), noise(random, 1 + below(random, 2000))])),
);

test('frames of random kinds with random contents', { timeout: TIMEOUT_MS }, () =>
  fuzz(2, (random) => {
    const frames = Array.from({ length: 1 + below(random, 20) }, () =>
      frame(below(random, 11), below(random, 256), below(random, 6), noise(random, below(random, 40))),
    );
    return Buffer.concat([settings(), ...frames]);
  }),
);

test('random header blocks', { timeout: TIMEOUT_MS }, () =>
  fuzz(3, (random) => {
    const blocks = Array.from({ length: 10 }, (_, i) => {
      const good = block(...get('/version', ['x', 'y'.repeat(below(random, 300))]));
      return headers(2 * i + 1, withByte(withByte(good, below(random, good.length), random), below(random, good.length), random));
    });
    return Buffer.concat([settings(), ...blocks]);
  }),
);

test('conversations with one to four damages', { timeout: TIMEOUT_MS }, () =>
  fuzz(4, (random, i) => {
    let frames = talk(`fuzz-${i}`);
    for (let n = 1 + below(random, 4); n > 0 && frames.length > 0; n--)
      frames = (DAMAGES[below(random, DAMAGES.length)] as (typeof DAMAGES)[number])(frames, random);
    return Buffer.concat(frames);
  }),
);

test('a conversation without damage is answered whole, however it is torn', { timeout: TIMEOUT_MS }, async () => {
  const random = seeded(5);
  for (let i = 0; i < 20; i++) {
    using connection = await server.open(PREFACE);
    const frames = talk(`good-${i}`).slice(0, -1);
    for (const piece of torn(Buffer.concat(frames), random)) {
      await connection.sendAll(piece);
    }
    connection.send(windowUpdate(7, 100_000_000));
    assert.equal(await connection.outcome(1), 'answer 200');
    assert.equal(await connection.outcome(3), 'answer 201');
    assert.equal(await connection.outcome(7), 'answer 200');
    assert.equal(await connection.outcome(9), 'answer 200');
    assert.match(await connection.outcome(11), /^answer (200|404)$/);
  }
});
