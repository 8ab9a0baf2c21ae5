/**
 * A client that posts JSON reviews to one remote service: keep-alive connections, TLS as the kubeconfig says, a limit of time for each call
 * (reading the answer included), and retries. What the answer means is the caller's; an answer that is no JSON object is an error.
 *
 * Bounds: at most MAX_CONNECTIONS connections (more calls wait their turn within their time limit), answers of at most MAX_ANSWER_BYTES.
 */
import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { performance } from 'node:perf_hooks';
import { NO_BYTES } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import { DecodeError } from '../codec/interface.ts';
import { decodeUntyped, encodeUntyped } from '../codec/json/untyped.ts';
import type { JsonObject } from '../machinery/loose-json.ts';
import { type Backoff, webhookBackoff, withBackoff } from './backoff.ts';
import { answerError, CallError, connectionError } from './call-error.ts';
import type { CallMetrics } from './call-metrics.ts';
import { ExecCredentials } from './exec-credentials.ts';
import type { Environment, RestConfig } from './rest-config.ts';
import { systemAuthorities } from './system-authorities.ts';

const MAX_CONNECTIONS = 256;
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
/** Upstream's limit for a call to a webhook. */
const DEFAULT_TIMEOUT_MS = 30_000;
const UNAUTHORIZED = 401;
/** A token's file is read again after this long. */
const TOKEN_MS = 60_000;

export interface WebhookClientOptions {
  readonly config: RestConfig;
  readonly clock: Clock;
  /** Of one call; 30 s unless said. */
  readonly timeoutMs?: number | undefined;
  /** Upstream's five steps from 500 ms unless said. */
  readonly backoff?: Backoff | undefined;
  readonly userAgent?: string | undefined;
  readonly random?: (() => number) | undefined;
  /** Of the program that the configuration may ask for credentials. */
  readonly environment?: Environment | undefined;
  /** Counts the calls. */
  readonly metrics?: CallMetrics | undefined;
}

export interface PostOptions {
  /** Added to the address of the configuration ("/v1"). */
  readonly path?: string | undefined;
  /** "timeout=10s" */
  readonly query?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Ends the call, and with it the retries. */
  readonly signal?: AbortSignal | undefined;
  /** As `backoff` of the client; a single step means no retry. */
  readonly backoff?: Backoff | undefined;
}

export interface WebhookClient {
  /** Sends `body` as JSON. @throws {CallError} the last one, when all tries failed */
  post(body: JsonObject, options?: PostOptions): Promise<JsonObject>;
  /** Closes idle connections. */
  close(): void;
}

export function webhookClient(options: WebhookClientOptions): WebhookClient {
  const { config, clock, random } = options;
  const agent = agentOf(config);
  const authorize = authorization(config, clock);
  const credentials = execCredentials(config, options, agent);
  return {
    async post(body, { path = '', query = '', timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS, signal, backoff } = {}) {
      const payload = Buffer.from(encodeUntyped(body));
      const url = `${path === '' ? config.server : `${config.server.replace(/\/$/, '')}${path}`}${query === '' ? '' : `?${query}`}`;
      const attempt = async (): Promise<JsonObject> => {
        const own = await authorize();
        const userAgent = { 'User-Agent': options.userAgent ?? 'kube-apiserver' };
        return decodeAnswer(
          await credentials(url, 'Authorization' in own, ({ headers, ...pair }) =>
            send({ url, agent, headers: { ...headers, ...own, ...userAgent }, pair, payload, timeoutMs, clock, signal, metrics: options.metrics }),
          ),
        );
      };
      return withBackoff(attempt, { clock, backoff: backoff ?? options.backoff ?? webhookBackoff(), signal, random });
    },
    close: () => agent.destroy(),
  };
}

function agentOf({ server, tls, proxy }: RestConfig): http.Agent {
  const proxyEnv = proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } };
  const pool = { keepAlive: true, maxSockets: MAX_CONNECTIONS, scheduling: 'lifo' as const, ...proxyEnv };
  if (!server.startsWith('https:')) return new http.Agent(pool);
  return new https.Agent({
    ...pool,
    minVersion: 'TLSv1.2',
    ca: tls.authority ?? systemAuthorities(),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate, key: tls.privateKey }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    rejectUnauthorized: tls.insecure !== true,
  });
}

/** What a program adds to a call. */
interface Given {
  readonly headers: http.OutgoingHttpHeaders;
  readonly cert?: string;
  readonly key?: string;
}

type WithCredentials = (url: string, named: boolean, call: (given: Given) => Promise<Buffer>) => Promise<Buffer>;

/**
 * Makes calls with the credentials of a program, if there is one. `named`: the call says already who makes it, so that a token has nothing to add.
 */
