/** The load generator: a process of its own, so that it takes the second core and never the server's. It is given jobs one at a time. */
import { type Credentials, headerBlock, LeanConnection, type StreamEvents } from './framing.ts';
import { type FanOutJob, type FanOutResult, type HammerJob, type HammerResult, type Job, type JobAnswer, PROTOBUF } from './jobs.ts';

const NUMBER_DIGITS = 9;
const NEWLINE = 10;

process.on('message', (job: Job) => {
  run(job).then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

function answer(message: JobAnswer): void {
  process.send?.(message);
}

function run(job: Job): Promise<HammerResult | FanOutResult> {
  return job.kind === 'hammer' ? hammer(job) : fanOut(job);
}

/** Keeps `inFlight` requests under way until the end is reached. */
async function hammer(job: HammerJob): Promise<HammerResult> {
  const source = new RequestSource(job);
  const times: number[] = [];
  let bytes = 0;
  const each = Math.max(1, Math.floor(job.inFlight / job.connections));
  const started = performance.now();
  const until = started + (job.milliseconds ?? Number.POSITIVE_INFINITY);
  const loops = Array.from({ length: job.connections }, () =>
    keepBusy(job.to, each, source, () => performance.now() < until, {
      answered: (since) => times.push(performance.now() - since),
      received: (count) => {
        bytes += count;
      },
    }),
  );
  await Promise.all(loops);
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  return { requests: times.length, seconds, bytes, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

interface Counting {
  answered(since: number): void;
  received(bytes: number): void;
}

/** One connection's share. */
async function keepBusy(to: Credentials, inFlight: number, source: RequestSource, goesOn: () => boolean, counting: Counting): Promise<void> {
  const done = Promise.withResolvers<void>();
  const open = new Map<number, number>();
  const ask = (): void => {
    const next = goesOn() ? source.next() : undefined;
    if (next !== undefined) open.set(connection.request(next.block, next.body), performance.now());
    else if (open.size === 0) done.resolve();
  };
  const connection = await LeanConnection.open(to, {
    head: (_stream, status) => {
      if (status !== 200 && status !== 201) done.reject(new Error(`the server answered ${status}`));
    },
    data: (_stream, _chunk, position, end) => counting.received(end - position),
    ended: (stream) => {
      counting.answered(open.get(stream) ?? 0);
      open.delete(stream);
      ask();
    },
    failed: (stream, reason) => done.reject(new Error(`stream ${stream}: ${reason}`)),
  });
  try {
    for (let i = 0; i < inFlight; i++) ask();
    await done.promise;
  } finally {
    connection.close();
  }
}

/** Makes a job's requests, one after the other. */
class RequestSource {
  readonly #job: HammerJob | (FanOutJob['writes'] & { readonly requests: number });
  readonly #blocks: Buffer[];
  readonly #body: Buffer | undefined;
  readonly #marks: number[];
  #count = 0;

  constructor(job: HammerJob | FanOutJob['writes']) {
    this.#job = job as HammerJob;
    this.#blocks = job.paths.map((path) => headerBlock(job.method, path, job.headers));
    this.#body = job.body === undefined ? undefined : Buffer.from(job.body.replaceAll('#', '0'.repeat(NUMBER_DIGITS)));
    this.#marks = marksIn(job.body ?? '');
  }

  next(): { readonly block: Buffer; readonly body?: Buffer } | undefined {
    if (this.#count >= (this.#job.requests ?? Number.POSITIVE_INFINITY)) return undefined;
    const number = (this.#job.first ?? 0) + this.#count++;
    const block = this.#blocks[number % this.#blocks.length] as Buffer;
    if (this.#body === undefined) return { block };
    const body = Buffer.from(this.#body);
    const digits = String(number).padStart(NUMBER_DIGITS, '0');
    for (const mark of this.#marks) body.write(digits, mark, 'latin1');
    return { block, body };
  }
}

/** Where numbers go in a body whose marks have been widened. */
function marksIn(template: string): number[] {
  const marks: number[] = [];
  let shift = 0;
  for (let at = template.indexOf('#'); at >= 0; at = template.indexOf('#', at + 1)) {
    marks.push(Buffer.byteLength(template.slice(0, at)) + shift);
    shift += NUMBER_DIGITS - 1;
  }
  return marks;
}

/** Opens all watches, writes, and waits for the last watcher's last event. */
async function fanOut(job: FanOutJob): Promise<FanOutResult> {
  const watchers = job.connections * job.watchersEach;
  const { requests } = job.writes;
  const counts: number[] = [];
  const all = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let heads = 0;
  let full = 0;
  let bytes = 0;
  const openConnection = async (): Promise<LeanConnection> => {
    const own = new Map<number, number>();
    const frames = new Map<number, FrameCounter>();
    const countOf = (stream: number, chunk: Uint8Array, position: number, end: number): number => {
      if (job.protobuf !== true) return newlines(chunk, position, end);
      const counter = frames.get(stream) ?? new FrameCounter();
      frames.set(stream, counter);
      return counter.count(chunk, position, end);
    };
    const events: StreamEvents = {
      head: (_stream, status) => {
        if (status !== 200) all.reject(new Error(`a watch was answered with ${status}`));
        if (++heads === watchers) opened.resolve();
      },
      data: (stream, chunk, position, end) => {
        bytes += end - position;
        const index = own.get(stream) as number;
        const count = (counts[index] as number) + countOf(stream, chunk, position, end);
        counts[index] = count;
        if (count === requests && ++full === watchers) all.resolve();
      },
      ended: () => all.reject(new Error('a watch ended early')),
      failed: (stream, reason) => all.reject(new Error(`stream ${stream}: ${reason}`)),
    };
    const connection = await LeanConnection.open(job.to, events);
    const block = headerBlock('GET', job.watchPath, job.protobuf === true ? [['accept', `${PROTOBUF};stream=watch`]] : []);
    for (let i = 0; i < job.watchersEach; i++) own.set(connection.request(block), counts.push(0) - 1);
    return connection;
  };
  all.promise.catch((error: unknown) => opened.reject(error));
  const connections: LeanConnection[] = [];
  try {
    for (let i = 0; i < job.connections; i++) connections.push(await openConnection());
    await opened.promise;
    const started = performance.now();
    const writes = hammer({ ...job.writes, kind: 'hammer', to: job.to });
    await Promise.all([writes, withLimit(all.promise)]);
    const delivered = counts.reduce((sum, each) => sum + each, 0);
    return { seconds: (performance.now() - started) / 1000, delivered, expected: watchers * requests, bytes };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** A lost event must not hang the benchmark: what was delivered until then is told. */
async function withLimit(finished: Promise<void>): Promise<void> {
  const timer = Promise.withResolvers<void>();
  const handle = setTimeout(() => timer.resolve(), 30_000);
  await Promise.race([finished, timer.promise]);
  clearTimeout(handle);
}

function newlines(chunk: Uint8Array, position: number, end: number): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE, position); at >= 0 && at < end; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Counts whole frames of a stream: four bytes of length, big end first, then as many bytes. */
class FrameCounter {
  #missing = 0;
  #length = 0;
  #lengthBytes = 0;

  count(chunk: Uint8Array, position: number, end: number): number {
    let whole = 0;
    for (let at = position; at < end; ) {
      if (this.#missing > 0) {
        const taken = Math.min(this.#missing, end - at);
        this.#missing -= taken;
        at += taken;
        if (this.#missing === 0) whole++;
        continue;
      }
      this.#length = this.#length * 256 + (chunk[at++] as number);
      if (++this.#lengthBytes < 4) continue;
      this.#missing = this.#length;
      this.#length = 0;
      this.#lengthBytes = 0;
    }
    return whole;
  }
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
