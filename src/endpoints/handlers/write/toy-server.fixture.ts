/** The write handlers over the memory store, with one resource (config maps) and no server around them. */
import { makeAdmissionChain } from '../../../admission/chain.ts';
import type { AdmissionPlugin } from '../../../admission/interface.ts';
import { silentLogger } from '../../../base/log.ts';
import { ApiError } from '../../../machinery/status.ts';
import { toyDeclaration } from '../../../registry/generic/registry.fixture.ts';
import { RegistryStore } from '../../../registry/generic/store.ts';
import { BodyTooLarge } from '../../../request/http.ts';
import { openMemoryStore } from '../../../storage/memory/memory-store.ts';
import { openResourceStorage } from '../../../storage/resource/open-storage.ts';
import { type ExchangeOptions, exchange } from '../../exchange.fixture.ts';
import { ResourceTable, type ResourceTarget } from '../../routing/resources.ts';
import { makeCreate } from '../create.ts';
import { makeDelete } from '../delete.ts';
import { makeDeleteCollection } from '../delete-collection.ts';
import { makePatch } from '../patch.ts';
import { makeUpdate } from '../update.ts';
import { BigBodies } from './big-body.ts';

const declaration = toyDeclaration({ generation: 'client', metadataRules: ['update', 'create'] });

export interface ToyAnswer {
  readonly code: number;
  readonly body: { readonly [field: string]: unknown };
  readonly warnings: readonly string[];
}

export interface ToyServer {
  /** @param path "configmaps" or "configmaps/name", with a query; `body` is sent as JSON unless it is a string */
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<ToyAnswer>;
  close(): Promise<void>;
}

export async function toyServer(
  options: { readonly plugins?: readonly AdmissionPlugin[]; readonly allowsCreation?: boolean } = {},
): Promise<ToyServer> {
  const clock = { now: () => Date.UTC(2026, 0, 1), after: () => () => {} };
  const backend = openMemoryStore({ clock });
  const storage = openResourceStorage({ store: backend, declaration, clock, log: silentLogger });
  await storage.ready();
  const store = new RegistryStore({ declaration, storage, clock });
  const installed = { declaration, store, virtual: {} };
  const table = new ResourceTable([]);
  table.install([installed]);
  const deps = {
    admission: makeAdmissionChain(options.plugins ?? []),
    clock,
    authorizer: { authorize: () => ({ decision: options.allowsCreation === false ? ('deny' as const) : ('allow' as const), reason: 'because' }) },
    featureEnabled: () => false,
    table,
    bigBodies: new BigBodies(),
  };
  const handlers = {
    POST: makeCreate(deps),
    PUT: makeUpdate(deps),
    PATCH: makePatch(deps),
    DELETE: makeDelete(deps),
    'DELETE all': makeDeleteCollection(deps),
  };
  const target = (name: string): ResourceTarget => ({
    installed,
    group: '',
    version: declaration.versions[0] as (typeof declaration.versions)[number],
    subresource: undefined,
    subresourceName: '',
    namespace: 'ns',
    name,
  });
  return {
    async send(method, path, body, contentType = 'application/json') {
      const [bare = '', query = ''] = path.split('?');
      const name = bare.split('/')[1] ?? '';
      const bytes = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
      const given: ExchangeOptions = { method, headers: { 'content-type': contentType } };
      const { context, answer } = exchange(`/api/v1/namespaces/ns/${bare}?${query}`, given);
      const request = {
        ...context.request,
        async readBody(limit: number) {
          if (bytes.length > limit) throw new BodyTooLarge();
          return bytes;
        },
      };
      const handler = handlers[(method === 'DELETE' && name === '' ? 'DELETE all' : method) as keyof typeof handlers];
      const asked = { ...context, request };
      try {
        await handler(asked, target(name));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { code: error.code, body: { ...error.status }, warnings: [...(asked.warnings ?? [])] };
      }
      return { code: answer.status, body: answer.json() as ToyAnswer['body'], warnings: [...(asked.warnings ?? [])] };
    },
    async close() {
      await storage.close();
      await backend.close();
    },
  };
}
