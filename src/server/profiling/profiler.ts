/** What V8 measures of this process, by the inspector's domains Profiler and HeapProfiler, as stacks. One profile of a kind at a time. */
import { Session } from 'node:inspector/promises';
import type { Clock } from '../../base/clock.ts';
import type { Frame, Sample, StackProfile } from './stack-profile.ts';

/** Somebody else is measuring. */
export class ProfilerBusy extends Error {
  override readonly name = 'ProfilerBusy';
}

export interface Measurement {
  readonly clock: Clock;
  readonly seconds: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

const SAMPLING_MICROSECONDS = 1000;
/** Bytes between samples on average: Go's rate. */
const SAMPLING_BYTES = 512 * 1024;

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** The inspector serves the whole process, whichever server asks. */
const busy = new Set<string>();

/** Where the time went, in nanoseconds. @throws {ProfilerBusy} */
export async function cpuProfile(measurement: Measurement): Promise<StackProfile> {
  return measured('cpu', measurement, async (session) => {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
    await session.post('Profiler.start');
    return async () => {
      const { profile } = await session.post('Profiler.stop');
      const stacks = stacksOf(profile.nodes.map(({ id, callFrame, children = [] }) => ({ id, callFrame, children })));
      const totals = new Map<number, { count: number; nanoseconds: number }>();
      profile.samples?.forEach((id, i) => {
        const total = totals.get(id) ?? { count: 0, nanoseconds: 0 };
        total.count += 1;
        total.nanoseconds += Math.max(0, profile.timeDeltas?.[i] ?? 0) * 1000;
        totals.set(id, total);
      });
      const samples = [...totals].map(([id, { count, nanoseconds }]): Sample => ({ stack: stacks.get(id) ?? [], values: [count, nanoseconds] }));
      const cpu = { type: 'cpu', unit: 'nanoseconds' };
      return {
        types: [{ type: 'samples', unit: 'count' }, cpu],
        // What did nothing needs no time of a processor.
        samples: samples.filter(({ stack }) => stack[0]?.function !== '(idle)'),
        periodType: cpu,
        period: SAMPLING_MICROSECONDS * 1000,
      };
    };
  });
}

/** What was allocated meanwhile and is still there, in bytes. @throws {ProfilerBusy} */
export async function heapProfile(measurement: Measurement): Promise<StackProfile> {
  return measured('heap', measurement, async (session) => {
    await session.post('HeapProfiler.startSampling', { samplingInterval: SAMPLING_BYTES });
    return async () => {
      const { profile } = await session.post('HeapProfiler.stopSampling');
      const samples: Sample[] = [];
      const visit = (node: typeof profile.head, above: readonly Frame[]): void => {
        const stack = above.length === 0 && node.callFrame.functionName === '(root)' ? [] : [frameOf(node.callFrame), ...above];
        if (node.selfSize > 0) samples.push({ stack, values: [Math.max(1, Math.round(node.selfSize / SAMPLING_BYTES)), node.selfSize] });
        for (const child of node.children) visit(child, stack);
      };
      visit(profile.head, []);
      const space = { type: 'inuse_space', unit: 'bytes' };
      return {
        types: [{ type: 'inuse_objects', unit: 'count' }, space],
        samples,
        periodType: { type: 'space', unit: 'bytes' },
        period: SAMPLING_BYTES,
      };
    };
  });
}

type Finish = () => Promise<Omit<StackProfile, 'startedAt' | 'duration'>>;

async function measured(kind: string, { clock, seconds, signal }: Measurement, start: (session: Session) => Promise<Finish>): Promise<StackProfile> {
  if (busy.has(kind)) throw new ProfilerBusy(`${kind} profiling already in use`);
  busy.add(kind);
  const session = new Session();
  try {
    session.connect();
    const finish = await start(session);
    const startedAt = clock.now();
    await pause(clock, seconds * 1000, signal);
    return { ...(await finish()), startedAt, duration: clock.now() - startedAt };
  } finally {
    session.disconnect();
    busy.delete(kind);
  }
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const cancel = clock.after(ms, () => resolve(), true);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}

interface Node {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children: readonly number[];
}

/** By the id of a node, its frame and those that called it. */
function stacksOf(nodes: readonly Node[]): ReadonlyMap<number, readonly Frame[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stacks = new Map<number, readonly Frame[]>();
  const open: (readonly [Node, readonly Frame[]])[] = nodes.slice(0, 1).map((root) => [root, []]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, above] = next;
    const stack = node.callFrame.functionName === '(root)' ? above : [frameOf(node.callFrame), ...above];
    stacks.set(node.id, stack);
    for (const id of node.children) {
      const child = byId.get(id);
      if (child !== undefined) open.push([child, stack]);
    }
  }
  return stacks;
}

function frameOf({ functionName, url, lineNumber }: CallFrame): Frame {
  return { function: functionName === '' ? '(anonymous)' : functionName, file: url, line: lineNumber + 1 };
}
