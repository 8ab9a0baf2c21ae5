import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyTooLarge } from '../../../request/http.ts';
import { RequestBody } from './request-body.ts';

function body(announced = -1): { readonly body: RequestBody; readonly told: { taken: number; dropped: number } } {
  const told = { taken: 0, dropped: 0 };
  const owner = {
    taken(bytes: number): void {
      told.taken += bytes;
    },
    dropped(bytes: number): void {
      told.dropped += bytes;
    },
  };
  return { body: new RequestBody(owner, announced), told };
}

test('a body that is there already, or still to come, is handed over whole', async () => {
  const early = body();
  early.body.add(Buffer.from('so'));
  assert.equal(early.told.taken, 0, 'nobody asked yet');
  early.body.add(Buffer.from('me'));
  early.body.finish();
  assert.equal(Buffer.from(await early.body.read(4)).toString(), 'some');
  assert.deepEqual(early.told, { taken: 4, dropped: 0 });
  const late = body(4);
  const reading = late.body.read(4);
  for (const byte of 'some') late.body.add(Buffer.from(byte));
  late.body.finish();
  assert.equal(Buffer.from(await reading).toString(), 'some');
  assert.equal((await late.body.read(4)).length, 0, 'only once');
});

test('a body over the limit is refused as soon as that is known, and nothing of it is kept', async () => {
  await assert.rejects(body(11).body.read(10), BodyTooLarge);
  const held = body();
  held.body.add(Buffer.alloc(11));
  await assert.rejects(held.body.read(10), BodyTooLarge);
  assert.deepEqual(held.told, { taken: 0, dropped: 11 });
  const coming = body();
  const reading = coming.body.read(10);
  coming.body.add(Buffer.alloc(6));
  coming.body.add(Buffer.alloc(6));
  await assert.rejects(reading, { message: 'limit is 10' });
  coming.body.add(Buffer.alloc(6));
  assert.deepEqual(coming.told, { taken: 6, dropped: 12 });
});

test('a body is as long as was announced', () => {
  const long = body(3).body;
  assert.equal(long.add(Buffer.alloc(2)), true);
  assert.equal(long.add(Buffer.alloc(2)), false);
  const short = body(3).body;
  short.add(Buffer.alloc(2));
  assert.equal(short.finish(), false);
});

test('a body that breaks off is an error, whoever asks and when', async () => {
  const before = body();
  before.body.add(Buffer.alloc(5));
  before.body.break();
  await assert.rejects(before.body.read(10), { name: 'ClientGone' });
  assert.deepEqual(before.told, { taken: 0, dropped: 5 });
  const after = body().body;
  const reading = after.read(10);
  after.break();
  await assert.rejects(reading, { name: 'ClientGone' });
});

test('many small pieces take no more memory than they are long, and change nothing that was handed in', async () => {
  const { body: whole } = body();
  const first = Buffer.from('0');
  whole.add(first);
  for (let i = 1; i < 5000; i++) whole.add(Buffer.from(String(i % 10)));
  whole.finish();
  const text = Buffer.from(await whole.read(5000)).toString();
  assert.equal(text, '0123456789'.repeat(500));
  assert.equal(first.toString(), '0');
});
