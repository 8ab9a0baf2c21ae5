/** Durable creates, 64 in flight, beside a bare server that reads, parses, puts durably into LMDB and answers. */
import type { HammerJob } from '../jobs.ts';
import { configMap, pod } from '../objects.ts';
import { BareProcess } from '../processes.ts';
import { type Figure, microseconds, milliseconds } from '../report.ts';
import { type Bench, makeServiceAccount } from '../run.ts';
import { cpuFigure, rateFigure } from './reading.ts';

const TURN_MS = 1200;
export const WARM_UP_MS = 4000;
const TURNS = 5;
/** Numbers never meet those of another turn. */
export const TURN_NUMBERS = 1_000_000;
export const COLLECTION = '/api/v1/namespaces/default/configmaps';

/** A controller made pod against the smallest thing that people store. */
const POD_SHARE = 3;
const PODS = '/api/v1/namespaces/default/pods';

/** What a pod costs compared with a config map: it has defaults, admission and validation, and four times the bytes. */
export function podRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server) => {
    await makeServiceAccount(server);
    const cost = async (path: string, body: string): Promise<number> => {
      let best = Number.POSITIVE_INFINITY;
      for (let turn = 0; turn < TURNS; turn++) {
        const { cpuEach } = await bench.measure(server, { ...creation(path, body, 64), first: turn * TURN_NUMBERS });
        // The first turn warms up.
        if (turn > 0) best = Math.min(best, cpuEach);
      }
      return best;
    };
    const small = await cost(COLLECTION, configMap('cm-#'));
    const large = await cost(PODS, pod('pod-#'));
    return [
      {
        what: 'durable create of a 4 kB pod, CPU, and of a 1 kB config map',
        value: microseconds(large),
        bare: microseconds(small),
        ratio: large / small,
        target: `at most ${POD_SHARE} times`,
        reached: large <= POD_SHARE * small,
      },
    ];
  });
}

/** As `createRow` sends them. */
export function creation(path: string, body: string, inFlight: number): Omit<HammerJob, 'kind' | 'to'> {
  return {
    method: 'POST',
    paths: [path],
    headers: [['content-type', 'application/json']],
    body,
    connections: 1,
    inFlight,
    milliseconds: TURN_MS,
  };
}

export function createRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server, folder) => {
    const yardstick = await BareProcess.start(server, folder, Buffer.alloc(0), bench.newFolder());
    try {
      const job = (inFlight: number, offset: number) => (turn: number) => ({
        ...creation(COLLECTION, configMap('cm-#'), inFlight),
        // The first turn warms up: a server's code is compiled for real only after some seconds.
        milliseconds: turn === 0 ? WARM_UP_MS : TURN_MS,
        first: offset + turn * TURN_NUMBERS,
      });
      const [ours, bare] = await bench.compare([server, yardstick], job(64, 0));
      const [oursAlone, bareAlone] = await bench.compare([server, yardstick], job(1, 100 * TURN_NUMBERS), 2);
      const least = bare.rate * 0.4;
      return [
        rateFigure('durable create, 64 in flight', ours, bare, 0.4),
        cpuFigure('  server CPU each', ours, bare),
        { what: '  latency, p50', value: milliseconds(ours.p50), bare: milliseconds(bare.p50), target: '' },
        {
          what: '  at least 4,000/s where bare does 10,000/s',
          value: String(Math.round(ours.rate)),
          target: String(Math.round(Math.min(4000, least))),
          reached: ours.rate >= Math.min(4000, least),
        },
        { ...rateFigure('durable create, 1 in flight', oursAlone, bareAlone, 0), target: '', reached: true },
      ];
    } finally {
      await yardstick.stop();
    }
  });
}
