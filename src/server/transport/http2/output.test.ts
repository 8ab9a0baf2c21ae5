import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, type Frame, frame, get, PREFACE, settings, type TestClient, uint32 } from './client.fixture.ts';
import { FrameType } from './frames.ts';
import { HeldPieces } from './held-pieces.ts';
import type { OutgoingStream, TurnQueue } from './outgoing-stream.ts';
import { type BytesTarget, Output } from './output.ts';
import { BATCH_BYTES } from './slabs.ts';

/** A socket that takes a write when it is told to. */
class SlowTarget implements BytesTarget {
  readonly writes: Buffer[] = [];
  #taken: ((error?: Error | null) => void) | undefined;

  write(bytes: Uint8Array, written: (error?: Error | null) => void): boolean {
    assert.equal(this.#taken, undefined, 'only one write is under way');
    this.writes.push(Buffer.from(bytes));
    this.#taken = written;
    return true;
  }

  take(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  /** The last write's frames: types, streams and lengths. */
  get last(): { readonly type: number; readonly stream: number; readonly length: number }[] {
    const bytes = this.writes.at(-1) ?? Buffer.alloc(0);
    const frames = [];
    for (let at = 0; at < bytes.length; at += 9 + bytes.readUIntBE(at, 3))
      frames.push({ type: bytes[at + 3] as number, stream: bytes.readUInt32BE(at + 5), length: bytes.readUIntBE(at, 3) });
    return frames;
  }
}

class TestStream extends HeldPieces implements OutgoingStream {
  readonly id: number;
  readonly status = 200;
  sendWindow = 1 << 24;
  heldHead: readonly string[] | undefined = undefined;
  isEnding = false;
  queue: TurnQueue | undefined = undefined;
  previous: OutgoingStream | undefined = undefined;
  next: OutgoingStream | undefined = undefined;
  isEmptied = false;
  isAnswered = false;

  constructor(id: number) {
    super();
    this.id = id;
  }

  get heldBytes(): number {
    return this.bytes;
  }
  get isHolding(): boolean {
    return this.heldHead !== undefined || this.bytes > 0;
  }
  get piece(): Uint8Array {
    return this.first;
  }
  get pieceOffset(): number {
    return this.offset;
  }
  hold(piece: Uint8Array): void {
    this.add(piece);
  }
  emptied(): void {
    this.isEmptied = true;
  }
  answered(): void {
    this.isAnswered = true;
  }
}

function output(): { readonly target: SlowTarget; readonly out: Output } {
  const target = new SlowTarget();
  const out = new Output(target, () => {});
  out.widen(1 << 24);
  return { target, out };
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is said in one tick is one write, and what is said while that is under way is the next', async () => {
  const { target, out } = output();
  for (const id of [1, 3, 5]) {
    const stream = new TestStream(id);
    out.head(stream, ['content-type', 'text/plain']);
    out.body(stream, Buffer.from('body'));
    out.end(stream);
  }
  assert.equal(target.writes.length, 0);
  await tick();
  assert.deepEqual(
    target.last.map(({ type, stream }) => [type, stream]),
    [1, 3, 5].flatMap((id) => [
      [FrameType.headers, id],
      [FrameType.data, id],
    ]),
  );
  for (let i = 0; i < 3; i++) {
    out.ping(true, Buffer.alloc(8), 0);
    await tick();
  }
  assert.equal(target.writes.length, 1);
  target.take();
  assert.equal(target.last.length, 3);
});

test('pieces of one stream that follow each other are one frame', async () => {
  const { target, out } = output();
  const stream = new TestStream(1);
  out.head(stream, []);
  for (const piece of ['a ', 'list ', 'of ', 'pieces']) out.body(stream, Buffer.from(piece));
  out.end(stream);
  await tick();
  assert.deepEqual(
    target.last.map(({ type, length }) => [type, length > 0]),
    [
      [FrameType.headers, true],
      [FrameType.data, true],
    ],
  );
  assert.equal(target.last[1]?.length, 'a list of pieces'.length);
});

test('long answers take turns, and short ones go ahead of them', async () => {
  const { target, out } = output();
  const [first, second, short] = [new TestStream(1), new TestStream(3), new TestStream(5)];
  for (const stream of [first, second]) {
    out.head(stream, []);
    assert.equal(out.body(stream, Buffer.alloc(1_000_000)), false);
  }
  await tick();
  const shares = new Map<number, number>();
  for (let i = 0; i < 10; i++) {
    if (i === 4) {
      out.head(short, []);
      assert.equal(out.body(short, Buffer.alloc(1000)), true);
      out.end(short);
      assert.ok(short.isAnswered);
    }
    target.take();
    if (i === 4) assert.ok(target.last.some(({ stream }) => stream === 5));
    for (const { stream, length } of target.last) shares.set(stream, (shares.get(stream) ?? 0) + length);
    assert.ok((target.writes.at(-1)?.length ?? 0) <= BATCH_BYTES);
  }
  const [one, other] = [shares.get(1) ?? 0, shares.get(3) ?? 0];
  assert.ok(Math.abs(one - other) <= BATCH_BYTES, `${one} ${other}`);
});

test('short answers without end do not keep a long one waiting', async () => {
  const { target, out } = output();
  const long = new TestStream(1);
  out.head(long, []);
  out.body(long, Buffer.alloc(500_000));
  await tick();
  const before = long.bytes;
  for (let i = 0; i < 10; i++) {
    for (let id = 3; id < 43; id += 2) {
      const stream = new TestStream(id);
      out.head(stream, []);
      out.body(stream, Buffer.alloc(1000));
      out.end(stream);
    }
    target.take();
  }
  assert.ok(before - long.bytes >= 10 * (BATCH_BYTES / 2) - 10 * 2000, String(before - long.bytes));
});

test('a stream has drained when its bytes were copied: changing them changes nothing that is sent', async () => {
  const { target, out } = output();
  const stream = new TestStream(1);
  const piece = Buffer.alloc(50_000, 'x');
  out.head(stream, []);
  assert.equal(out.body(stream, piece), false);
  assert.equal(stream.isEmptied, false);
  await tick();
  assert.equal(stream.isEmptied, true);
  piece.fill('y');
  assert.equal(target.writes[0]?.includes('y'.repeat(10)), false);
  assert.equal(stream.first.length, 0);
});

test('memory of a write that failed is not used again', async () => {
  const writes: { readonly bytes: Uint8Array; readonly written: (error?: Error | null) => void }[] = [];
  const target = { write: (bytes: Uint8Array, written: (error?: Error | null) => void) => writes.push({ bytes, written }) > 0 };
  const broken = new Output(target, () => {});
  broken.ping(true, Buffer.from('12345678'), 0);
  await tick();
  writes[0]?.written(new Error('broken'));
  const other = new Output(target, () => {});
  other.ping(true, Buffer.from('abcdefgh'), 0);
  await tick();
  assert.notEqual(writes[0]?.bytes.buffer, writes[1]?.bytes.buffer);
  assert.equal(Buffer.from(writes[0]?.bytes ?? []).toString('latin1', 9), '12345678');
});

async function slowly(client: TestClient): Promise<void> {
  client.send(PREFACE, settings([4, 10]), get(1));
  for (let grown = 10; grown < 100; grown += 7) {
    await client.until(() => client.body(1).length === Math.min(grown, 100));
    client.send(frame(FrameType.windowUpdate, 0, 1, uint32(7)));
  }
  await client.until(() => client.isAnswered(1));
}

test('a stream sends as much as its window has room for, and goes on when that grows', async () => {
  const text = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
  const { client } = connect((_request, sink) => {
    sink.head(200, []);
    sink.end(text);
    return undefined;
  });
  await slowly(client);
  assert.deepEqual(client.body(1), text);
});

test('the window of the connection holds every stream back, and heads and empty ends go past it', async () => {
  const { client } = connect((request, sink) => {
    sink.head(200, []);
    sink.end(Buffer.alloc(request.target === '/short' ? 0 : 50_000));
    return undefined;
  });
  await client.greet([4, 1 << 20]);
  client.send(get(1), get(3), get(5, '/short'));
  await client.until(() => client.isAnswered(5) && client.body(1).length + client.body(3).length === 65_535);
  assert.deepEqual([client.head(1).get(':status'), client.head(3).get(':status')], ['200', '200']);
  client.send(frame(FrameType.windowUpdate, 0, 0, uint32(34_465)));
  await client.until(() => client.isAnswered(1) && client.isAnswered(3));
  assert.deepEqual([client.body(1).length, client.body(3).length], [50_000, 50_000]);
});

test('a client that takes windows back is given nothing until they are open again', async () => {
  const { client } = connect((_request, sink) => {
    sink.head(200, []);
    sink.end(Buffer.alloc(100));
    return undefined;
  });
  await client.greet([4, 60]);
  client.send(get(1));
  await client.until(() => client.body(1).length === 60);
  client.send(settings([4, 10]), frame(FrameType.windowUpdate, 0, 1, uint32(50)), frame(FrameType.ping, 0, 0, Buffer.alloc(8)));
  await client.until(() => client.of(FrameType.ping).length === 1);
  assert.equal(client.body(1).length, 60);
  client.send(settings([4, 50]));
  await client.until(() => client.isAnswered(1));
  assert.equal(client.body(1).length, 100);
});

test('frames are as long as the client allows, and no longer', async () => {
  const { client } = connect((_request, sink) => {
    sink.head(200, []);
    sink.end(Buffer.alloc(50_000));
    return undefined;
  });
  await client.greet();
  client.send(get(1));
  await client.until(() => client.isAnswered(1));
  const lengths = (frames: readonly Frame[]): number[] => frames.map(({ payload }) => payload.length);
  assert.ok(lengths(client.of(FrameType.data, 1)).every((length) => length <= 16_384));
  client.send(settings([5, 1 << 20]), frame(FrameType.windowUpdate, 0, 0, uint32(50_000)), get(3));
  await client.until(() => client.isAnswered(3));
  assert.ok(lengths(client.of(FrameType.data, 3)).some((length) => length > 16_384));
});

test('a head longer than a frame may be goes on in CONTINUATION', async () => {
  const long = '0123456789'.repeat(4000);
  const { client } = connect((_request, sink) => {
    sink.head(200, ['x-long', long]);
    sink.end(Buffer.from('body'));
    return undefined;
  });
  await client.greet();
  client.send(get(1));
  await client.until(() => client.isAnswered(1));
  assert.deepEqual(
    client.frames.filter(({ stream }) => stream === 1).map(({ type }) => type),
    [FrameType.headers, FrameType.continuation, FrameType.continuation, FrameType.data],
  );
  assert.equal(client.head(1).get('x-long'), long);
  assert.equal(client.body(1).toString(), 'body');
});
