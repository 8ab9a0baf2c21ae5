import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APPLY_YAML_PATCH_TYPE, JSON_PATCH_TYPE, MERGE_PATCH_TYPE, STRATEGIC_MERGE_PATCH_TYPE } from '../../../machinery/media.ts';
import { type ToyAnswer, type ToyServer, toyServer } from './toy-server.fixture.ts';

const box = (rest: object = {}): object => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'box' }, ...rest });

interface Patches {
  readonly json: (operations: unknown, query?: string) => Promise<ToyAnswer>;
  readonly merge: (patch: unknown, query?: string) => Promise<ToyAnswer>;
  readonly strategic: (patch: unknown, query?: string) => Promise<ToyAnswer>;
  readonly apply: (configuration: unknown, query?: string) => Promise<ToyAnswer>;
  readonly server: ToyServer;
}

/** A config map named box, and all ways to patch it. */
async function withBox(run: (patches: Patches) => Promise<void>, rest: object = { data: { b: '2', a: '<1>' } }): Promise<void> {
  const server = await toyServer();
  const send =
    (type: string, always = '') =>
    (body: unknown, query = '') =>
      server.send('PATCH', `configmaps/box?${always}${query}`, body, type);
  try {
    assert.equal((await server.send('POST', 'configmaps', box(rest))).code, 201);
    await run({
      json: send(JSON_PATCH_TYPE),
      merge: send(MERGE_PATCH_TYPE),
      strategic: send(STRATEGIC_MERGE_PATCH_TYPE),
      apply: send(APPLY_YAML_PATCH_TYPE, 'fieldManager=alice&'),
      server,
    });
  } finally {
    await server.close();
  }
}

const message = ({ body }: ToyAnswer): string => String(body.message);
/** What a refused patch quotes. */
const quoted = (answer: ToyAnswer): string => /Invalid value: "((?:[^"\\]|\\.)*)"/s.exec(message(answer))?.[1]?.replaceAll('\\"', '"') ?? '';

test('test compares what is written: "<" is stored as its escape', () =>
  withBox(async ({ json, server }) => {
    const raw = (text: string): Promise<ToyAnswer> => json(text);
    assert.equal((await raw('[{"op":"test","path":"/data/a","value":"<1>"}]')).code, 422);
    assert.equal((await raw('[{"op":"test","path":"/data/a","value":"\\u003c1\\u003e"}]')).code, 200);
    assert.equal((await raw('[{"op":"test","path":"/data","value":{"a":"\\u003c1\\u003e","b":"2"}}]')).code, 200);
    assert.equal((await raw('[{"op":"test","path":"/data/b","value":"\\u0032"}]')).code, 422);
    const added = '[{"op":"add","path":"/data/c","value":"<"},{"op":"test","path":"/data/c","value":"<"}]';
    assert.equal((await raw(added)).code, 200, 'both are as the patch wrote them');
    assert.equal(((await server.send('PATCH', 'configmaps/box', {}, MERGE_PATCH_TYPE)).body.data as { c: string }).c, '<');
  }));

test('a refused patch quotes what it touched with sorted keys, and everything else as it stood', () =>
  withBox(async ({ json, merge }) => {
    const root = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { namespace: 'ns', name: 'box' }, data: { z: 5, a: '' } };
    assert.equal(
      quoted(await json([{ op: 'replace', path: '', value: root }])),
      '{"apiVersion":"v1","data":{"z":5,"a":""},"kind":"ConfigMap","metadata":{"namespace":"ns","name":"box"}}',
    );
    const touchesData = [
      { op: 'replace', path: '', value: root },
      { op: 'add', path: '/data/b', value: { y: 1, x: 2 } },
      { op: 'copy', from: '/metadata', path: '/copy' },
    ];
    assert.equal(
      quoted(await json(touchesData)),
      '{"apiVersion":"v1","copy":{"namespace":"ns","name":"box"},"data":{"a":"","b":{"y":1,"x":2},"z":5},"kind":"ConfigMap","metadata":{"namespace":"ns","name":"box"}}',
    );
    const answer = quoted(await merge({ immutable: { y: 1, x: null }, data: [{ y: 1, x: 2 }] }));
    assert.ok(
      answer.startsWith('{"apiVersion":"v1","data":[{"y":1,"x":2}],"immutable":{"y":1},"kind":"ConfigMap","metadata":{"name":"box",'),
      answer,
    );
  }));

test('a result without kind is of the kind of the URL; one without apiVersion is nothing that has a name', () =>
  withBox(async ({ json, merge }) => {
    assert.equal((await json([{ op: 'remove', path: '/kind' }])).code, 200);
    assert.equal((await merge({ kind: null, data: { c: '3' } })).code, 200);
    const lost = await merge({ apiVersion: null });
    assert.deepEqual([lost.code, lost.warnings], [400, ['unknown field "data"', 'unknown field "metadata"']]);
    assert.equal(message(lost), 'the name of the object (box based on URL) was undeterminable: name must be provided');
    const strict = await json([{ op: 'remove', path: '/apiVersion' }], 'fieldValidation=Strict');
    assert.match(message(strict), /: strict decoding error: unknown field "data", unknown field "metadata"$/);
    assert.match(
      message(await merge({ apiVersion: '', kind: 'Nothing' })),
      /: no kind "Nothing" is registered for the internal version of group "" in scheme "pkg\/api\/legacyscheme\/scheme.go:30"$/,
    );
  }));

test('another kind is told before anything else that is wrong', () =>
  withBox(async ({ merge }) => {
    const answer = await merge({ kind: 'Nothing', data: 5, odd: 1 }, 'fieldValidation=Strict');
    assert.match(message(answer), /: no kind "Nothing" is registered for version "v1" in scheme "pkg\/api\/legacyscheme\/scheme.go:30"$/);
  }));

