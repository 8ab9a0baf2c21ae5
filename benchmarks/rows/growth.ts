/** What one request costs when there are many objects: reads and single writes must not notice, a selective list looks at each object once. */
import { configMap } from '../objects.ts';
import type { ServerProcess } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { Bench, Measured } from '../run.ts';

const FEW = 100;
const MANY = 100_000;
const TURN_MS = 1000;
const COLLECTION = '/api/v1/namespaces/default/configmaps';
/** What the same costs may differ by on a machine with noise. */
const SAME = 1.3;
const SCAN_MICROSECONDS = 1;

interface Costs {
  readonly get: Measured;
  readonly create: Measured;
  readonly select: Measured;
}

export function growthRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server) => {
    await bench.fill(server, COLLECTION, configMap('cm-#', 100), FEW);
    // The first figures would pay for what is compiled on the way.
    await costs(bench, server, 2_000_000);
    const few = await costs(bench, server, 3_000_000);
    const present = Number(JSON.parse((await server.fetch('GET', `${COLLECTION}?limit=1`)).toString()).metadata.remainingItemCount) + 1;
    await bench.fill(server, COLLECTION, configMap('cm-#', 100), MANY - Math.min(MANY, present), 4_000_000);
    const many = await costs(bench, server, 5_000_000);
    const scanned = (many.select.cpuEach - few.select.cpuEach) / (MANY - present / 2);
    return [
      same('GET', few.get, many.get),
      same('single create', few.create, many.create),
      {
        what: `LIST with a label of one in ${MANY} objects, CPU an object`,
        value: `${scanned.toFixed(2)} us`,
        target: `${SCAN_MICROSECONDS} us`,
        reached: scanned <= SCAN_MICROSECONDS,
      },
    ];
  });
}

async function costs(bench: Bench, server: ServerProcess, first: number): Promise<Costs> {
  const shared = { connections: 1, milliseconds: TURN_MS };
  const create = await bench.measure(server, {
    ...shared,
    method: 'POST',
    paths: [COLLECTION],
    headers: [['content-type', 'application/json']],
    body: configMap('cm-#', 100),
    inFlight: 1,
    first,
  });
  const get = await bench.measure(server, { ...shared, method: 'GET', paths: [`${COLLECTION}/cm-000000042`], inFlight: 16 });
  const select = await bench.measure(server, { ...shared, method: 'GET', paths: [`${COLLECTION}?labelSelector=app%3Dnone`], inFlight: 1 });
  return { get, create, select };
}

function same(what: string, few: Measured, many: Measured): Figure {
  const ratio = many.cpuEach / few.cpuEach;
  return {
    what: `${what}: CPU at ${FEW} and at ${MANY} objects`,
    value: `${many.cpuEach.toFixed(1)} us`,
    bare: `${few.cpuEach.toFixed(1)} us`,
    ratio,
    target: `at most ${SAME}`,
    reached: ratio <= SAME,
  };
}
