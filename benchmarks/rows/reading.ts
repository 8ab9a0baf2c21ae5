/** GET of one object and LIST of many, beside a bare server that answers with the same bytes. */
import { configMap } from '../objects.ts';
import { BareProcess, type LoopDelay, type ServerProcess } from '../processes.ts';
import { type Figure, milliseconds, perSecond } from '../report.ts';
import { type Bench, MANY_PODS, type Measured } from '../run.ts';

const TURN_MS = 1200;
const COLLECTION = '/api/v1/namespaces/default/configmaps';

export function getRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server, folder) => {
    await server.fetch('POST', COLLECTION, configMap('one'));
    const { ours, bare } = await compared(bench, server, folder, `${COLLECTION}/one`, 64);
    return [rateFigure('GET of one object of 1 kB', ours, bare, 0.6), cpuFigure('  server CPU each', ours, bare)];
  });
}

export async function listRow(bench: Bench): Promise<readonly Figure[]> {
  const some = await bench.withServer({}, async (server, folder) => {
    await bench.fill(server, COLLECTION, configMap('cm-#'), 500);
    return listFigures(bench, server, folder, COLLECTION, 'LIST of 500 objects');
  });
  const folder = await bench.podFolder();
  const many = await bench.withServer({ folder }, (server) => listFigures(bench, server, folder, '/api/v1/pods', `LIST of ${MANY_PODS} pods`));
  return [...some, ...many];
}

async function listFigures(bench: Bench, server: ServerProcess, folder: string, target: string, what: string): Promise<readonly Figure[]> {
  // Once before the clock runs: JSON of objects that were stored before the start is made at the first read.
  await server.fetch('GET', target);
  const { ours, bare, delay } = await compared(bench, server, folder, target, 4);
  return [rateFigure(what, ours, bare, 0.7), cpuFigure('  server CPU each', ours, bare), ...delayFigures(delay)];
}

async function compared(
  bench: Bench,
  server: ServerProcess,
  folder: string,
  target: string,
  inFlight: number,
): Promise<{ ours: Measured; bare: Measured; delay: LoopDelay }> {
  const yardstick = await BareProcess.start(server, folder, await server.fetch('GET', target));
  try {
    const job = { method: 'GET', paths: [target], connections: 1, inFlight, milliseconds: TURN_MS };
    const stopWatch = await server.watchLoop();
    const [ours, bare] = await bench.compare([server, yardstick], () => job);
    return { ours, bare, delay: await stopWatch() };
  } finally {
    await yardstick.stop();
  }
}

export function rateFigure(what: string, ours: Measured, bare: Measured, least: number): Figure {
  const ratio = ours.rate / bare.rate;
  return { what, value: perSecond(ours.rate), bare: perSecond(bare.rate), ratio, target: `${least} of bare`, reached: ratio >= least };
}

export function cpuFigure(what: string, ours: Measured, bare: Measured): Figure {
  const text = (each: Measured): string => `${each.cpuEach.toFixed(1)} us`;
  return { what, value: text(ours), bare: text(bare), ratio: bare.cpuEach / ours.cpuEach, target: '' };
}

function delayFigures({ max, p99 }: LoopDelay): readonly Figure[] {
  return [
    { what: '  event-loop delay, max', value: milliseconds(max), target: '20 ms', reached: max <= 20 },
    { what: '  event-loop delay, p99', value: milliseconds(p99), target: '5 ms', reached: p99 <= 5 },
  ];
}