test('values keep their spelling: in what a refused patch quotes, not in what they mean', () =>
  withBox(async ({ json, merge }) => {
    const test = '{"op":"test","path":"/data/b","value":"2"}';
    const meant = await json(`[${test},{"op":"add","path":"/kind","value":"\\u0043onfigMap"},{"op":"add","path":"/data/c","value":"\\u0033"}]`);
    assert.deepEqual((meant.body as { data?: object }).data, { a: '<1>', b: '2', c: '3' });
    const other = '{"op":"add","path":"/kind","value":"Box<\\u0041>"}';
    for (const operations of [`[${test},${other}]`, `[${other}]`]) {
      const refused = await json(operations);
      assert.match(message(refused), /: no kind "Box<A>" is registered for version "v1" in scheme/);
      assert.match(quoted(refused), /"kind":"Box\\\\u003c\\\\u0041\\\\u003e"/);
    }
    assert.match(quoted(await merge('{"data":{"c":"\\u0033\\/","d":1.0}}')), /"c":"\\\\u0033\\\\\/","d":1\.0/);
  }));

test('unknown fields are told in the order in which the result has them; strategic ones sorted and without escapes', () =>
  withBox(async ({ json, strategic }) => {
    const metadata = { name: 'box', zebra: 1, ape: 2 };
    assert.deepEqual((await json([{ op: 'add', path: '/metadata', value: metadata }])).warnings, [
      'unknown field "metadata.zebra"',
      'unknown field "metadata.ape"',
    ]);
    assert.deepEqual((await strategic({ metadata: { zebra: 1, 'a"pe': 2 } })).warnings, [
      'unknown field "metadata.a"pe"',
      'unknown field "metadata.zebra"',
    ]);
  }));

test('numbers that nobody has to look at may be beyond a double', () =>
  withBox(async ({ json, merge }) => {
    const ignored = await merge('{"immutable":1E400}', 'fieldValidation=Ignore');
    assert.match(message(ignored), /: json: cannot unmarshal number into Go struct field ConfigMap.immutable of type bool$/);
    assert.equal(
      message(await json('[{"op":"add","path":"/data/x","value":1E400}]')),
      'error decoding patch: json: cannot unmarshal number 1E400 into Go struct field jsonPatchOp.value of type float64',
    );
  }));

test('explicitly empty maps in a patch change nothing, wherever they stand', () =>
  withBox(async ({ merge, strategic, apply, server }) => {
    const empty = { metadata: { labels: {}, annotations: {}, finalizers: [] }, binaryData: {} };
    const revision = async (): Promise<unknown> =>
      ((await server.send('PATCH', 'configmaps/box', {}, MERGE_PATCH_TYPE)).body.metadata as { resourceVersion: string }).resourceVersion;
    const before = await revision();
    assert.deepEqual([(await merge(empty)).code, (await strategic(empty)).code], [200, 200]);
    assert.equal(
      (await server.send('PUT', 'configmaps/box', box({ ...empty, metadata: { name: 'box', ...empty.metadata }, data: { b: '2', a: '<1>' } }))).code,
      200,
    );
    assert.equal(await revision(), before);
    const applied = await apply(box({ data: {}, binaryData: {} }));
    assert.deepEqual([applied.code, applied.body.binaryData], [200, undefined]);
  }));

test('apply: what is wrong with duplicates is told after conflicts, and not at all when the apply fails', () =>
  withBox(async ({ apply }) => {
    const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"box"},"data":{"b":"3","b":"4"}}';
    assert.equal((await apply(twice, 'fieldValidation=Strict')).code, 409);
    const failed = await apply(twice);
    assert.deepEqual([failed.code, failed.warnings], [409, []]);
    const forced = await apply(twice, 'force=true');
    assert.deepEqual([forced.code, forced.warnings], [200, ['line 1: key "b" already set in map']]);
    assert.equal((await apply(twice, 'force=true&fieldValidation=Strict')).code, 400);
  }));

test('apply: a body may not say who owns it, unless it says nonsense', () =>
  withBox(async ({ apply }) => {
    const refusal = async (managedFields: unknown): Promise<string> => message(await apply(box({ metadata: { name: 'box', managedFields } })));
    assert.equal(await refusal([]), 'metadata.managedFields must be nil');
    assert.equal(await refusal([{ manager: 'me' }]), 'metadata.managedFields must be nil');
    assert.match(await refusal([{ manager: 5 }]), /^failed to create typed patch object .*managedFields\[0\]\.manager: expected string/);
    assert.match(await refusal(['me']), /^failed to create typed patch object/);
    assert.equal((await apply(box({ metadata: { name: 'box', managedFields: null } }))).code, 200);
  }));

test('apply: the core group may be written with its slash; a time is any scalar until it is read', () =>
  withBox(async ({ apply }) => {
    assert.equal((await apply({ ...box(), apiVersion: '/v1' })).code, 200);
    assert.equal(
      message(await apply(box({ metadata: { name: 'box', creationTimestamp: 5 } }))),
      'failed to convert new object (/box; /v1, Kind=ConfigMap) to proper version: unable to convert unstructured object to /v1, Kind=ConfigMap: json: cannot unmarshal number into Go value of type string',
    );
  }));

test('a strategic patch names unknown fields as they were sent, whatever characters are in them', () =>
  withBox(async ({ strategic }) => {
    for (const key of ['\u0007', '\u007f', '\u200b', '"', '\\x41']) {
      const answer = await strategic({ [key]: 1 }, 'fieldValidation=Strict');
      assert.equal(answer.code, 422);
      assert.ok(message(answer).endsWith(`: strict decoding error: unknown field "${key}"`), message(answer));
    }
  }));
