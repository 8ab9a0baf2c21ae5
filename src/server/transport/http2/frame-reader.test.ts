import assert from 'node:assert/strict';
import { test } from 'node:test';
import { data, frame, get, PREFACE, settings } from './client.fixture.ts';
import { type FrameConsumer, FrameReader } from './frame-reader.ts';
import { FrameType } from './frames.ts';

const MAX_FRAME_BYTES = 70_000;

class Recorder implements FrameConsumer {
  readonly seen: string[] = [];
  frame(type: number, flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    this.seen.push(`${type} ${flags} ${stream} ${bytes.toString('latin1', start, end)}`);
  }
  frameTooLarge(type: number): void {
    this.seen.push(`too large ${type}`);
  }
  badPreface(): void {
    this.seen.push('bad preface');
  }
}

function readIn(...chunks: readonly Buffer[]): string[] {
  const recorder = new Recorder();
  const reader = new FrameReader(recorder, MAX_FRAME_BYTES);
  for (const chunk of chunks) reader.push(chunk);
  return recorder.seen;
}

const said = Buffer.concat([
  PREFACE,
  settings([4, 70_000]),
  get(1, '/a'),
  data(3, 'some body'),
  data(3, ''),
  frame(0xee, 0xff, 0x7fffffff, Buffer.from('?')),
]);
const heard = readIn(said);

test('frames are the same wherever the network cuts what was said', () => {
  assert.equal(heard.length, 5);
  for (let at = 0; at <= said.length; at++) assert.deepEqual(readIn(said.subarray(0, at), said.subarray(at)), heard, `cut at ${at}`);
  for (let first = 0; first < said.length; first += 7)
    for (let second = first; second < said.length; second += 11)
      assert.deepEqual(readIn(said.subarray(0, first), said.subarray(first, second), said.subarray(second)), heard);
});

test('byte by byte, too', () => {
  assert.deepEqual(readIn(...Array.from(said, (byte) => Buffer.of(byte))), heard);
});

test('a long frame that comes in many chunks is whole in the end', () => {
  const body = Buffer.alloc(65_000, 'abcdefghij');
  const long = Buffer.concat([PREFACE, data(1, body), data(3, 'next')]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < long.length; at += 16_384) chunks.push(long.subarray(at, at + 16_384));
  assert.deepEqual(readIn(...chunks), [`0 0 1 ${body.toString()}`, '0 0 3 next']);
});

test('a frame may be kept: what comes after it lies elsewhere', () => {
  const kept: Buffer[] = [];
  const recorder = new Recorder();
  const reader = new FrameReader(
    Object.assign(recorder, {
      frame: (_type: number, _flags: number, _stream: number, bytes: Buffer, start: number, end: number) =>
        void kept.push(bytes.subarray(start, end)),
    }),
    MAX_FRAME_BYTES,
  );
  for (const byte of Buffer.concat([PREFACE, data(1, 'first'), data(1, 'other')])) reader.push(Buffer.of(byte));
  assert.deepEqual(kept.map(String), ['first', 'other']);
});

test('a frame longer than allowed is refused at its head, and nothing after it is read', () => {
  const head = frame(FrameType.data, 0, 1, Buffer.alloc(MAX_FRAME_BYTES + 1)).subarray(0, 9);
  assert.deepEqual(readIn(Buffer.concat([PREFACE, head]), data(1, 'x')), ['too large 0']);
  assert.deepEqual(readIn(PREFACE, head.subarray(0, 4), head.subarray(4), data(1, 'x')), ['too large 0']);
});

test('whoever speaks another protocol is noticed at its first wrong byte', () => {
  assert.deepEqual(readIn(Buffer.from('PRI * HTTP/1')), ['bad preface']);
  assert.deepEqual(readIn(Buffer.from('GET / HTTP/1.1\r\n\r\n'), said), ['bad preface']);
});

test('the reader knows when it waits for the rest of headers', () => {
  const reader = new FrameReader(new Recorder(), MAX_FRAME_BYTES);
  reader.push(PREFACE);
  reader.push(data(1, 'body').subarray(0, 11));
  assert.equal(reader.isWithinHeaders, false);
  reader.push(data(1, 'body').subarray(11));
  reader.push(get(3).subarray(0, 11));
  assert.equal(reader.isWithinHeaders, true);
  reader.push(get(3).subarray(11));
  assert.equal(reader.isWithinHeaders, false);
});
