/** A server for tests that speak raw HTTP/2 to it: what it logs as a mistake is kept, and other clients can be seen to be served meanwhile. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from '../../src/base/log.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { createServer, type Server } from '../../src/testing/index.ts';
import { FrameConnection } from './http2-connection.fixture.ts';
import { headers } from './http2-frames.fixture.ts';
import { CONFIG_MAPS, get, TOKEN } from './http2-offences.fixture.ts';

const JSON_HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };

export class AttackedServer implements AsyncDisposable {
  readonly server: Server;
  /** What was logged as a warning or an error, but for tokens that are not ours: damaged headers have some. */
  readonly mistakes: unknown[];

  private constructor(server: Server, mistakes: unknown[]) {
    this.server = server;
    this.mistakes = mistakes;
  }

  static async start(): Promise<AttackedServer> {
    const mistakes: unknown[] = [];
    const note = (message: string, ...more: unknown[]): void => {
      if (message !== 'Unable to authenticate the request') mistakes.push([message, ...more]);
    };
    const log: Logger = { enabled: () => false, info: () => {}, warn: note, error: note };
    const serving = await (await testAuthority()).serving(['localhost']);
    const secure = { address: '127.0.0.1', port: 0, serving };
    const server = await createServer({ storage: { backend: 'memory' }, log, secure, tokenFile: `${TOKEN},admin,admin,system:masters\n` });
    return new AttackedServer(server, mistakes);
  }

  get port(): number {
    return this.server.port ?? 0;
  }

  open(first?: Buffer, reads?: boolean): Promise<FrameConnection> {
    return FrameConnection.open(this.port, first, reads);
  }

  /** Runs `attack` while a client on a connection of its own asks one question after the other, each of which must be answered. */
  async during<T>(attack: () => Promise<T>): Promise<T> {
    using bystander = await this.open();
    let over = false;
    const outcome = attack().finally(() => {
      over = true;
    });
    for (let stream = 1; stream === 1 || !over; stream += 2)
      assert.equal((await bystander.ask(stream, headers(stream, get('/version')))).status, 200);
    return await outcome;
  }

  async create(name: string, data: { readonly [key: string]: string }): Promise<void> {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
    const response = await this.server.fetch(CONFIG_MAPS, { method: 'POST', headers: JSON_HEADERS, body });
    assert.equal(response.status, 201, await response.text());
  }

  async remove(name: string): Promise<void> {
    const response = await this.server.fetch(`${CONFIG_MAPS}/${name}`, { method: 'DELETE', headers: JSON_HEADERS });
    assert.equal(response.status, 200, await response.text());
  }

  /** The sum of all series of a metric. */
  async figure(metric: string): Promise<number> {
    const response = await this.server.fetch('/metrics');
    const text = await response.text();
    assert.equal(response.status, 200, text);
    const lines = text.split('\n').filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** Resolves when no request is under way any more but the one that asks for it. */
  async quiet(): Promise<void> {
    while ((await this.figure('apiserver_longrunning_requests')) > 0 || (await this.figure('apiserver_current_inflight_requests')) > 1) {
      // Sockets get their turn: `fetch` needs none.
      await setImmediate();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
  }
}
