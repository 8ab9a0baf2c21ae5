import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ToyServer, toyServer } from './toy-server.fixture.ts';

async function withServer(run: (server: ToyServer) => Promise<void>, options: Parameters<typeof toyServer>[0] = {}): Promise<void> {
  const server = await toyServer(options);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

const box = (rest: object = {}): object => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'box' }, ...rest });

test('POST answers 201 with the object as stored', () =>
  withServer(async (server) => {
    const { code, body } = await server.send('POST', 'configmaps', box({ data: { a: '1' } }));
    assert.equal(code, 201);
    assert.deepEqual([body.kind, body.apiVersion, body.data], ['ConfigMap', 'v1', { a: '1' }]);
    assert.equal((body.metadata as { namespace: string }).namespace, 'ns');
  }));

test('explicitly empty lists and maps are neither stored, nor owned, nor a change', () =>
  withServer(async (server) => {
    const metadata = { name: 'box', labels: {}, finalizers: [] };
    const created = await server.send('POST', 'configmaps', box({ metadata, data: {} }));
    assert.equal(created.code, 201);
    assert.deepEqual(Object.keys(created.body), ['kind', 'apiVersion', 'metadata']);
    const { labels, finalizers, managedFields, resourceVersion } = created.body.metadata as { [field: string]: unknown };
    assert.deepEqual([labels, finalizers, managedFields], [undefined, undefined, undefined]);
    const replaced = await server.send('PUT', 'configmaps/box', box({ metadata: { ...metadata, ownerReferences: [] }, data: {} }));
    const patched = await server.send('PATCH', 'configmaps/box', { metadata, data: {} }, 'application/merge-patch+json');
    for (const { code, body } of [replaced, patched]) {
      assert.deepEqual([code, (body.metadata as { resourceVersion?: string }).resourceVersion], [200, resourceVersion]);
    }
  }));

test('bodies that are no objects are refused in the words of the decoder', () =>
  withServer(async (server) => {
    const refusal = async (body: string): Promise<unknown> => {
      const answer = await server.send('POST', 'configmaps', body);
      assert.equal(answer.code, 400);
      return answer.body.message;
    };
    const start = 'the object provided is unrecognized (must be of type ConfigMap): ';
    assert.equal(await refusal(''), `${start}couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`);
    assert.equal(
      await refusal('hello'),
      `${start}couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)`,
    );
    assert.equal(
      await refusal('{"apiVersion":"a/b/c","kind":"ConfigMap","metadata":{}}'),
      `${start}unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c","kind":" ...)`,
    );
    assert.equal(
      await refusal('{"apiVersion":"v1","kind":"Status"}'),
      'Status in version "v1" cannot be handled as a ConfigMap: converting (v1.Status) to (core.ConfigMap): unknown conversion',
    );
    assert.equal(
      await refusal('{"apiVersion":"apps/v1","kind":"ConfigMap"}'),
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    );
    assert.equal(
      await refusal('{"metadata":{"name":5}}'),
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
    );
  }));

