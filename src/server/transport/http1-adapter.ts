/** HTTP/1.1 (and 1.0) requests and answers of node:http behind the same two interfaces, upgrades included. */
import { type IncomingMessage, ServerResponse } from 'node:http';
import { nextTick } from 'node:process';
import type { Duplex } from 'node:stream';
import { NO_BYTES } from '../../base/bytes.ts';
import type { HttpRequest, ResponseSink } from '../../request/http.ts';
import { HEARD_OUT_BYTES, readBody } from './body.ts';
import type { Connection } from './connection.ts';
import { ConnectionRequest, firstValue } from './raw-request.ts';

export class Http1Request extends ConnectionRequest implements HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly protocol: 'HTTP/1.1' | 'HTTP/1.0';
  readonly rawHeaders: readonly string[];
  readonly host: string;
  readonly upgrade?: () => { readonly socket: Duplex; readonly head: Uint8Array };
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  #controller: AbortController | undefined;

  constructor(
    message: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    upgrade?: () => { readonly socket: Duplex; readonly head: Uint8Array },
  ) {
    super(connection);
    this.#message = message;
    this.#response = response;
    this.method = message.method ?? '';
    this.target = message.url ?? '';
    this.protocol = message.httpVersionMinor === 0 ? 'HTTP/1.0' : 'HTTP/1.1';
    const raw = message.rawHeaders;
    const headers = new Array<string>(raw.length);
    for (let i = 0; i < raw.length; i += 2) {
      headers[i] = (raw[i] as string).toLowerCase();
      headers[i + 1] = raw[i + 1] as string;
    }
    this.rawHeaders = headers;
    this.host = this.header('host') ?? '';
    if (upgrade !== undefined) this.upgrade = upgrade;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      const response = this.#response;
      if (response.destroyed || response.writableFinished) controller.abort();
      else response.once('close', () => controller.abort());
    }
    return this.#controller.signal;
  }

  readBody(limit: number): Promise<Uint8Array> {
    return readBody(this.#message, this.header('content-length'), limit);
  }
}

/** The writes of one tick go out together, and a writer waits when the client does not keep up. */
export class Http1Sink implements ResponseSink {
  readonly #response: ServerResponse;
  readonly #message: IncomingMessage;
  readonly #closing: () => boolean;
  /** HEAD: the head is all. */
  readonly #bodiless: boolean;
  #ended = false;
  #corked = false;
  status = 0;
  bytesWritten = 0;

  /** @param closing whether the server stops: answers then say that the connection ends */
  constructor(response: ServerResponse, message: IncomingMessage, closing: () => boolean) {
    this.#response = response;
    this.#message = message;
    this.#closing = closing;
    this.#bodiless = message.method === 'HEAD';
  }

  get headSent(): boolean {
    return this.status !== 0;
  }

  get closed(): boolean {
    // An answer gets its socket when the one before it on the connection is over; until then only the request knows whether the client is there.
    return this.#ended || this.#response.destroyed || (this.#response.socket ?? this.#message.socket).destroyed;
  }

  get buffered(): number {
    return this.#response.writableLength;
  }

  head(status: number, headers: readonly string[]): void {
    if (this.headSent || this.closed) return;
    this.status = status;
    const unread = !this.#message.complete && announcesMuch(this.#message);
    const lines: string[] = [];
    for (let i = 0; i < headers.length; i += 2) lines.push(canonicalName(headers[i] as string), headers[i + 1] as string);
    if (this.#closing() || (unread && status >= 400)) {
      this.#response.shouldKeepAlive = false;
      if (firstValue(headers, 'connection') === undefined) lines.push('Connection', 'close');
    } else this.#response.removeHeader('Connection'); // Go says nothing about a connection that stays open.
    this.#response.writeHead(status, lines);
    // Watches send their head long before their first event.
    if (firstValue(headers, 'content-length') === undefined && !this.#bodiless) this.#response.flushHeaders();
  }

  write(piece: Uint8Array): boolean {
    if (this.closed || this.#bodiless) return true;
    this.bytesWritten += piece.length;
    if (!this.#corked) {
      this.#corked = true;
      this.#response.cork();
      nextTick(uncork, this);
    }
    return this.#response.write(piece);
  }

  /** Not for callers: ends the tick's batch. */
  flush(): void {
    this.#corked = false;
    this.#response.uncork();
  }

  drained(): Promise<void> {
    const response = this.#response;
    if (this.closed || !response.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      response.on('drain', done);
      response.on('close', done);
    });
  }

  end(piece?: Uint8Array): void {
    if (this.closed) return;
    if (!this.headSent) throw new Error('an answer needs a head');
    this.#ended = true;
    if (this.#bodiless || piece === undefined) this.#response.end();
    else {
      this.bytesWritten += piece.length;
      this.#response.end(piece);
    }
  }

  abort(): void {
    this.#ended = true;
    this.#response.destroy();
  }
}

function uncork(sink: Http1Sink): void {
  sink.flush();
}

/** The sink of a request that may still be upgraded: its response is attached to the socket by hand. */
export function upgradable(
  message: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
): { readonly response: ServerResponse; readonly take: () => { readonly socket: Duplex; readonly head: Uint8Array } } {
  const response = new ServerResponse(message);
  response.shouldKeepAlive = false;
  const net = message.socket;
  response.assignSocket(net);
  response.once('finish', () => {
    response.detachSocket(net);
    socket.end();
  });
  return {
    response,
    take: () => {
      response.detachSocket(net);
      return { socket, head: head.length === 0 ? NO_BYTES : head };
    },
  };
}

/** Then hearing it out would cost more than a connection. */
function announcesMuch(message: IncomingMessage): boolean {
  return message.headers['transfer-encoding'] !== undefined || Number(message.headers['content-length'] ?? 0) > HEARD_OUT_BYTES;
}

const canonicalNames = new Map<string, string>();

/** `content-type` -> `Content-Type`. Response header names are few and ours. */
function canonicalName(name: string): string {
  const known = canonicalNames.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
  if (canonicalNames.size < 1000) canonicalNames.set(name, made);
  return made;
}
