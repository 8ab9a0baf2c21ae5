/**
 * Many services from many clients at once, over all servers in turn: no address and no port is given out twice, and after all services are gone
 * nothing is held any more.
 */
import type { Fetch } from '../../src/server/transport/in-process.ts';

export interface ChurnOptions {
  /** One a server. All share one store. */
  readonly servers: readonly Fetch[];
  readonly services: number;
  readonly creators: number;
  /** Every so many services has a node port; 0: none. */
  readonly nodePortEvery: number;
}

export interface ChurnResult {
  readonly created: number;
  /** Addresses and ports that two services had. */
  readonly duplicates: readonly string[];
  /** Addresses without a service once all are deleted. */
  readonly leaked: readonly string[];
  readonly createSeconds: number;
  readonly deleteSeconds: number;
}

interface Service {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly clusterIP: string; readonly ports: readonly { readonly nodePort?: number }[] };
}

const SERVICES = '/api/v1/namespaces/default/services';
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses';

export async function churnServices(options: ChurnOptions): Promise<ChurnResult> {
  const created: Service[] = [];
  const started = performance.now();
  await inParallel(options, async (fetch, i) => {
    const isNodePort = options.nodePortEvery > 0 && i % options.nodePortEvery === 0;
    const spec = { ...(isNodePort ? { type: 'NodePort' } : {}), ports: [{ port: 80 }], selector: { app: `a${i}` } };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: `s${i}` }, spec };
    const answer = await fetch(SERVICES, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(service) });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    created.push((await answer.json()) as Service);
  });
  const between = performance.now();
  const duplicates = [
    ...repeated(created.map(({ spec }) => spec.clusterIP)),
    ...repeated(created.flatMap(({ spec }) => spec.ports.map(({ nodePort }) => String(nodePort ?? ''))).filter((port) => port !== '')),
  ];
  await inParallel(options, async (fetch, i) => {
    const answer = await fetch(`${SERVICES}/s${i}`, { method: 'DELETE' });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  });
  const done = performance.now();
  return {
    created: created.length,
    duplicates,
    leaked: await heldAddresses(options.servers[0] as Fetch),
    createSeconds: (between - started) / 1000,
    deleteSeconds: (done - between) / 1000,
  };
}

/** Each creator takes the next number when it is free; they spread over the servers. */
async function inParallel({ servers, services, creators }: ChurnOptions, task: (fetch: Fetch, i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (_: unknown, worker: number): Promise<void> => {
    while (next < services) await task(servers[worker % servers.length] as Fetch, next++);
  };
  await Promise.all(Array.from({ length: creators }).map(work));
}

/** All but the one of service `kubernetes`. */
async function heldAddresses(fetch: Fetch): Promise<readonly string[]> {
  const list = (await (await fetch(ADDRESSES)).json()) as {
    readonly items: readonly { readonly metadata: { readonly name: string }; readonly spec: { readonly parentRef: { readonly name: string } } }[];
  };
  return list.items.filter(({ spec }) => spec.parentRef.name !== 'kubernetes').map(({ metadata }) => metadata.name);
}

function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}