test('unknown fields warn by default, are refused when strict, and are nothing when ignored', () =>
  withServer(async (server) => {
    const body = box({ sample: 1 });
    assert.deepEqual((await server.send('POST', 'configmaps?dryRun=All', body)).warnings, ['unknown field "sample"']);
    assert.deepEqual((await server.send('POST', 'configmaps?dryRun=All&fieldValidation=Ignore', body)).warnings, []);
    const strict = await server.send('POST', 'configmaps?fieldValidation=Strict', body);
    assert.equal(strict.body.message, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "sample"');
  }));

test('media types: JSON when none is given, 415 with a list for what is unknown', () =>
  withServer(async (server) => {
    assert.equal((await server.send('POST', 'configmaps', box(), '')).code, 201);
    assert.equal((await server.send('POST', 'configmaps?dryRun=All', box({ metadata: { name: 'b' } }), 'Application/JSON; charset=utf-8')).code, 201);
    for (const type of ['text/plain', 'application/json;;=', 'application/json, application/yaml', '*/*']) {
      const { code, body } = await server.send('POST', 'configmaps', box(), type);
      assert.equal(code, 415, type);
      assert.match(
        body.message as string,
        /accepted media types include: application\/json, application\/yaml, application\/vnd.kubernetes.protobuf$/,
      );
    }
    assert.deepEqual((await server.send('PATCH', 'configmaps/box', {}, 'application/json')).body.message, '415: Unsupported Media Type');
    assert.match(
      (await server.send('PATCH', 'configmaps/box', {}, 'application/merge-patch+json ; x=y')).body.message as string,
      /^the body of the request/,
    );
  }));

test('a body beyond the limit is a 413', () =>
  withServer(async (server) => {
    const { code, body } = await server.send('POST', 'configmaps', box({ data: { k: 'x'.repeat(3 * 1024 * 1024) } }));
    assert.deepEqual([code, body.message], [413, 'Request entity too large: limit is 3145728']);
  }));

test('PUT checks the name, replaces, and warns about owners that are named twice', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    assert.equal(
      (await server.send('PUT', 'configmaps/other', box())).body.message,
      'the name of the object (box) does not match the name on the URL (other)',
    );
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u' };
    const { code, body, warnings } = await server.send('PUT', 'configmaps/box', box({ metadata: { name: 'box', ownerReferences: [owner, owner] } }));
    assert.equal(code, 200);
    assert.deepEqual((body.metadata as { ownerReferences: unknown }).ownerReferences, [owner]);
    assert.match(warnings[0] ?? '', /^\.metadata\.ownerReferences contains duplicate entries; .* duplicate UID\(s\) observed: u$/);
  }));

test('patches of all three kinds apply to the current object', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box({ data: { a: '1' } }));
    assert.equal((await server.send('PATCH', 'configmaps/none', '{', 'application/merge-patch+json')).code, 404);
    const merge = await server.send('PATCH', 'configmaps/box', { data: { b: '2', a: null } }, 'application/merge-patch+json');
    assert.deepEqual(merge.body.data, { b: '2' });
    const json = await server.send('PATCH', 'configmaps/box', [{ op: 'add', path: '/data/c', value: '3' }], 'application/json-patch+json');
    assert.deepEqual(json.body.data, { b: '2', c: '3' });
    const strategic = await server.send('PATCH', 'configmaps/box', { data: { $patch: 'replace', d: '4' } }, 'application/strategic-merge-patch+json');
    assert.deepEqual(strategic.body.data, { d: '4' });
    const same = await server.send('PATCH', 'configmaps/box', { data: { d: '4' } }, 'application/merge-patch+json');
    assert.deepEqual(same.body.metadata, strategic.body.metadata);
  }));

test('a merge patch that nobody validates has one word for what is wrong; a list takes the place of the object', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    const patched = (patch: string) => server.send('PATCH', 'configmaps/box?fieldValidation=Ignore', patch, 'application/merge-patch+json');
    for (const patch of ['', '{', '"x"', '1', 'null']) {
      const { code, body } = await patched(patch);
      assert.deepEqual([code, body.message], [400, 'Invalid JSON Patch'], patch);
    }
    const { code, body } = await patched('[1]');
    assert.equal(code, 422);
    assert.match(body.message as string, /^ "" is invalid: patch: Invalid value: "\[1\]": couldn't get version\/kind; json parse error: /);
  }));

test('hostile keys and big integers pass through a patch unharmed', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    const patch = '{"data":{"__proto__":"x","constructor":"y"},"metadata":{"generation":9007199254740993}}';
    const { code, body } = await server.send('PATCH', 'configmaps/box', patch, 'application/merge-patch+json');
    assert.equal(code, 200);
    assert.deepEqual(Object.entries(body.data as object), [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  }));

test('concurrent patches of different fields all succeed', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    const patches = Array.from({ length: 20 }, (_, i) =>
      server.send('PATCH', 'configmaps/box', { data: { [`k${i}`]: 'v' } }, 'application/merge-patch+json'),
    );
    for (const { code } of await Promise.all(patches)) assert.equal(code, 200);
    const { body } = await server.send('PATCH', 'configmaps/box', {}, 'application/merge-patch+json');
    assert.equal(Object.keys(body.data as object).length, 20);
  }));

