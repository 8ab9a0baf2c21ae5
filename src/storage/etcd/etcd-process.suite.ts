/** A real etcd for tests: a process with a folder and ports of its own. Who has started it can talk to it at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface EtcdProcess {
  readonly endpoint: string;
  readonly pid: number;
  /** Ends the process at once, as a crash would; `start` brings it back with its data. */
  kill(): Promise<void>;
  /** Resolves when it serves clients. @throws {Error} with what it said when it ends before that */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export interface EtcdSettings {
  /** Files for TLS; clients must present a certificate of the same CA. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
}

/** @param binary an etcd server of v3.6 */
export async function startEtcd(binary: string, settings: EtcdSettings = {}): Promise<EtcdProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'etcd-'));
  const scheme = settings.tls === undefined ? 'http' : 'https';
  const endpoint = `${scheme}://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const { tls } = settings;
  const options = [
    ['data-dir', join(folder, 'data')],
    ['name', 'test'],
    ['listen-client-urls', endpoint],
    ['advertise-client-urls', endpoint],
    ['listen-peer-urls', peer],
    ['initial-advertise-peer-urls', peer],
    ['initial-cluster', `test=${peer}`],
    ['unsafe-no-fsync', 'true'],
    ...(tls === undefined
      ? []
      : [
          ['cert-file', tls.cert],
          ['key-file', tls.key],
          ['trusted-ca-file', tls.ca],
          ['client-cert-auth', 'true'],
        ]),
  ].map(([name, value]) => `--${name}=${value}`);
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  };
  const running: EtcdProcess = {
    endpoint,
    get pid() {
      return child?.pid ?? 0;
    },
    kill,
    start: async () => {
      child = spawn(binary, options, { stdio: ['ignore', 'ignore', 'pipe'] });
      await ready(child);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await running.start();
  return running;
}

/** What it says when it listens; it goes on talking, and nobody listens. */
function ready(etcd: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const look = (text: string): void => {
      said += text;
      if (!said.includes('ready to serve client requests')) return;
      etcd.stderr?.off('data', look).resume();
      resolve();
    };
    etcd.stderr?.setEncoding('utf8').on('data', look);
    etcd.once('error', reject);
    etcd.once('exit', () => reject(new Error(`etcd ended: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
