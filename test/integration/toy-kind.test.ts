/** Adding a kind touches no generic code, and takes nothing but what the package exports: a table, a declaration, and everything else follows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ErrorList,
  field,
  inline,
  int32,
  type KubeObject,
  list,
  ObjectMeta,
  type ResourceDeclaration,
  resource,
  type Server,
  type Strategy,
  type StructType,
  startTestServer,
  statusIsolation,
  statusOf,
  string,
  struct,
  TypeMeta,
} from '../../src/testing/index.ts';

const BoatSpec: StructType = struct('toys.example/v1.BoatSpec', () => [
  field('seats', int32, 1, { optional: true, pointer: true, about: 'How many people row.' }),
  field('crew', list(string), 2, { optional: true, list: 'set' }),
]);
const BoatStatus: StructType = struct('toys.example/v1.BoatStatus', () => [field('afloat', string, 1, { optional: true })]);
const Boat: StructType = struct('toys.example/v1.Boat', () => [
  inline(TypeMeta),
  field('metadata', ObjectMeta, 1, { optional: true }),
  field('spec', BoatSpec, 2, { optional: true }),
  field('status', BoatStatus, 3, { optional: true }),
]);

interface BoatObject extends KubeObject {
  spec: { seats?: number; crew?: string[] };
  status: { afloat?: string };
}

const strategy: Strategy = {
  ...statusIsolation,
  validate: (_context, object) => {
    const errors = new ErrorList();
    const { seats } = (object as BoatObject).spec;
    if (seats !== undefined && seats < 1) errors.invalid('spec.seats', seats, 'must be greater than 0');
    return errors;
  },
};

const boats: ResourceDeclaration = resource({
  group: 'toys.example',
  resource: 'boats',
  kind: 'Boat',
  shortNames: ['bo'],
  namespaced: true,
  storageVersionHash: null,
  storageVersion: 'v1',
  versions: [
    {
      version: 'v1',
      type: Boat,
      setDefaults: (object) => {
        const { spec } = object as BoatObject;
        spec.seats ??= 8;
      },
    },
  ],
  storagePrefix: '/registry/toys.example/boats/',
  strategy,
  subresources: { status: statusOf(strategy) },
  columns: {
    columns: [
      { name: 'Name', type: 'string', format: 'name', description: '', priority: 0 },
      { name: 'Seats', type: 'integer', format: '', description: '', priority: 0 },
    ],
    row: (object) => ({ cells: [object.metadata.name ?? '', (object as BoatObject).spec.seats ?? null] }),
  },
  selectableFields: {
    values: { 'spec.seats': (object) => String((object as BoatObject).spec.seats ?? '') },
    refusal: (label) => `field label not supported: ${label}`,
  },
});

const BOATS = '/apis/toys.example/v1/namespaces/default/boats';

async function ask(
  server: Server,
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
  accept = 'application/json',
): Promise<Response> {
  const headers = { accept, ...(body === undefined ? {} : { 'content-type': type }) };
  return server.fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

const boat = (name: string, spec: object = {}): object => ({ apiVersion: 'toys.example/v1', kind: 'Boat', metadata: { name }, spec });

test('a new kind is created, defaulted, validated, selected, patched, applied, printed and published', async () => {
  await using server = await startTestServer({ resources: [boats] });
  const created = await ask(server, 'POST', BOATS, boat('eight'));
  assert.equal(created.status, 201);
  assert.equal(((await created.json()) as BoatObject).spec.seats, 8);

  const refused = await ask(server, 'POST', BOATS, boat('none', { seats: 0 }));
  assert.equal(refused.status, 422);
  assert.match(
    ((await refused.json()) as { message: string }).message,
    /^Boat\.toys\.example "none" is invalid: spec\.seats: Invalid value: 0: must be greater than 0$/,
  );

  await ask(server, 'POST', BOATS, boat('four', { seats: 4, crew: ['ann'] }));
  const selected = (await (await ask(server, 'GET', `${BOATS}?fieldSelector=spec.seats%3D4`)).json()) as { items: BoatObject[] };
  assert.deepEqual(
    selected.items.map((each) => each.metadata.name),
    ['four'],
  );

  const applied = await ask(server, 'PATCH', `${BOATS}/four?fieldManager=coach`, boat('four', { crew: ['bob'] }), 'application/apply-patch+yaml');
  assert.deepEqual(((await applied.json()) as BoatObject).spec.crew, ['ann', 'bob']);

  const merge = 'application/merge-patch+json';
  const floated = (await (
    await ask(server, 'PATCH', `${BOATS}/four/status`, { spec: { seats: 99 }, status: { afloat: 'yes' } }, merge)
  ).json()) as BoatObject;
  assert.deepEqual([floated.spec.seats, floated.status], [4, { afloat: 'yes' }], 'the status subresource changes nothing else');
  const reseated = (await (
    await ask(server, 'PATCH', `${BOATS}/four`, { spec: { seats: 5 }, status: { afloat: 'no' } }, merge)
  ).json()) as BoatObject;
  assert.deepEqual([reseated.spec.seats, reseated.status, reseated.metadata.generation], [5, { afloat: 'yes' }, 3]);

  const table = await ask(server, 'GET', BOATS, undefined, '', 'application/json;as=Table;v=v1;g=meta.k8s.io');
  const { rows } = (await table.json()) as { rows: { cells: unknown[] }[] };
  assert.deepEqual(
    rows.map((row) => row.cells),
    [
      ['eight', 8],
      ['four', 5],
    ],
  );

  const discovered = (await (await ask(server, 'GET', '/apis/toys.example/v1')).json()) as { resources: { name: string; shortNames: string[] }[] };
  assert.deepEqual(
    discovered.resources.map((each) => each.name),
    ['boats', 'boats/status'],
  );
  assert.deepEqual(discovered.resources[0]?.shortNames, ['bo']);
  const published = (await (await ask(server, 'GET', '/openapi/v3/apis/toys.example/v1')).json()) as { paths: object };
  assert.ok('/apis/toys.example/v1/namespaces/{namespace}/boats/{name}' in published.paths);
});
