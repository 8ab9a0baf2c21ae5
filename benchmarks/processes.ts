/** The processes of a benchmark: the server from its bundle, the yardstick and the load generator, each ended with the row that started it. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { BareConfig } from './bare.ts';
import type { Credentials } from './framing.ts';
import type { FanOutJob, FanOutResult, HammerJob, HammerResult, Job, JobAnswer } from './jobs.ts';

const here = import.meta.dirname;
const POLL_MS = 2;
const START_LIMIT_MS = 60_000;
const KILOBYTE = 1024;

export interface LoopDelay {
  /** Milliseconds. */
  readonly max: number;
  readonly p99: number;
}

/** Bytes. */
export interface Memory {
  readonly anonymous: number;
  readonly file: number;
}

/** No process may outlive the benchmark, however that ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

function remember(child: ChildProcess): ChildProcess {
  running.add(child);
  return child.once('exit', () => running.delete(child));
}

abstract class Process {
  protected readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  protected ask<Answer>(question: string | BareConfig | Job): Promise<Answer> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('a process of the benchmark ended early'));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(message as Answer);
      });
      child.send(question as string);
    });
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(slow);
  }
}

/** What can be asked with a load: the server and its yardstick alike. */
export interface Measurable {
  readonly credentials: Credentials;
  /** CPU time of the process so far, in microseconds. */
  cpu(): Promise<number>;
}

export interface StartOptions {
  readonly bundle: string;
  /** The data folder. */
  readonly folder: string;
  readonly storage?: 'embedded' | 'memory';
  /** Where V8 keeps compiled code; absent: where users' servers keep it. */
  readonly compileCache?: string;
  /** Look at it from inside; off where that would show in the figure. */
  readonly probe?: boolean;
  /** The program; absent: the bundle's command. */
  readonly program?: string;
  /** More of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class ServerProcess extends Process implements Measurable {
  readonly credentials: Credentials;
  /** From spawn to the first good answer of /readyz, in milliseconds. */
  readonly readyAfter: number;

  private constructor(child: ChildProcess, credentials: Credentials, readyAfter: number) {
    super(child);
    this.credentials = credentials;
    this.readyAfter = readyAfter;
  }

  static async start(options: StartOptions): Promise<ServerProcess> {
    const port = await freePort();
    const probe = options.probe === true ? ['--import', path.join(here, 'probe.mjs')] : [];
    const flags = [`--data-dir=${options.folder}`, `--secure-port=${port}`, `--storage-backend=${options.storage ?? 'embedded'}`];
    const started = performance.now();
    const child = remember(
      spawn(process.execPath, [...probe, options.program ?? path.join(options.bundle, 'bin/coxswain.mjs'), ...flags], {
        stdio: ['ignore', 'ignore', 'pipe', ...(options.probe === true ? (['ipc'] as const) : [])],
        env: { ...process.env, ...options.environment, ...(options.compileCache === undefined ? {} : { NODE_COMPILE_CACHE: options.compileCache }) },
      }),
    );
    let log = '';
    child.stderr?.on('data', (text: Buffer) => {
      log = (log + text.toString()).slice(-4000);
    });
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`the server did not start:\n${log}`);
      if (performance.now() - started > START_LIMIT_MS) {
        child.kill('SIGKILL');
        throw new Error(`the server did not become ready:\n${log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const readyAfter = performance.now() - started;
    const pem = (name: string): string => readFileSync(path.join(options.folder, 'pki', name), 'utf8');
    return new ServerProcess(child, { port, authority: pem('ca.crt'), certificate: pem('admin.crt'), key: pem('admin.key') }, readyAfter);
  }

  async cpu(): Promise<number> {
    return (await this.ask<{ microseconds: number }>('cpu')).microseconds;
  }

  async watchLoop(): Promise<() => Promise<LoopDelay>> {
    await this.ask('delay start');
    return () => this.ask<LoopDelay>('delay stop');
  }

  /** Linux only; undefined elsewhere. */
  memory(): Memory | undefined {
    if (process.platform !== 'linux') return undefined;
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * KILOBYTE;
    return { anonymous: field('RssAnon'), file: field('RssFile') };
  }

  /** One request, for what a row needs to know or prepare. @throws {Error} unless the status is good */
  fetch(method: string, target: string, body?: string): Promise<Buffer> {
    return request(this.credentials, method, target, body);
  }
}

export class BareProcess extends Process implements Measurable {
  readonly credentials: Credentials;

  private constructor(child: ChildProcess, credentials: Credentials) {
    super(child);
    this.credentials = credentials;
  }

  /** Serves with the certificates in a server's data folder. */
  static async start(like: ServerProcess, dataFolder: string, answer: Buffer, storeFolder?: string): Promise<BareProcess> {
    const child = remember(fork(path.join(here, 'bare.ts'), { stdio: 'inherit' }));
    const starting = new BareProcess(child, like.credentials);
    const pem = (name: string): string => readFileSync(path.join(dataFolder, 'pki', name), 'utf8');
    const { port } = await starting.ask<{ port: number }>({
      certificate: pem('apiserver.crt'),
      key: pem('apiserver.key'),
      authority: like.credentials.authority,
      answer: answer.toString('base64'),
      ...(storeFolder === undefined ? {} : { folder: storeFolder }),
    });
    return new BareProcess(child, { ...like.credentials, port });
  }

  async cpu(): Promise<number> {
    return (await this.ask<{ microseconds: number }>('cpu')).microseconds;
  }
}

export class Generator extends Process {
  constructor() {
    super(remember(fork(path.join(here, 'generator.ts'), { stdio: 'inherit' })));
  }

  run(job: HammerJob): Promise<HammerResult>;
  run(job: FanOutJob): Promise<FanOutResult>;
  async run(job: Job): Promise<HammerResult | FanOutResult> {
    const answer = await this.ask<JobAnswer>(job);
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = https.get({ host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asking.on('error', () => resolve(false));
  });
}

function request(to: Credentials, method: string, target: string, body: string | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const asking = https.request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port: to.port,
        path: target,
        method,
        headers,
        ca: to.authority,
        cert: to.certificate,
        key: to.key,
        agent: false,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => {
          const bytes = Buffer.concat(pieces);
          if (response.statusCode === 200 || response.statusCode === 201) resolve(bytes);
          else reject(new Error(`${method} ${target}: ${response.statusCode} ${bytes.toString().slice(0, 300)}`));
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}
