import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import http2, { type IncomingHttpHeaders } from 'node:http2';
import type { Readable } from 'node:stream';
import { systemClock } from '../../base/clock.ts';
import { silentLogger } from '../../base/log.ts';
import type { Handle } from '../pipeline.ts';
import { testAuthority } from './certificates.fixture.ts';
import { exchangeContract, type SeenAnswer, type Transport } from './exchange.suite.ts';
import { InProcessListener } from './in-process.ts';
import { listenInsecure, listenSecure } from './listen.ts';

function seen(status: number, body: Readable): SeenAnswer {
  body.on('error', () => {});
  return {
    status,
    async read() {
      const pieces: Buffer[] = [];
      for await (const piece of body) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    },
    leave: () => void body.destroy(),
  };
}

async function overHttp1(handle: Handle): Promise<Transport> {
  const listener = await listenInsecure({ address: '127.0.0.1', port: 0 }, handle, silentLogger);
  return {
    async ask(method, body) {
      const request = http.request({ host: '127.0.0.1', port: listener.port, method, agent: false });
      request.on('error', () => {});
      request.end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return seen(response.statusCode ?? 0, response);
    },
    close: () => listener.destroy(),
  };
}

async function overHttp2(handle: Handle): Promise<Transport> {
  const authority = await testAuthority();
  const serving = await authority.serving(['localhost']);
  const listener = await listenSecure({ address: '127.0.0.1', port: 0, serving }, handle, silentLogger);
  const session = http2.connect(`https://localhost:${listener.port}`, { ca: authority.pem });
  return {
    async ask(method, body) {
      const stream = session.request({ ':method': method }, { endStream: body === undefined });
      stream.on('error', () => {});
      if (body !== undefined) stream.end(body);
      const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
      return seen(Number(headers[':status']), stream);
    },
    close() {
      session.destroy();
      listener.destroy();
    },
  };
}

async function inProcess(handle: Handle): Promise<Transport> {
  const listener = new InProcessListener(handle, systemClock);
  return {
    async ask(method, body) {
      const response = await listener.fetch('/', { method, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
      return {
        status: response.status,
        read: async () => Buffer.from(await response.arrayBuffer()),
        leave: () => void response.body?.cancel(),
      };
    },
    close: () => listener.destroy(),
  };
}

exchangeContract('HTTP/1.1', overHttp1);
exchangeContract('HTTP/2', overHttp2);
exchangeContract('in-process', inProcess);
