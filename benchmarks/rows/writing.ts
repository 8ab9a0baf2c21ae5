/** Durable creates, 64 in flight, beside a bare server that reads, parses, puts durably into LMDB and answers. */
import { configMap } from '../objects.ts';
import { BareProcess } from '../processes.ts';
import { type Figure, milliseconds } from '../report.ts';
import type { Bench } from '../run.ts';
import { cpuFigure, rateFigure } from './reading.ts';

const TURN_MS = 1200;
/** Numbers never meet those of another turn. */
const TURN_NUMBERS = 1_000_000;
const COLLECTION = '/api/v1/namespaces/default/configmaps';

export function createRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server, folder) => {
    const yardstick = await BareProcess.start(server, folder, Buffer.alloc(0), bench.newFolder());
    try {
      const job = (inFlight: number, offset: number) => (turn: number) => ({
        method: 'POST',
        paths: [COLLECTION],
        headers: [['content-type', 'application/json']] as const,
        body: configMap('cm-#'),
        connections: 1,
        inFlight,
        milliseconds: TURN_MS,
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
