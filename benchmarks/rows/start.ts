/** From the spawn of the bundle to the first good /readyz, each with V8's compile cache cold and warm. */
import { type Figure, milliseconds } from '../report.ts';
import { type Bench, MANY_PODS } from '../run.ts';

const TURNS = 3;

export async function startRow(bench: Bench): Promise<readonly Figure[]> {
  const existing = bench.newFolder();
  await bench.withServer({ folder: existing, probe: false }, async () => {});
  const pods = await bench.podFolder();
  const cases: readonly [string, () => string, number][] = [
    ['start, existing data folder', () => existing, 500],
    ['start, first time', () => bench.newFolder(), 800],
    [`start, ${MANY_PODS} stored pods`, () => pods, 1000],
  ];
  const figures: Figure[] = [];
  for (const [what, folder, limit] of cases) {
    for (const warm of [false, true]) {
      const best = await fastest(bench, folder, warm);
      const target = `${limit} ms`;
      figures.push({ what: `${what}, compile cache ${warm ? 'warm' : 'cold'}`, value: milliseconds(best), target, reached: best <= limit });
    }
  }
  return figures;
}

async function fastest(bench: Bench, folder: () => string, warm: boolean): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const compileCache = warm ? bench.compileCache : bench.newFolder();
    const ready = await bench.withServer({ folder: folder(), probe: false, compileCache }, async (server) => server.readyAfter);
    best = Math.min(best, ready);
  }
  return best;
}
