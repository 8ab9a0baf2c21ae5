/**
 * What it takes to add a resource: a type, a declaration, a line in the list. Nothing generic knows a kind by name, so one that exists nowhere else is
 * served, defaulted, guarded and shown like any other.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAdmissionChain } from '../admission/chain.ts';
import { ObjectMeta, TypeMeta } from '../apis/meta/v1/types.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/log.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import { PathTable } from '../endpoints/paths.ts';
import { RequestMetrics } from '../endpoints/request-metrics.ts';
import { ResourceTable } from '../endpoints/resources.ts';
import { makeRouter } from '../endpoints/router.ts';
import { InFlightLimiter } from '../flowcontrol/in-flight.ts';
import { field, inline, int32, string, struct } from '../machinery/descriptor.ts';
import { PROTOBUF_TYPE } from '../machinery/media.ts';
import { resource, type Strategy } from '../registry/generic/declaration.ts';
import { age, ageColumn, integer, name, nameColumn, table as printer } from '../registry/vocabulary/columns.ts';
import { selectable, textAt } from '../registry/vocabulary/selectable.ts';
import { statusIsolation, statusOf } from '../registry/vocabulary/status.ts';
import { type Fetch, makeFetch } from '../server/in-process.ts';
import { ActiveRequests } from '../server/lifecycle.ts';
import { makePipeline } from '../server/pipeline.ts';
import { openMemoryStore } from '../storage/memory/memory-store.ts';
import { openStoreFeed } from '../storage/watch-cache/feed.ts';
import { makeAuthenticator, makeAuthorizer } from './access.ts';
import { makeVerbs } from './handlers.ts';
import { installResources } from './install.ts';
import { singleStore } from './stores.ts';

interface BoatSpec {
  crew?: number;
}

const BoatSpecType = struct('example.com/v1.BoatSpec', () => [field('crew', int32, 1), field('port', string, 2)]);
const BoatStatusType = struct('example.com/v1.BoatStatus', () => [field('afloat', string, 1)]);
const Boat = struct('example.com/v1.Boat', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false }),
  field('spec', BoatSpecType, 2, { omitempty: false }),
  field('status', BoatStatusType, 3, { omitempty: false }),
]);

const strategy: Strategy = statusIsolation;

const boats = resource({
  group: 'example.com',
  resource: 'boats',
  kind: 'Boat',
  namespaced: false,
  storageVersionHash: null,
  storageVersion: 'v1',
  versions: [
    {
      version: 'v1',
      type: Boat,
      setDefaults: (object) => {
        object.spec ??= {};
        const spec = object.spec as BoatSpec;
        spec.crew ??= 4;
      },
    },
  ],
  storagePrefix: '/registry/boats/',
  strategy,
  subresources: { status: statusOf(strategy) },
  columns: printer([nameColumn, integer('Crew'), ageColumn], (object) => [name(object), (object.spec as BoatSpec).crew ?? 0, age(object)]),
  selectableFields: selectable({ 'spec.port': textAt(['spec', 'port']) }),
});

/** The smallest server that there is: no doors, no start objects, one resource. */
function serve(): { readonly fetch: Fetch; close(): Promise<void> } {
  const clock = systemClock;
  const log = silentLogger;
  const store = openMemoryStore({ clock });
  const feed = openStoreFeed({ store, clock, log, prefix: '/registry/' });
  const table = new ResourceTable([]);
  const registries = installResources(
    {
      stores: singleStore({ store, feed }),
      clock,
      log,
      table,
      prefix: '/registry',
      connect: () => undefined,
      fingerprint: 1,
      mediaType: PROTOBUF_TYPE,
    },
    [boats],
  );
  const options = { storage: { backend: 'memory' as const }, authorizationModes: ['AlwaysAllow'] };
  const authorizer = makeAuthorizer(options);
  const verbs = makeVerbs({ admission: makeAdmissionChain([]), clock, authorizer, featureEnabled: () => false, table, minRequestTimeoutSeconds: 60 });
  const metrics = new RequestMetrics(new MetricsRegistry());
  const handle = makePipeline({
    clock,
    log,
    authenticator: makeAuthenticator(options, clock, log),
    authorizer,
    inFlight: new InFlightLimiter({ readOnly: 10, mutating: 10 }),
    tracker: new ActiveRequests(),
    metrics,
    requestTimeout: 60_000,
    dispatch: makeRouter({ table, verbs, paths: new PathTable(), metrics }),
  });
  return {
    fetch: makeFetch(handle),
    async close() {
      await registries.close();
      feed.close();
      await store.close();
    },
  };
}

test('a kind is a type and a declaration: everything else comes with the house', async () => {
  const server = serve();
  const send = async (
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
    accept = 'application/json',
  ): Promise<{ status: number; body: { [field: string]: unknown } }> => {
    const headers = { 'content-type': type, accept };
    const response = await server.fetch(`/apis/example.com/v1/boats${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as { [field: string]: unknown } };
  };
  try {
    const boat = { apiVersion: 'example.com/v1', kind: 'Boat', metadata: { name: 'a' }, spec: { port: 'left' }, status: { afloat: 'yes' } };
    const created = await send('POST', '', boat);
    assert.equal(created.status, 201);
    assert.deepEqual(created.body.spec, { crew: 4, port: 'left' }, 'defaulted');
    assert.deepEqual(created.body.status, {}, 'the status belongs to nobody yet');
    assert.equal((created.body.metadata as { generation: number }).generation, 1);

    const merge = 'application/merge-patch+json';
    const changed = await send('PATCH', '/a', { spec: { crew: 5 } }, merge);
    assert.equal((changed.body.metadata as { generation: number }).generation, 2);
    const floated = await send('PATCH', '/a/status', { spec: { crew: 99 }, status: { afloat: 'yes' } }, merge);
    assert.deepEqual([floated.body.spec, floated.body.status], [{ crew: 5, port: 'left' }, { afloat: 'yes' }]);

    const found = await send('GET', '?fieldSelector=spec.port%3Dleft', undefined, 'application/json', 'application/json;as=Table;v=v1;g=meta.k8s.io');
    assert.deepEqual(
      (found.body.rows as { cells: unknown[] }[]).map(({ cells }) => cells.slice(0, 2)),
      [['a', 5]],
    );
    const refused = await send('GET', '?fieldSelector=spec.mast%3D1');
    assert.deepEqual([refused.status, refused.body.message], [400, 'field label not supported: spec.mast']);

    assert.equal((await send('DELETE', '/a')).status, 200);
    assert.equal((await send('GET', '/a')).status, 404);
  } finally {
    await server.close();
  }
});
