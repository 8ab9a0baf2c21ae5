/** Protobuf beside JSON: what Go programs speak must never cost more than what everybody else does. */
import { type HammerJob, PROTOBUF } from '../jobs.ts';
import { configMap } from '../objects.ts';
import type { ServerProcess } from '../processes.ts';
import { type Figure, perSecond } from '../report.ts';
import { type Bench, MANY_PODS } from '../run.ts';

const TURN_MS = 1200;
const TURNS = 3;
const COLLECTION = '/api/v1/namespaces/default/configmaps';
const WRITES = 500;

type Form = 'JSON' | 'Protobuf';
const FORMS: readonly Form[] = ['JSON', 'Protobuf'];

export async function formsRow(bench: Bench): Promise<readonly Figure[]> {
  const small = await bench.withServer({}, async (server) => {
    await server.fetch('POST', COLLECTION, configMap('one'));
    const get = await read(bench, server, `${COLLECTION}/one`, 64);
    return [
      figure('GET of one object of 1 kB, a second of CPU', get),
      figure('watch, 5 connections x 100 watchers, events', await watch(bench, server)),
    ];
  });
  const folder = await bench.podFolder();
  const many = await bench.withServer({ folder }, (server) => read(bench, server, '/api/v1/pods', 4));
  return [...small, figure(`LIST of ${MANY_PODS} pods, a second of CPU`, many)];
}

type Rates = Readonly<Record<Form, number>>;

function figure(what: string, rates: Rates): Figure {
  const ratio = rates.Protobuf / rates.JSON;
  return {
    what: `${what}: Protobuf beside JSON`,
    value: perSecond(rates.Protobuf),
    bare: perSecond(rates.JSON),
    ratio,
    target: '1 of JSON',
    reached: ratio >= 1,
  };
}

/** The best of some turns of each; the first one warms up. */
async function best(measure: (form: Form, turn: number) => Promise<number>): Promise<Rates> {
  const rates = { JSON: 0, Protobuf: 0 };
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const form of FORMS) {
      const rate = await measure(form, turn);
      if (turn > 0) rates[form] = Math.max(rates[form], rate);
    }
  }
  return rates;
}

function read(bench: Bench, server: ServerProcess, path: string, inFlight: number): Promise<Rates> {
  return best(async (form) => {
    const job: Omit<HammerJob, 'kind' | 'to'> = {
      method: 'GET',
      paths: [path],
      headers: form === 'JSON' ? [] : [['accept', PROTOBUF]],
      connections: 1,
      inFlight,
      milliseconds: TURN_MS,
    };
    // By the server's CPU time: both forms share a machine with whoever else is there.
    return 1e6 / (await bench.measure(server, job)).cpuEach;
  });
}

function watch(bench: Bench, server: ServerProcess): Promise<Rates> {
  let first = 1_000_000;
  return best(async (form) => {
    const list = (await server.fetch('GET', `${COLLECTION}?limit=1`)).toString();
    const { metadata } = JSON.parse(list) as { readonly metadata: { readonly resourceVersion: string } };
    const result = await bench.generator.run({
      kind: 'fan-out',
      to: server.credentials,
      watchPath: `${COLLECTION}?watch=1&resourceVersion=${metadata.resourceVersion}`,
      protobuf: form === 'Protobuf',
      connections: 5,
      watchersEach: 100,
      writes: {
        method: 'POST',
        paths: [COLLECTION],
        headers: [['content-type', 'application/json']],
        body: configMap('cm-#'),
        connections: 1,
        inFlight: 16,
        requests: WRITES,
        first,
      },
    });
    first += WRITES;
    if (result.delivered < result.expected) throw new Error(`${result.expected - result.delivered} events were lost`);
    return result.delivered / result.seconds;
  });
}
