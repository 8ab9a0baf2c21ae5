/** What a handler may rely on whatever a request came over: the contracts of HttpRequest and ResponseSink, asked of every transport alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyTooLarge, type HttpRequest, type ResponseSink } from '../../request/http.ts';
import type { Handle } from '../pipeline.ts';

/** An answer as a client sees it. */
export interface SeenAnswer {
  readonly status: number;
  /** The whole body. @throws when it breaks off */
  read(): Promise<Buffer>;
  /** Goes away without having read it. */
  leave(): void;
}

export interface Transport {
  ask(method: string, body?: Buffer): Promise<SeenAnswer>;
  close(): void | Promise<void>;
}

/** More than any transport holds by itself. */
const MUCH = 32 * 1024 * 1024;
const SLICE = 256 * 1024;

/** @param open a transport whose requests `handle` answers */
export function exchangeContract(name: string, open: (handle: Handle) => Promise<Transport>): void {
  const promise = (what: string, handle: Handle, check: (transport: Transport) => Promise<void>): void => {
    test(`${name}: ${what}`, async () => {
      const transport = await open(handle);
      try {
        await check(transport);
      } finally {
        await transport.close();
      }
    });
  };
  answers(promise);
  slowClients(promise);
  bodies(promise);
}

type Promised = (what: string, handle: Handle, check: (transport: Transport) => Promise<void>) => void;

function answers(promise: Promised): void {
  const seen: unknown[] = [];
  promise(
    'an answer is its head and its pieces, and what comes after its end is dropped',
    (_request, sink) => {
      seen.push(sink.headSent, sink.status, sink.closed);
      assert.throws(() => sink.end(), /head/);
      sink.head(201, ['content-type', 'text/plain']);
      sink.head(500, []);
      sink.write(Buffer.from('one '));
      sink.write(Buffer.from('two '));
      sink.end(Buffer.from('three'));
      seen.push(sink.headSent, sink.status, sink.closed, sink.bytesWritten);
      sink.write(Buffer.from('four'));
      sink.end(Buffer.from('five'));
      return undefined;
    },
    async (transport) => {
      const answer = await transport.ask('GET');
      assert.equal(answer.status, 201);
      assert.equal((await answer.read()).toString(), 'one two three');
      assert.deepEqual(seen, [false, 0, false, true, 201, true, 13]);
    },
  );
  promise(
    'HEAD has no body',
    (_request, sink) => {
      sink.head(200, ['content-type', 'text/plain']);
      sink.write(Buffer.from('one'));
      sink.end(Buffer.from('two'));
      return undefined;
    },
    async (transport) => assert.equal((await (await transport.ask('HEAD')).read()).length, 0),
  );
  promise(
    'an answer that is broken off is not a complete one',
    async (_request, sink) => {
      sink.head(200, ['content-type', 'text/plain']);
      sink.write(Buffer.from('half'));
      await new Promise((resolve) => setImmediate(resolve));
      sink.abort();
      assert.equal(sink.closed, true);
    },
    async (transport) => {
      await assert.rejects(transport.ask('GET').then((answer) => answer.read()));
    },
  );
}

function slowClients(promise: Promised): void {
  promise(
    'a writer waits for a client that does not read, holds little meanwhile, and may use its memory again where the sink says so',
    async (_request, sink) => {
      sink.head(200, ['content-type', 'text/plain']);
      let slice = Buffer.alloc(SLICE);
      for (let sent = 0; sent < MUCH; sent += SLICE) {
        slice.fill((sent / SLICE) % 251);
        const goesOn = sink.write(slice);
        assert.ok(sink.buffered <= 4 * SLICE, String(sink.buffered));
        if (!goesOn) await sink.drained();
        if (goesOn || sink.releasesOnDrain !== true) slice = Buffer.alloc(SLICE);
      }
      sink.end();
    },
    async (transport) => {
      const body = await (await transport.ask('GET')).read();
      assert.equal(body.length, MUCH);
      for (let at = 0; at < MUCH; at += SLICE) assert.ok(body[at] === (at / SLICE) % 251 && body[at + SLICE - 1] === body[at], String(at));
    },
  );
  const left = Promise.withResolvers<void>();
  promise(
    'a client that goes away ends the wait, and is noticed',
    async (request, sink) => {
      const { signal } = request;
      sink.head(200, ['content-type', 'text/plain']);
      while (!sink.closed) if (!sink.write(Buffer.alloc(SLICE))) await sink.drained();
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      left.resolve();
    },
    async (transport) => {
      (await transport.ask('GET')).leave();
      await left.promise;
    },
  );
}

function bodies(promise: Promised): void {
  const echo = async (request: HttpRequest, sink: ResponseSink): Promise<void> => {
    try {
      const body = await request.readBody(1024 * 1024);
      sink.head(200, ['content-type', 'text/plain']);
      sink.end(body);
    } catch (error) {
      assert.ok(error instanceof BodyTooLarge);
      sink.head(413, ['content-type', 'text/plain']);
      sink.end(Buffer.from(error.message));
    }
  };
  promise('a body is read whole', echo, async (transport) => {
    for (const length of [0, 1, 100_000, 1024 * 1024]) {
      const body = Buffer.alloc(length, 'body ');
      assert.ok((await (await transport.ask('POST', body)).read()).equals(body), String(length));
    }
  });
  promise('a body over the limit is refused, and the client hears it', echo, async (transport) => {
    const answer = await transport.ask('POST', Buffer.alloc(1024 * 1024 + 1));
    assert.equal(answer.status, 413);
    assert.equal((await answer.read()).toString(), 'limit is 1048576');
  });
}