function execCredentials(config: RestConfig, { environment = {}, clock }: WebhookClientOptions, agent: http.Agent): WithCredentials {
  const { exec } = config;
  if (exec === undefined) return (_url, _named, call) => call({ headers: {} });
  const credentials = new ExecCredentials({ ...config, exec }, environment, clock);
  let shown: string | undefined;
  return async (url, named, call) => {
    const credential = await credentials.get().catch((error: Error) => {
      throw connectionError('POST', url, new Error(`getting credentials: ${error.message}`));
    });
    const { token, certificate: cert, privateKey: key } = credential;
    // Connections that were opened with the certificate before are not used again.
    if (cert !== shown) for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    shown = cert;
    try {
      const pair = cert === undefined || key === undefined ? {} : { cert, key };
      return await call({ headers: token === undefined || named ? {} : { Authorization: `Bearer ${token}` }, ...pair });
    } catch (error) {
      if (error instanceof CallError && error.code === UNAUTHORIZED) credentials.refused(credential);
      throw error;
    }
  };
}

/** Makes the headers that say who calls. */
function authorization(config: RestConfig, clock: Clock): () => Promise<http.OutgoingHttpHeaders> {
  const impersonation: { [name: string]: string[] } = {};
  for (const [name, value] of config.impersonate ?? []) impersonation[name] = [...(impersonation[name] ?? []), value];
  const tokenOf = tokenSource(config, clock);
  return async () => {
    const token = await tokenOf();
    const { basic } = config;
    if (token !== undefined) return { ...impersonation, Authorization: `Bearer ${token}` };
    if (basic === undefined) return impersonation;
    return { ...impersonation, Authorization: `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}` };
  };
}

/** The token of now; an unreadable file keeps the one before. */
function tokenSource({ bearerToken, bearerTokenFile: file }: RestConfig, clock: Clock): () => Promise<string | undefined> {
  let token = bearerToken;
  if (file === undefined) return async () => token;
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.now() - readAt >= TOKEN_MS) {
      readAt = clock.now();
      try {
        token = (await readFile(file, 'utf8')).trim() || token;
      } catch (error) {
        if (token === undefined) throw new CallError(`failed to read token file ${JSON.stringify(file)}: ${(error as Error).message}`);
      }
    }
    return token;
  };
}

interface Call {
  readonly url: string;
  readonly agent: http.Agent;
  readonly headers: http.OutgoingHttpHeaders;
  /** A client certificate of this call. */
  readonly pair: { readonly cert?: string; readonly key?: string };
  readonly payload: Buffer;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly metrics: CallMetrics | undefined;
}

/** One call. @throws {CallError} */
function send(call: Call): Promise<Buffer> {
  const { url, agent, pair, payload, timeoutMs, clock, signal } = call;
  const headers = { ...call.headers, 'Content-Type': 'application/json', Accept: 'application/json, */*', 'Content-Length': payload.length };
  const started = performance.now();
  const count = (code: number | undefined, received: number): void =>
    call.metrics?.called(url, { seconds: (performance.now() - started) / 1000, sent: payload.length, received, code });
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const sent = request(url, { method: 'POST', agent, headers, ...pair }, (response) => {
      collect(response, (error, body) => {
        if (error !== undefined) return fail(error);
        settle();
        const code = response.statusCode ?? 0;
        count(code, body.length);
        if (code >= 200 && code < 300) resolve(body);
        else reject(answerError(code, body, response.headers['retry-after']));
      });
    });
    let settled = false;
    const settle = (): void => {
      settled = true;
      cancel();
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error: Error): void => {
      if (settled) return;
      settle();
      sent.destroy();
      const lost = (error as NodeJS.ErrnoException).code === 'ECONNRESET' && sent.reusedSocket;
      // The other side had closed a kept connection before it saw the call.
      if (lost && signal?.aborted !== true) {
        resolve(send(call));
        return;
      }
      count(undefined, 0);
      reject(connectionError('POST', url, error));
    };
    const abort = (): void => fail(new Error('context canceled'));
    const cancel = clock.after(timeoutMs, () => fail(new Error('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')));
    sent.on('error', fail);
    if (signal?.aborted === true) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    sent.end(payload);
  });
}

function collect(response: http.IncomingMessage, done: (error: Error | undefined, body: Buffer) => void): void {
  const pieces: Buffer[] = [];
  let size = 0;
  response.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size <= MAX_ANSWER_BYTES) pieces.push(piece);
    else done(new CallError(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`), NO_BYTES);
  });
  response.on('end', () => done(undefined, Buffer.concat(pieces)));
  response.on('error', (error) => done(error, NO_BYTES));
}

function decodeAnswer(body: Buffer): JsonObject {
  let value: unknown;
  try {
    value = decodeUntyped(body);
  } catch (error) {
    if (error instanceof DecodeError) throw new CallError(error.message);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CallError('the answer is not a JSON object');
  return value as JsonObject;
}