test('PUT to a missing name is a 404 where the kind does not create so', () =>
  withServer(async (server) => {
    assert.equal((await server.send('PUT', 'configmaps/box', box())).code, 404);
  }));

test('a strict patch that names unknown fields is a 422 that quotes it', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    const { code, body } = await server.send(
      'PATCH',
      'configmaps/box?fieldValidation=Strict',
      { b: 1, a: { c: 2 } },
      'application/strategic-merge-patch+json',
    );
    assert.equal(code, 422);
    assert.equal(
      body.message,
      ' "" is invalid: patch: Invalid value: "map[a:map[c:2] b:1]": strict decoding error: unknown field "a", unknown field "b"',
    );
  }));

test('DELETE answers with what went; a body overrides the query', () =>
  withServer(async (server) => {
    await server.send('POST', 'configmaps', box());
    const { code, body } = await server.send('DELETE', 'configmaps/box?dryRun=All', {});
    assert.equal(code, 200);
    assert.deepEqual([body.kind, body.status, (body.details as { name: string }).name, body.code], ['Status', 'Success', 'box', undefined]);
    assert.equal((await server.send('DELETE', 'configmaps/box')).code, 404);
    assert.match(
      (await server.send('DELETE', 'configmaps/box', { kind: 'ConfigMap', apiVersion: 'v1' })).body.message as string,
      /^no kind "ConfigMap" is registered for version "v1"/,
    );
    const malformed = await server.send('DELETE', 'configmaps/box', { kind: 'DeleteOptions', apiVersion: 'a/b/c' });
    assert.deepEqual([malformed.code, malformed.body.message], [400, 'unexpected GroupVersion string: a/b/c']);
  }));

test('DELETE of a collection takes what the selector names', () =>
  withServer(async (server) => {
    for (const n of ['1', '2']) await server.send('POST', 'configmaps', box({ metadata: { name: `box-${n}`, labels: { n } } }));
    const { body } = await server.send('DELETE', 'configmaps?labelSelector=n%3D1');
    assert.equal(body.kind, 'ConfigMapList');
    assert.deepEqual(
      (body.items as { metadata: { name: string } }[]).map((each) => each.metadata.name),
      ['box-1'],
    );
    assert.equal((await server.send('PUT', 'configmaps/box-2', box({ metadata: { name: 'box-2' } }))).code, 200);
  }));

test('admission changes what is validated, and refuses what it likes', () =>
  withServer(
    async (server) => {
      assert.deepEqual((await server.send('POST', 'configmaps', box())).body.data, { seen: 'CREATE' });
      assert.deepEqual((await server.send('PUT', 'configmaps/box', box())).body.data, { seen: 'UPDATE' });
    },
    {
      plugins: [
        {
          name: 'Seen',
          operations: ['CREATE', 'UPDATE'],
          mutate: ({ object, operation }) => {
            if (object !== undefined) object.data = { seen: operation };
          },
        },
      ],
    },
  ));

test('a body with more values than any object has is refused before it is decoded, as a patch as well', () =>
  withServer(async (server) => {
    const crowded = { a: Array(200_000).fill({}) };
    const answers = [
      await server.send('POST', 'configmaps', box(crowded)),
      await server.send('PUT', 'configmaps/box', box(crowded)),
      await server.send('PATCH', 'configmaps/box', crowded, 'application/merge-patch+json'),
      await server.send('PATCH', 'configmaps/box?fieldManager=me', box(crowded), 'application/apply-patch+yaml'),
    ];
    for (const { code, body } of answers) {
      assert.equal(code, 413);
      assert.equal(body.reason, 'RequestEntityTooLarge');
      assert.equal(body.message, 'Request entity too large: limit is 150000 values (objects, lists and scalars)');
    }
    assert.equal((await server.send('POST', 'configmaps', box({ data: { text: '{},'.repeat(900_000) } }))).code, 201);
  }));
