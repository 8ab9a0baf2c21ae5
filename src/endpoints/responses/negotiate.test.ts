import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonToYaml } from '../../codec/yaml/encode.ts';
import { struct } from '../../machinery/descriptor.ts';
import { ApiError } from '../../machinery/status.ts';
import { resource } from '../../registry/generic/declaration.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { exchange } from '../exchange.fixture.ts';
import type { Rendering } from '../rendering/interface.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import { negotiateRendering, type RenderingScope } from './negotiate.ts';
import { respondList } from './respond.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const META = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const META_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const ROUTE_406 = '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf';
const HANDLER_406 = 'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf';

const declaration = resource({
  group: '',
  resource: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
  storageVersionHash: null,
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: struct('k8s.io/api/core/v1.ConfigMap', () => []) }],
  storagePrefix: '/registry/configmaps/',
  strategy: {},
  columns: {
    columns: [
      { name: 'Name', type: 'string', format: 'name', description: 'The name.', priority: 0 },
      { name: 'Age', type: 'string', format: '', description: 'How old.', priority: 0 },
    ],
    row: (object) => ({ cells: [object.metadata.name ?? '', (now) => `${now / 1000}s`] }),
  },
  selectableFields: { values: {}, refusal: () => '' },
});

const target: ResourceTarget = {
  installed: { declaration, store: undefined, virtual: {} },
  group: '',
  version: declaration.versions[0] as (typeof declaration.versions)[number],
  subresource: undefined,
  subresourceName: '',
  namespace: 'ns',
  name: 'a',
};

function entry(name: string, revision: number): Entry {
  const prefix = '{"kind":"ConfigMap","apiVersion":"v1",';
  const head = `${prefix}"metadata":{"name":"${name}","uid":"u",`;
  return {
    key: `/registry/configmaps/ns/${name}`,
    revision,
    namespace: 'ns',
    name,
    labels: {},
    fields: {},
    json: Buffer.from(`${head}"annotations":{"x":"}\\"\\\\"}},"data":{"k":"v"}}`),
    revisionAt: head.length,
    prefixLength: prefix.length - 1,
    object: () => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name } }),
  };
}

function rendering(accept: string, scope: RenderingScope = 'object', query = '') {
  return negotiateRendering(exchange(`/x${query}`, { accept, now: 5000 }).context, target, scope);
}

function text(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces as Uint8Array[]).toString();
}

function refusal(accept: string, scope: RenderingScope = 'object'): { code: number; message: string; details: unknown } {
  try {
    rendering(accept, scope);
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, message: error.status.message ?? '', details: error.status.details };
    throw error;
  }
  throw new Error(`${accept} was accepted`);
}

async function listed(accept: string, entries: readonly Entry[], query = ''): Promise<string> {
  const { context, answer } = exchange(`/x${query}`, { accept, now: 5000 });
  await respondList(
    context,
    negotiateRendering(context, target, 'list'),
    { resourceVersion: '9', continueToken: '', remainingItemCount: undefined },
    entries,
  );
  return answer.text();
}

const METADATA = '"metadata":{"name":"a","uid":"u","resourceVersion":"7","annotations":{"x":"}\\"\\\\"}}';
const OBJECT = `{"kind":"ConfigMap","apiVersion":"v1",${METADATA},"data":{"k":"v"}}`;
const PARTIAL = `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1",${METADATA}}`;
const COLUMNS =
  '[{"name":"Name","type":"string","format":"name","description":"The name.","priority":0},{"name":"Age","type":"string","format":"","description":"How old.","priority":0}]';

for (const accept of [
  '',
  '*/*',
  'text/html, application/json;q=0.5',
  'application/json;q=0',
  'application/json;stream=watch',
  'application/json;sample=1',
  `${TABLE.replace('v1', 'v9')},application/json`,
]) {
  test(`Accept "${accept}" gets plain JSON`, () => {
    assert.equal(text(rendering(accept).object(entry('a', 7))), `${OBJECT}\n`);
  });
}

for (const accept of [',,', 'application/*', 'text/*', 'garbage', '/', 'APPLICATION/JSON', 'text/yaml', 'application/cbor']) {
  test(`Accept "${accept}" is refused by the route`, () => {
    assert.deepEqual(refusal(accept), { code: 406, message: ROUTE_406, details: {} });
  });
}

