/**
 * Starts the programs that end-to-end tests are about, as a user would: the bundle in a process of its own, etcd, and clients. Every one has its own
 * folder and free ports; `stop` ends it and waits. Nothing is polled on a timer where a line of output can be awaited.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EtcdProcess, startEtcd as startEtcdProcess } from '../../src/storage/etcd/etcd-process.suite.ts';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const DEFAULT_PATIENCE_MS = 30_000;

export const programs = {
  etcd: process.env.COXSWAIN_TEST_ETCD,
  kubectl: process.env.COXSWAIN_TEST_KUBECTL,
  clientGo: process.env.COXSWAIN_TEST_CLIENT_GO,
  h2spec: process.env.COXSWAIN_TEST_H2SPEC,
  python: process.env.COXSWAIN_TEST_PYTHON,
};

/** Why a test cannot run, or false: what goes into a test's `skip`. */
export function missing(...names: readonly (keyof typeof programs)[]): string | false {
  const absent = names.filter((name) => programs[name] === undefined);
  return absent.length > 0 && `no ${absent.join(' and no ')}: scripts/test-clients.mjs makes them`;
}

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: { readonly [name: string]: string };
  readonly patience?: number;
  /** Runs as another user of the system; for root only. */
  readonly uid?: number;
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    timeout: options.patience ?? DEFAULT_PATIENCE_MS,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, stdout, stderr };
}

/** A program that goes on running while a test talks to it. */
export class Running {
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #text = '';

  constructor(program: string, args: readonly string[], env: { readonly [name: string]: string } = {}) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    const take = (text: string): void => {
      this.#text += text;
      for (const look of this.#waiting) look();
    };
    this.#child.stdout?.setEncoding('utf8').on('data', take);
    this.#child.stderr?.setEncoding('utf8').on('data', take);
    this.#child.on('close', () => take('\n(ended)\n'));
  }

  /** Everything it has written so far. */
  get text(): string {
    return this.#text;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Resolves with the first match in what it writes, now or later. @throws when it ends before that, or takes too long */
  until(pattern: RegExp, patience = DEFAULT_PATIENCE_MS): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const done = (end: () => void): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        end();
      };
      const look = (): void => {
        const found = pattern.exec(this.#text);
        if (found !== null) done(() => resolve(found));
        else if (this.#text.endsWith('\n(ended)\n')) done(() => reject(new Error(`ended without ${pattern}:\n${this.#text}`)));
      };
      const timer = setTimeout(() => done(() => reject(new Error(`no ${pattern} in ${patience} ms:\n${this.#text}`))), patience);
      this.#waiting.add(look);
      look();
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'close');
    }
    return this.#child.exitCode;
  }
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-e2e-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A server of ours, in a process of its own, from the bundle. */
export class TestServer {
  readonly #folder = temporaryFolder();
  readonly #flags: readonly string[];
  #process: Running | undefined;
  #port = 0;

  constructor(flags: readonly string[] = []) {
    this.#flags = flags;
  }

  get kubeconfig(): string {
    return path.join(this.#folder.path, 'kubeconfig');
  }

  /** Known once it has been started. */
  get port(): number {
    return this.#port;
  }

  /** Resolves with the first match in its log, now or later. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    if (this.#process === undefined) throw new Error('the server was not started');
    return this.#process.until(pattern);
  }

  get log(): string {
    return this.#process?.text ?? '';
  }

  /** Resolves when it is ready. A second start gets the same port. */
  async start(): Promise<void> {
    this.#process = new Running(process.execPath, [
      path.join(root, 'dist', 'bin', 'coxswain.mjs'),
      'serve',
      `--data-dir=${this.#folder.path}`,
      `--secure-port=${this.#port}`,
      ...this.#flags,
    ]);
    const [, port] = await this.#process.until(/Serving securely on [^"]*:(\d+)/);
    this.#port = Number(port);
  }

  /** @returns the exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null | undefined> {
    return this.#process?.stop(signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    this.#folder.remove();
  }

  /** Runs the command beside the server, on the same data folder. */
  command(...args: readonly string[]): Promise<Output> {
    return run(process.execPath, [path.join(root, 'dist', 'bin', 'coxswain.mjs'), ...args, `--data-dir=${this.#folder.path}`]);
  }
}

/** One member of etcd with an empty store. */
export function startEtcd(): Promise<EtcdProcess> {
  return startEtcdProcess(programs.etcd ?? 'etcd');
}
