/** Waiting for what happens by itself, by watching: a list is looked at as it is now and after every change, until it is as expected. */
import type { Server } from '../../src/testing/index.ts';

export interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly annotations?: { readonly [key: string]: string };
    readonly managedFields?: readonly { readonly manager: string; readonly subresource?: string }[];
    readonly ownerReferences?: readonly { readonly name: string; readonly uid: string; readonly blockOwnerDeletion?: boolean }[];
  };
  readonly spec?: { readonly [field: string]: unknown };
  readonly status?: { readonly [field: string]: unknown };
  readonly data?: { readonly [key: string]: string };
}

interface Event {
  readonly type: string;
  readonly object: Item;
}

const PATIENCE_MS = 20_000;

/** @throws {Error} with the last state when it does not come about */
export async function until(server: Server, path: string, expected: (items: readonly Item[]) => boolean): Promise<readonly Item[]> {
  const items = new Map<string, Item>();
  const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const response = await server.fetch(`${path}?${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  let complete = false;
  try {
    for await (const { type, object } of events(response)) {
      const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      if (type === 'BOOKMARK') complete = true;
      else if (type === 'DELETED') items.delete(key);
      else items.set(key, object);
      if (complete && expected([...items.values()])) return [...items.values()];
    }
  } catch (error) {
    throw new Error(`${path} did not become as expected: ${JSON.stringify([...items.values()])}`, { cause: error });
  }
  throw new Error(`the watch of ${path} ended: ${JSON.stringify([...items.values()])}`);
}

async function* events(response: Response): AsyncGenerator<Event> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const piece of response.body as ReadableStream<Uint8Array>) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Event;
  }
}

export async function send(server: Server, method: string, path: string, body?: object): Promise<Item> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const init = body === undefined ? { method } : { method, headers: { 'content-type': type }, body: JSON.stringify(body) };
  const response = await server.fetch(path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Item;
}

export async function exists(server: Server, path: string): Promise<boolean> {
  return (await server.fetch(path)).status === 200;
}
