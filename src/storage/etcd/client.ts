/**
 * The client of an etcd cluster: one connection at a time, to the first endpoint that answers; when it fails, the next one is taken.
 *
 * Calls that change nothing are repeated on another endpoint until their time is over. Calls that write are repeated only when they certainly
 * had no effect; otherwise their outcome is unknown and the caller is told so.
 */
import type { OutgoingHttpHeaders } from 'node:http2';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import { StoreUnavailable } from '../errors.ts';
import { CODE, GrpcConnection, GrpcError, type GrpcStream, type StreamReceiver, type TlsMaterial } from './grpc.ts';
import type { MessageReader, MessageWriter } from './wire.ts';

const CALL_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_BACKOFF_MS = 50;
const LAST_BACKOFF_MS = 2_000;
/** So long what is under way on an endpoint that was left may take to end. */
const RETIRE_MS = 30_000;

export interface EtcdClientOptions {
  /** Origins: `http://host:port` or `https://host:port`. */
  readonly endpoints: readonly string[];
  readonly tls?: TlsMaterial | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface CallOptions {
  /** The call may be repeated although it may have had an effect, because it has none. */
  readonly repeatable: boolean;
  readonly timeoutMs?: number;
}

export class EtcdClient {
  readonly #options: EtcdClientOptions;
  #next = 0;
  #connection: GrpcConnection | undefined;
  #connecting: Promise<GrpcConnection> | undefined;
  readonly #retired = new Set<GrpcConnection>();
  #failures = 0;
  #closed = false;

  /** @throws for an empty list of endpoints or one that is no URL */
  constructor(options: EtcdClientOptions) {
    if (options.endpoints.length === 0) {
      throw new Error('etcd needs at least one endpoint');
    }
    for (const endpoint of options.endpoints) {
      if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
        throw new Error(`etcd endpoint ${JSON.stringify(endpoint)} must be a URL like https://127.0.0.1:2379`);
      }
    }
    this.#options = options;
  }

  /** @throws {StoreUnavailable} when no endpoint answered; {GrpcError} for what etcd itself refuses */
  async call(path: string, request: MessageWriter, options: CallOptions): Promise<MessageReader> {
    const { clock } = this.#options;
    const deadline = clock.now() + (options.timeoutMs ?? CALL_TIMEOUT_MS);
    for (;;) {
      try {
        const connection = await this.#connect(deadline);
        return await connection.call(path, request, Math.max(1, deadline - clock.now()));
      } catch (error) {
        if (!(error instanceof GrpcError) || !isOutage(error)) {
          throw error;
        }
        this.#suspect(error);
        const repeat = (options.repeatable || error.untouched) && clock.now() < deadline && !this.#closed;
        if (!repeat) {
          throw new StoreUnavailable(error.message, { outcomeUnknown: !options.repeatable && !error.untouched, cause: error });
        }
        await this.#backOff(deadline);
      }
    }
  }

  /** Opens a stream on whatever endpoint works now. @throws {GrpcError} */
  async stream(path: string, receiver: StreamReceiver, headers: OutgoingHttpHeaders): Promise<GrpcStream> {
    const connection = await this.#connect(this.#options.clock.now() + CONNECT_TIMEOUT_MS);
    return connection.stream(path, receiver, headers);
  }

  /** The endpoint in use has failed a stream: the next attempt may take another one. */
  suspect(error: GrpcError): void {
    if (isOutage(error)) {
      this.#suspect(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
    for (const connection of this.#retired) {
      connection.close();
    }
  }

  #connect(deadline: number): Promise<GrpcConnection> {
    if (this.#closed) {
      return Promise.reject(new GrpcError(CODE.unavailable, 'the store has been closed', { untouched: true }));
    }
    if (this.#connection?.usable === true) {
      return Promise.resolve(this.#connection);
    }
    this.#connecting ??= this.#dial(deadline).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /** Tries each endpoint once, starting with the one whose turn it is. */
  async #dial(deadline: number): Promise<GrpcConnection> {
    const { endpoints, tls, clock } = this.#options;
    let last: unknown;
    for (let attempt = 0; attempt < endpoints.length; attempt++) {
      const endpoint = endpoints[this.#next % endpoints.length] ?? '';
      const connection = new GrpcConnection(endpoint, tls, clock);
      const cancel = clock.after(Math.max(1, Math.min(CONNECT_TIMEOUT_MS, deadline - clock.now())), () => connection.close());
      try {
        await connection.connected();
        if (this.#closed) {
          connection.close();
          break;
        }
        this.#connection = connection;
        this.#failures = 0;
        return connection;
      } catch (error) {
        connection.close();
        last = error;
        this.#next++;
      } finally {
        cancel();
      }
    }
    throw new GrpcError(CODE.unavailable, `etcd cannot be reached: ${last instanceof Error ? last.message : 'the store has been closed'}`, {
      untouched: true,
      cause: last,
    });
  }

  #suspect(error: GrpcError): void {
    const { endpoints, log } = this.#options;
    const connection = this.#connection;
    // An endpoint that answers but cannot serve (no leader, time-outs) is left for the next one; a single one is kept.
    if (connection !== undefined && (!connection.usable || endpoints.length > 1)) {
      log.warn('An etcd endpoint failed', { endpoint: endpoints[this.#next % endpoints.length], error: error.message });
      this.#connection = undefined;
      this.#next++;
      this.#retire(connection);
    }
  }

  /** Other calls may still be under way on it, and end well. */
  #retire(connection: GrpcConnection): void {
    this.#retired.add(connection);
    this.#options.clock.after(RETIRE_MS, () => {
      this.#retired.delete(connection);
      connection.close();
    });
  }

  #backOff(deadline: number): Promise<void> {
    const { clock } = this.#options;
    const wait = Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(this.#failures, 10), LAST_BACKOFF_MS, Math.max(1, deadline - clock.now()));
    this.#failures++;
    return new Promise((resolve) => void clock.after(wait, resolve));
  }
}

/** Errors that speak of the endpoint, not of the request. */
function isOutage(error: GrpcError): boolean {
  return error.code === CODE.unavailable || error.code === CODE.deadlineExceeded;
}
