/** A request and its answer without a server, for tests. */
import type { RequestContext } from '../request/context.ts';
import type { HttpRequest, ResponseSink } from '../request/http.ts';
import { EMPTY_INFO } from './routing/request-info.ts';

export interface Answer {
  status: number;
  headers: Map<string, string[]>;
  body: Buffer;
  text(): string;
  json(): unknown;
}

export interface Exchange {
  readonly context: RequestContext;
  readonly answer: Answer;
}

export interface ExchangeOptions {
  readonly method?: string;
  readonly accept?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly now?: number;
}

export function exchange(target: string, options: ExchangeOptions = {}): Exchange {
  const headers = new Map(Object.entries({ ...(options.accept === undefined ? {} : { accept: options.accept }), ...options.headers }));
  const answer = recordedAnswer();
  const signal = new AbortController().signal;
  const [path, query] = target.split('?');
  const request: HttpRequest = {
    method: options.method ?? 'GET',
    target,
    protocol: 'HTTP/2.0',
    rawHeaders: [...headers].flat(),
    header: (name) => headers.get(name),
    headerValues: (name) => (headers.has(name) ? [headers.get(name) as string] : []),
    host: 'localhost',
    remoteAddress: '127.0.0.1',
    transport: 'in-process',
    peerCertificate: undefined,
    readBody: async () => new Uint8Array(),
    signal,
  };
  const context: RequestContext = {
    request,
    sink: recordingSink(answer),
    receivedAt: options.now ?? 0,
    auditId: 'a',
    info: { ...EMPTY_INFO, path: path as string, verb: request.method.toLowerCase(), query: new URLSearchParams(query ?? '') },
    user: { name: 'tester', uid: '', groups: [], extra: new Map() },
    signal,
    deadline: undefined,
    responseHeaders: ['audit-id', 'a', 'cache-control', 'no-cache, private'],
  };
  return { context, answer };
}

function recordedAnswer(): Answer {
  return {
    status: 0,
    headers: new Map(),
    body: Buffer.alloc(0),
    text() {
      return this.body.toString('utf8');
    },
    json() {
      return JSON.parse(this.text());
    },
  };
}

function recordingSink(answer: Answer): ResponseSink {
  let closed = false;
  const add = (piece: Uint8Array | undefined) => {
    if (piece !== undefined) answer.body = Buffer.concat([answer.body, piece]);
  };
  return {
    get headSent() {
      return answer.status !== 0;
    },
    get closed() {
      return closed;
    },
    buffered: 0,
    head(status, headers) {
      if (answer.status !== 0) throw new Error('the head was sent twice');
      answer.status = status;
      for (let i = 0; i < headers.length; i += 2) {
        const name = headers[i] as string;
        answer.headers.set(name, [...(answer.headers.get(name) ?? []), headers[i + 1] as string]);
      }
    },
    write(piece) {
      add(piece);
      return true;
    },
    drained: async () => {},
    end(piece) {
      add(piece);
      closed = true;
    },
    abort() {
      closed = true;
    },
  };
}