for (const accept of [
  'application/json;stream=sample',
  'application/json;as=Table;v=v1',
  'application/json;as=table;v=v1;g=meta.k8s.io',
  'application/json;v=v1;g=meta.k8s.io',
  TABLE.replace('json', 'vnd.kubernetes.protobuf'),
]) {
  test(`Accept "${accept}" is refused by the handler`, () => {
    assert.deepEqual(refusal(accept), { code: 406, message: HANDLER_406, details: undefined });
  });
}

test('quality and specificity decide, then the order', () => {
  assert.equal(rendering('application/json;q=0.1, application/yaml;q=0.9').contentType, 'application/yaml');
  assert.equal(rendering('application/yaml;q=0.1, application/json;q=0.9').contentType, 'application/json');
  assert.equal(rendering('application/yaml, application/json').contentType, 'application/yaml');
  assert.equal(rendering('*/*, application/yaml').contentType, 'application/yaml');
});

test('a watch in YAML is refused with the types that stream', () => {
  assert.equal(
    refusal('application/yaml', 'watch').message,
    'only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
  );
});

test('a list in the wrong form is refused only when there is something to show', () => {
  assert.throws(() => rendering(META_LIST).object(entry('a', 7)), {
    message: 'you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
  });
  assert.throws(() => rendering(META, 'list').listHead({ resourceVersion: '1', continueToken: '', remainingItemCount: undefined }, 0), {
    message: 'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
  });
});

test('items of a list carry no kind; the list carries its version', async () => {
  const item = `{${METADATA},"data":{"k":"v"}}`;
  assert.equal(
    await listed('application/json', [entry('a', 7), entry('a', 7)]),
    `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[${item},${item}]}\n`,
  );
  assert.equal(await listed('application/json', []), '{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[]}\n');
});

test('a long list arrives whole, compressed or indented', async () => {
  const entries = Array.from({ length: 5000 }, (_, i) => entry(`name-${i}`, i + 1));
  const parsed = JSON.parse(await listed('application/json;pretty=1', entries));
  assert.equal(parsed.items.length, 5000);
  assert.equal(parsed.items[4999].metadata.resourceVersion, '5000');
});

test('metadata only, as an object and as a list', async () => {
  assert.equal(text(rendering(META).object(entry('a', 7))), `${PARTIAL}\n`);
  assert.equal(
    await listed(META_LIST, [entry('a', 7)]),
    `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},"items":[${PARTIAL}]}\n`,
  );
  assert.equal(
    await listed(META_LIST, []),
    '{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},"items":null}\n',
  );
});

test('a table shows ages at the time of the answer, and as much of the object as asked for', async () => {
  const head = `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},"columnDefinitions":${COLUMNS},"rows":[`;
  assert.equal(await listed(TABLE, [entry('a', 7)]), `${head}{"cells":["a","5s"],"object":${PARTIAL}}]}\n`);
  assert.equal(await listed(TABLE, [entry('a', 7)], '?includeObject=Object'), `${head}{"cells":["a","5s"],"object":${OBJECT}}]}\n`);
  assert.equal(await listed(TABLE, [entry('a', 7)], '?includeObject=None'), `${head}{"cells":["a","5s"],"object":null}]}\n`);
  await assert.rejects(listed(TABLE, [], '?includeObject=Some'), {
    message: "Unable to convert to Table as requested: includeObject: Invalid value: \"Some\": must be 'Metadata', 'Object', 'None', or empty",
  });
});

test('a watch frame shows the revision of the event and is one buffer for all watchers', () => {
  const item = { type: 'DELETED', entry: entry('a', 7), revision: 8 } as const;
  const [one, two] = [rendering('application/json', 'watch'), rendering('*/*', 'watch')];
  const frame = one.watchItem(item, true);
  assert.equal(text(frame), `{"type":"DELETED","object":${OBJECT.replace('"7"', '"8"')}}\n`);
  assert.equal(two.watchItem(item, false), frame);
  assert.equal(one.shareKey, two.shareKey);
});

test('only the first table of a watch names its columns', () => {
  const item = { type: 'ADDED', entry: entry('a', 7), revision: 7 } as const;
  const table = rendering(TABLE, 'watch', '?includeObject=None');
  const frame = (columns: string) =>
    `{"type":"ADDED","object":{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"7"},"columnDefinitions":${columns},"rows":[{"cells":["a","5s"],"object":null}]}}\n`;
  assert.equal(text(table.watchItem(item, true)), frame(COLUMNS));
  assert.equal(text(table.watchItem(item, false)), frame('null'));
});

