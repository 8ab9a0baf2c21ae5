import assert from 'node:assert/strict';
import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { Http2Sink } from './http2-adapter.ts';

test('a release of Node that wants headers as an object gets them so, repeated ones as a list', () => {
  const sent: OutgoingHttpHeaders[] = [];
  const old = Object.assign(new Duplex(), {
    respond(headers: OutgoingHttpHeaders) {
      if (Array.isArray(headers)) throw Object.assign(new TypeError('an object, please'), { code: 'ERR_INVALID_ARG_TYPE' });
      sent.push(headers);
    },
  }) as unknown as ServerHttp2Stream;
  new Http2Sink(old, 'GET').head(200, ['Content-Type', 'text/plain', 'warning', 'a', 'Warning', 'b', 'warning', 'c']);
  assert.deepEqual(sent, [{ ':status': '200', 'content-type': 'text/plain', warning: ['a', 'b', 'c'] }]);
});
