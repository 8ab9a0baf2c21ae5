/**
 * What a patch costs inside the server, without sockets, and what ownership of fields is of it: a server on a memory store in this process answers.
 * Prints the CPU time of each case as JSON. A process of its own, so that garbage of other rows is not collected on this one's time.
 */
import { createServer } from '../src/controlplane/server.ts';
import type { ResponseSink } from '../src/request/http.ts';
import { InProcessRequest } from '../src/server/transport/in-process.ts';
import { pod, SERVICE_ACCOUNT } from './objects.ts';

const WARM_UP = 1500;
const PATCHES = 3000;
const MANAGERS = ['kubectl-edit', 'deployer', 'annotator', 'scaler', 'auditor'];

export interface OwnershipCosts {
  /** Microseconds of CPU time a patch. */
  readonly podBytes: number;
  readonly podOwned: number;
  readonly podUntracked: number;
}

const server = await createServer({ storage: { backend: 'memory' } });
const never = new AbortController().signal;

async function send(method: string, target: string, type: string, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  const request = new InProcessRequest({
    method,
    target,
    headers: ['content-type', type, 'content-length', String(bytes.length)],
    host: 'localhost',
    body: bytes,
    signal: never,
  });
  const sink = new CountingSink();
  await server.handle(request, sink);
  if (sink.status > 201) throw new Error(`${method} ${target} was answered with ${sink.status}: ${sink.text}`);
}

class CountingSink implements ResponseSink {
  status = 0;
  text = '';
  closed = false;
  readonly buffered = 0;

  get headSent(): boolean {
    return this.status !== 0;
  }

  head(status: number): void {
    this.status = status;
  }

  write(piece: Uint8Array): boolean {
    if (this.status > 201) this.text += Buffer.from(piece).toString();
    return true;
  }

  async drained(): Promise<void> {}

  end(piece?: Uint8Array): void {
    if (piece !== undefined) this.write(piece);
    this.closed = true;
  }

  abort(): void {
    this.closed = true;
  }
}

/** The cost of patching an annotation of the object at `target`, in microseconds. */
async function cost(target: string): Promise<number> {
  let number = 0;
  const patch = (): Promise<void> =>
    send(
      'PATCH',
      `${target}?fieldManager=${MANAGERS[2]}`,
      'application/merge-patch+json',
      `{"metadata":{"annotations":{"example.com/touched":"${++number}"}}}`,
    );
  for (let i = 0; i < WARM_UP; i++) await patch();
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3; turn++) {
    const before = process.cpuUsage();
    for (let i = 0; i < PATCHES; i++) await patch();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / PATCHES);
  }
  return best;
}

async function ownedAndNot(collection: string, name: string, body: string): Promise<readonly [number, number]> {
  await send('POST', `${collection}?fieldManager=${MANAGERS[0]}`, 'application/json', body);
  const target = `${collection}/${name}`;
  for (const [index, manager] of MANAGERS.entries()) {
    const text = JSON.stringify({ metadata: { annotations: { [`example.com/of-${index}`]: 'value' }, labels: { [`label-${index}`]: 'value' } } });
    await send('PATCH', `${target}?fieldManager=${manager}`, 'application/merge-patch+json', text);
  }
  const owned = await cost(target);
  // An empty entry gives up all ownership; what nobody tracks stays untracked.
  await send('PATCH', target, 'application/merge-patch+json', '{"metadata":{"managedFields":[{}]}}');
  return [owned, await cost(target)];
}

await send('POST', '/api/v1/namespaces/default/serviceaccounts', 'application/json', SERVICE_ACCOUNT);
const podText = pod('pod');
const [podOwned, podUntracked] = await ownedAndNot('/api/v1/namespaces/default/pods', 'pod', podText);
const costs: OwnershipCosts = { podBytes: Buffer.byteLength(podText), podOwned, podUntracked };
process.stdout.write(JSON.stringify(costs));
await server.close();