test('a list in YAML is what the whole list as one document would be, however long', async () => {
  for (const accept of ['', TABLE, META_LIST]) {
    const yaml = accept === '' ? 'application/yaml' : accept.replace('json', 'yaml');
    for (const entries of [[], [entry('a', 7)], Array.from({ length: 300 }, (_, i) => entry(`name-${i}`, i + 1))]) {
      const whole = Buffer.from(jsonToYaml(Buffer.from(await listed(accept, entries)))).toString();
      assert.equal(await listed(yaml, entries), whole);
    }
  }
});

test('an object in YAML has sorted keys', () => {
  assert.ok(text(rendering('application/yaml').object(entry('a', 7))).startsWith('apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n'));
});

test('a subresource other than status, and a kind without columns, is never a table; what else is accepted is made', () => {
  const approval: ResourceTarget = { ...target, subresource: { kind: 'stored', verbs: ['get'], strategy: {} }, subresourceName: 'approval' };
  const { columns: _none, ...review } = declaration;
  const reviewed: ResourceTarget = { ...target, installed: { ...target.installed, declaration: review } };
  for (const each of [approval, reviewed]) {
    assert.throws(() => negotiateRendering(exchange('/x', { accept: TABLE }).context, each, 'object'), { message: HANDLER_406 });
    const rendering = negotiateRendering(exchange('/x', { accept: `${TABLE},application/json` }).context, each, 'object');
    assert.equal(text(rendering.object(entry('a', 7))), `${OBJECT}\n`);
  }
  const status: ResourceTarget = { ...approval, subresourceName: 'status' };
  assert.match(text(negotiateRendering(exchange('/x', { accept: TABLE }).context, status, 'object').object(entry('a', 7))), /^\{"kind":"Table"/);
});

test('rows of a list stand in the order of the printer, in YAML too', async () => {
  const backwards = resource({
    ...declaration,
    columns: { columns: [], row: ({ metadata }) => ({ cells: [metadata.name ?? ''] }), order: () => -1 },
  });
  const ordered: ResourceTarget = { ...target, installed: { ...target.installed, declaration: backwards } };
  for (const accept of [TABLE, TABLE.replace('json', 'yaml')]) {
    const { context, answer } = exchange('/x?includeObject=None', { accept });
    const header = { resourceVersion: '9', continueToken: '', remainingItemCount: undefined };
    await respondList(context, negotiateRendering(context, ordered, 'list'), header, [entry('first', 1), entry('second', 2)]);
    const shown = answer.text();
    assert.ok(shown.indexOf('second') < shown.indexOf('first'), shown);
  }
});

test('a header of blanks costs one pass', () => {
  const blanks = ' '.repeat(100_000);
  const started = performance.now();
  const rendering = negotiateRendering(exchange('/x', { accept: `text/${blanks}x,application/json` }).context, target, 'object');
  assert.equal(text(rendering.object(entry('a', 7))), `${OBJECT}\n`);
  assert.ok(performance.now() - started < 1000);
});

test('what an Accept header means for one resource does not decide for a subresource, another scope or a server that speaks CBOR', () => {
  const preferring = `${TABLE},application/vnd.kubernetes.protobuf`;
  const approval: ResourceTarget = { ...target, subresource: { kind: 'stored', verbs: ['get'], strategy: {} }, subresourceName: 'approval' };
  const of = (accept: string, scope: RenderingScope, asked = target, cbor = false): Rendering =>
    negotiateRendering({ ...exchange('/x', { accept }).context, cbor }, asked, scope);
  for (let i = 0; i < 2; i++) {
    assert.equal(of(preferring, 'object').contentType, 'application/json', 'a table');
    assert.equal(of(preferring, 'object', approval).contentType, 'application/vnd.kubernetes.protobuf');
    assert.equal(of('application/json;stream=watch,application/yaml', 'watch').contentType, 'application/json');
    assert.equal(of('application/json;stream=watch', 'object').contentType, 'application/json');
    assert.equal(of('application/cbor,application/json', 'object', target, true).contentType, 'application/cbor');
    assert.equal(of('application/cbor,application/json', 'object').contentType, 'application/json');
  }
});
