/** What the rows of a benchmark share: folders, processes, filled stores, and the comparison with the yardstick. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HammerJob, HammerResult } from './jobs.ts';
import { pod, SERVICE_ACCOUNT } from './objects.ts';
import { Generator, type Measurable, ServerProcess, type StartOptions } from './processes.ts';
import type { Figure } from './report.ts';

export type Row = (bench: Bench) => Promise<readonly Figure[]>;

export const MANY_PODS = 10_000;

export interface Measured extends HammerResult {
  /** Microseconds of the server's CPU time. */
  readonly cpuEach: number;
  readonly rate: number;
}

export class Bench {
  readonly bundle: string;
  readonly #folder: string;
  #generator: Generator | undefined;
  #folders = 0;
  #podFolder: Promise<string> | undefined;

  constructor(bundle: string, folder: string) {
    this.bundle = bundle;
    this.#folder = folder;
    // What is wrong with the bundle should be told before anything is measured.
    readFileSync(path.join(bundle, 'bin/coxswain.mjs'));
  }

  get generator(): Generator {
    this.#generator ??= new Generator();
    return this.#generator;
  }

  newFolder(): string {
    const folder = path.join(this.#folder, String(++this.#folders));
    mkdirSync(folder);
    return folder;
  }

  /** Compiled code that outlives a start, as users have it from their second start on. */
  get compileCache(): string {
    return path.join(this.#folder, 'compiled');
  }

  start(options: Partial<StartOptions> = {}): Promise<ServerProcess> {
    return ServerProcess.start({ bundle: this.bundle, folder: this.newFolder(), compileCache: this.compileCache, probe: true, ...options });
  }

  /** Runs `use` with a server that is stopped afterwards. */
  async withServer<Result>(options: Partial<StartOptions>, use: (server: ServerProcess, folder: string) => Promise<Result>): Promise<Result> {
    const folder = options.folder ?? this.newFolder();
    const server = await this.start({ ...options, folder });
    try {
      return await use(server, folder);
    } finally {
      await server.stop();
    }
  }

  /** A copy of a data folder with 10,000 pods; they are made once per run. */
  async podFolder(): Promise<string> {
    this.#podFolder ??= this.withServer({}, async (server, folder) => {
      await makeServiceAccount(server);
      await this.fill(server, '/api/v1/namespaces/default/pods', pod('pod-#'), MANY_PODS);
      return folder;
    });
    const copy = this.newFolder();
    cpSync(await this.#podFolder, copy, { recursive: true });
    return copy;
  }

  /** Creates numbered objects. */
  async fill(server: ServerProcess, collection: string, template: string, count: number, first = 0): Promise<void> {
    await this.generator.run({
      kind: 'hammer',
      to: server.credentials,
      method: 'POST',
      paths: [collection],
      headers: [['content-type', 'application/json']],
      body: template,
      connections: 1,
      inFlight: 64,
      requests: count,
      first,
    });
  }

  async measure(target: Measurable, job: Omit<HammerJob, 'kind' | 'to'>): Promise<Measured> {
    const before = await target.cpu();
    const result = await this.generator.run({ ...job, kind: 'hammer', to: target.credentials });
    const cpuEach = ((await target.cpu()) - before) / result.requests;
    return { ...result, cpuEach, rate: result.requests / result.seconds };
  }

  /**
   * Measures two servers in turns, so that both see the same noise, and keeps each one's best turn: what disturbs only ever slows down.
   * The first turn warms up and does not count.
   */
  async compare(
    targets: readonly [Measurable, Measurable],
    job: (turn: number) => Omit<HammerJob, 'kind' | 'to'>,
    turns = 3,
  ): Promise<[Measured, Measured]> {
    const best: (Measured | undefined)[] = [undefined, undefined];
    for (let turn = 0; turn <= turns; turn++) {
      for (const [index, target] of targets.entries()) {
        const measured = await this.measure(target, job(turn));
        if (turn > 0 && measured.rate > (best[index]?.rate ?? 0)) best[index] = measured;
      }
    }
    return best as [Measured, Measured];
  }

  async stop(): Promise<void> {
    await this.#generator?.stop();
  }
}

/** What pods run as. The controller that makes accounts may have been faster. */
export async function makeServiceAccount(server: ServerProcess): Promise<void> {
  await server.fetch('POST', '/api/v1/namespaces/default/serviceaccounts', SERVICE_ACCOUNT).catch((error: unknown) => {
    if (!String(error).includes('AlreadyExists')) throw error;
  });
}
