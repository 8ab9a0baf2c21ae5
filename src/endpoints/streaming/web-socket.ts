/** Watches over WebSocket (RFC 6455): one message per event, text for JSON, binary for Protobuf. What the client sends is ignored. */
import type { IncomingMessage } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { HttpRequest } from '../../request/http.ts';
import type { Pieces } from '../rendering/interface.ts';
import type { WatchTarget } from './watch-target.ts';

/** A client has nothing to say on a watch. */
const MAX_INCOMING_BYTES = 64 * 1024;
const NORMAL_CLOSURE = 1000;
/** Subprotocols that carry a token are for authentication and are never echoed. */
const TOKEN_PROTOCOL = 'base64url.bearer.authorization.k8s.io.';

export function asksForWebSocket(request: HttpRequest): boolean {
  if (request.method !== 'GET') return false;
  const upgrade = (request.header('upgrade') ?? '').toLowerCase();
  const connection = (request.header('connection') ?? '').toLowerCase();
  return upgrade.includes('websocket') && connection.includes('upgrade');
}

/** @param text whether frames are text */
export function openWebSocket(request: HttpRequest, text: boolean): WatchTarget {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_INCOMING_BYTES,
    handleProtocols: (offered) => [...offered].find((each) => !each.startsWith(TOKEN_PROTOCOL)) ?? false,
  });
  const target = new SocketTarget(text);
  const upgraded = request.upgrade?.();
  if (upgraded === undefined) throw new Error('the connection cannot be upgraded');
  server.handleUpgrade(asIncoming(request), upgraded.socket, Buffer.from(upgraded.head), (socket) => target.open(socket));
  upgraded.socket.once('close', () => target.gone());
  return target;
}

/** The few members that the handshake reads. */
function asIncoming(request: HttpRequest): IncomingMessage {
  const headers: { [name: string]: string } = {};
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] as string;
    if (!Object.hasOwn(headers, name) && name !== '__proto__') headers[name] = request.rawHeaders[i + 1] as string;
  }
  return { method: request.method, url: request.target, headers } as unknown as IncomingMessage;
}

class SocketTarget implements WatchTarget {
  readonly #text: boolean;
  readonly #closeTasks: (() => void)[] = [];
  #socket: WebSocket | undefined;
  #gone = false;
  #draining: (() => void)[] = [];

  constructor(text: boolean) {
    this.#text = text;
  }

  get closed(): boolean {
    return this.#gone;
  }

  get buffered(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  open(socket: WebSocket): void {
    this.#socket = socket;
    socket.on('error', () => this.gone());
    socket.on('close', () => this.gone());
  }

  gone(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#wake();
    for (const task of this.#closeTasks) task();
  }

  write(frames: readonly Pieces[]): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    for (const frame of frames)
      this.#socket.send(frame.length === 1 ? (frame[0] as Uint8Array) : Buffer.concat(frame as Uint8Array[]), { binary: !this.#text }, () =>
        this.#wake(),
      );
  }

  drained(): Promise<void> {
    if (this.#gone || this.buffered === 0) return Promise.resolve();
    return new Promise((resolve) => this.#draining.push(resolve));
  }

  end(): void {
    this.#socket?.close(NORMAL_CLOSURE);
  }

  onClose(task: () => void): void {
    if (this.#gone) task();
    else this.#closeTasks.push(task);
  }

  #wake(): void {
    if (!this.#gone && this.buffered > 0) return;
    const waiting = this.#draining;
    this.#draining = [];
    for (const resolve of waiting) resolve();
  }
}
