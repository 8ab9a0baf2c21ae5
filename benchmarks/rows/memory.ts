/** What the process keeps: anonymous memory, which is its own, and beside it file pages, which the system can take back (LMDB maps its file). */
import { PROTOBUF } from '../jobs.ts';
import type { ServerProcess } from '../processes.ts';
import { type Figure, megabytes } from '../report.ts';
import { type Bench, MANY_PODS } from '../run.ts';

const MEGABYTE = 1024 * 1024;
const SETTLE_MS = 2000;

export async function memoryRow(bench: Bench): Promise<readonly Figure[]> {
  const idle = await bench.withServer({ probe: false }, async (server) => settled(server, 'idle', 120));
  const filled = await bench.withServer({ folder: await bench.podFolder(), probe: false }, async (server) => {
    const pods = JSON.parse((await server.fetch('GET', '/api/v1/pods')).toString()) as { items: unknown[] };
    if (pods.items.length !== MANY_PODS) throw new Error(`${pods.items.length} pods are listed`);
    return settled(server, `${MANY_PODS} pods after a list of all`, 250);
  });
  const both = await bench.withServer({ folder: await bench.podFolder(), probe: false }, async (server) => {
    await server.fetch('GET', '/api/v1/pods');
    await bench.generator.run({
      kind: 'hammer',
      to: server.credentials,
      method: 'GET',
      paths: ['/api/v1/pods'],
      headers: [['accept', PROTOBUF]],
      connections: 1,
      inFlight: 1,
      requests: 1,
    });
    return settled(server, `${MANY_PODS} pods after a list of all in JSON and one in Protobuf`, 350);
  });
  return [idle, filled, both];
}

async function settled(server: ServerProcess, what: string, limit: number): Promise<Figure> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const memory = server.memory();
  const target = `${limit} MB`;
  if (memory === undefined) return { what: `memory, ${what}`, value: 'not known on this system', target };
  const value = `${megabytes(memory.anonymous)} (files: ${megabytes(memory.file)})`;
  return { what: `memory, ${what}`, value, target, reached: memory.anonymous <= limit * MEGABYTE };
}
