/** 500 watchers on one namespace: events delivered a second, and none lost. */
import { configMap } from '../objects.ts';
import { type Figure, milliseconds, perSecond } from '../report.ts';
import type { Bench } from '../run.ts';

const COLLECTION = '/api/v1/namespaces/default/configmaps';
const WRITES = 1000;
const LEAST = 150_000;
/** Makes events of about 1.6 kB. */
const PADDING = 1050;

export function fanOutRow(bench: Bench): Promise<readonly Figure[]> {
  return bench.withServer({}, async (server) => {
    const figures: Figure[] = [];
    const revision = async (): Promise<string> =>
      (JSON.parse((await server.fetch('GET', `${COLLECTION}?limit=1`)).toString()) as { metadata: { resourceVersion: string } }).metadata
        .resourceVersion;
    let first = 0;
    for (const [connections, watchersEach] of [
      [5, 100],
      [500, 1],
    ] as const) {
      // Once to warm up.
      for (const writes of [WRITES / 4, WRITES]) {
        const before = await server.cpu();
        const result = await bench.generator.run({
          kind: 'fan-out',
          to: server.credentials,
          watchPath: `${COLLECTION}?watch=1&resourceVersion=${await revision()}`,
          connections,
          watchersEach,
          writes: {
            method: 'POST',
            paths: [COLLECTION],
            headers: [['content-type', 'application/json']],
            body: configMap('cm-#', PADDING),
            connections: 1,
            inFlight: 16,
            requests: writes,
            first,
          },
        });
        first += writes;
        if (writes < WRITES) continue;
        const rate = result.delivered / result.seconds;
        const seconds = ((await server.cpu()) - before) / 1e6;
        figures.push(
          {
            what: `watch, ${connections} connections x ${watchersEach} watchers`,
            value: `${perSecond(rate)} events`,
            target: perSecond(LEAST),
            reached: rate >= LEAST,
          },
          { what: '  events lost', value: String(result.expected - result.delivered), target: '0', reached: result.delivered === result.expected },
          {
            what: '  bytes an event; server CPU an event',
            value: `${Math.round(result.bytes / result.delivered)} B; ${((seconds * 1e6) / result.delivered).toFixed(2)} us`,
            target: '',
          },
          { what: '  time in all', value: milliseconds(result.seconds * 1000), target: '' },
        );
      }
    }
    return figures;
  });
}
