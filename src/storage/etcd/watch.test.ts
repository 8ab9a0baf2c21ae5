import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import type { StreamReceiver } from './grpc.ts';
import { EtcdWatch } from './watch.ts';
import { MessageReader, MessageWriter } from './wire.ts';

const header = (revision: number): MessageWriter => new MessageWriter().message(1, new MessageWriter().number(3, revision));
const created = (): MessageWriter => header(4).boolean(3, true);
const put = (revision: number): MessageWriter => {
  const item = new MessageWriter().bytes(1, Buffer.from('/a')).number(2, revision).number(3, revision).bytes(5, Buffer.from('value'));
  return header(revision).message(11, new MessageWriter().message(2, item));
};

function read(message: MessageWriter): MessageReader {
  const bytes = Buffer.alloc(message.length);
  message.copyTo(bytes, 0);
  return new MessageReader(bytes);
}

/** A request is one of three: to begin, to end, to tell how far it is. */
function asksProgress(request: MessageWriter): boolean {
  const reader = read(request);
  return reader.next() && reader.field === 3;
}

test('etcd: how far a watch is, is asked for only after it has begun: before, etcd tells it ahead of the events it holds back', async () => {
  const asked: MessageWriter[] = [];
  let receiver: StreamReceiver | undefined;
  const told: string[] = [];
  const watch = new EtcdWatch({
    client: {
      async stream(_path, given) {
        receiver = given;
        return { send: (message) => void asked.push(message), close() {} };
      },
      suspect() {},
    },
    clock: new ManualClock(),
    log: silentLogger,
    key: Buffer.from('/'),
    rangeEnd: Buffer.from('0'),
    after: 4,
    previous: false,
    receiver: {
      events: (batch) => void told.push(...batch.map(({ key, revision }) => `${key} at ${revision}`)),
      progress: (revision) => void told.push(`all up to ${revision}`),
      failed: (error) => void told.push(error.message),
    },
    compacted() {},
    ended() {},
  });
  watch.requestProgress();
  await Promise.resolve();
  const say = (message: MessageWriter): void => receiver?.message(read(message));

  assert.deepEqual(asked.map(asksProgress), [false]);
  say(created());
  assert.deepEqual(asked.map(asksProgress), [false, true]);
  say(put(5));
  say(header(5));
  assert.deepEqual(told, ['/a at 5', 'all up to 5']);
  watch.close();
});
