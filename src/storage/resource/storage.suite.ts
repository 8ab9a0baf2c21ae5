/**
 * What a ResourceStorage promises, proven over any store, with a watch cache and without. Each test has a world of its own, or its own corner of a
 * shared store, so it never relies on absolute revisions.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../../base/log.ts';
import type { ApiError } from '../../machinery/status.ts';
import { AlreadyExistsError, type ResourceStorage } from '../resource-storage.ts';
import type { OpenSubject } from '../subject.suite.ts';
import { openResourceStorage } from './open-storage.ts';
import { CONFIG_MAPS, configMap, inWorld, labelled, listRequest, put, remove, waitOut } from './storage.fixture.ts';
import { watchStorageContract } from './watch.suite.ts';

/** The whole contract. `name` starts the name of every test. */
export function resourceStorageContract(name: string, open: OpenSubject): void {
  for (const watchCache of [true, false]) {
    const kind = `${name} ${watchCache ? 'cached' : 'uncached'}`;
    const options = { open, declaration: { ...CONFIG_MAPS, watchCache } };
    writeContract(kind, options);
    listContract(kind, options, watchCache);
    watchStorageContract(kind, options, watchCache);
  }
  foreignBytesContract(name, open);
}

type Options = Parameters<typeof inWorld>[0];

const names = async (storage: ResourceStorage, options: Parameters<typeof listRequest>[0] = {}): Promise<string> =>
  (await storage.list(listRequest(options))).entries.map((entry) => entry.name).join(' ');

const failsWith = (code: number, message: RegExp | string) => (error: unknown) => {
  const { code: actual, message: text } = error as ApiError;
  assert.equal(actual, code);
  if (typeof message === 'string') assert.equal(text, message);
  else assert.match(text, message);
  return true;
};

function writeContract(name: string, options: Options): void {
  test(`${name}: what was created is found, as bytes and as an object with its version`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const entry = await storage.create(here.key('a'), configMap('a', { k: 'v' }, { l: 'm' }), { dryRun: false });
      const found = await storage.get(here.key('a'), '');
      assert.equal(found?.revision, entry.revision);
      assert.equal(found?.namespace, 'n');
      assert.equal(found?.name, 'a');
      assert.deepEqual({ ...found?.labels }, { l: 'm' });
      const { metadata, data } = found?.object() ?? configMap('none');
      assert.equal(metadata.resourceVersion, String(entry.revision));
      assert.deepEqual(data, { k: 'v' });
      const text = Buffer.from(found?.json ?? []).toString();
      assert.match(text, /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{/);
      assert.doesNotMatch(text, /resourceVersion/);
    }));

  test(`${name}: creating what exists is refused and carries what is there; a dry run writes nothing`, () =>
    inWorld(options, async (here) => {
      const { storage, store } = here;
      const first = await storage.create(here.key('a'), configMap('a'), { dryRun: false });
      for (const dryRun of [true, false]) {
        await assert.rejects(storage.create(here.key('a'), configMap('a'), { dryRun }), (error: unknown) => {
          assert.ok(error instanceof AlreadyExistsError);
          assert.equal(error.message, 'configmaps "a" already exists');
          assert.equal(error.current?.revision, first.revision);
          return true;
        });
      }
      const before = await store.currentRevision();
      const dry = await storage.create(here.key('b'), configMap('b'), { dryRun: true });
      assert.equal(dry.name, 'b');
      assert.equal(await store.currentRevision(), before);
    }));

  test(`${name}: an update that changes nothing keeps the version`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const revision = await put(here, configMap('a', { k: 'v' }));
      const result = await storage.update(here.key('a'), {
        dryRun: false,
        transform: async (current) => ({ action: 'write', object: { ...(current?.object() ?? configMap('a')) } }),
      });
      assert.equal(result.action, 'unchanged');
      assert.equal(result.entry.revision, revision);
    }));

  test(`${name}: no update is lost when many write at once`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      await put(here, configMap('a', { n: '0' }));
      const increment = () =>
        storage.update(here.key('a'), {
          dryRun: false,
          transform: async (current) => {
            const old = (current?.object().data as { n: string } | undefined)?.n;
            await new Promise((resolve) => setImmediate(resolve));
            return { action: 'write', object: configMap('a', { n: String(Number(old) + 1) }) };
          },
        });
      await Promise.all(Array.from({ length: 20 }, increment));
      assert.deepEqual((await storage.get(here.key('a'), ''))?.object().data, { n: '20' });
    }));

  test(`${name}: a uid that does not fit is a conflict with the key in its text`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      await put(here, configMap('a'));
      const update = storage.update(here.key('a'), { dryRun: false, preconditions: { uid: 'x' }, transform: async () => ({ action: 'none' }) });
      await assert.rejects(
        update,
        failsWith(
          409,
          `Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: ${here.key('a')}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: uid-a`,
        ),
      );
    }));
}

function listContract(name: string, options: Options, watchCache: boolean): void {
  test(`${name}: pages show one state, whatever is written meanwhile`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      for (const name of ['a', 'b', 'c', 'd', 'e']) await put(here, configMap(name));
      await put(here, configMap('other', {}, {}, 'm'));
      const first = await storage.list(listRequest({ limit: 2 }));
      assert.deepEqual(
        first.entries.map((entry) => entry.name),
        ['a', 'b'],
      );
      assert.equal(first.remainingItemCount, 3);
      assert.equal(Buffer.from(first.continueToken, 'base64url').toString(), `{"v":"meta.k8s.io/v1","rv":${first.revision},"start":"/b\\u0000"}`);
      await remove(here, 'c');
      await put(here, configMap('bb'));
      const second = await storage.list(listRequest({ limit: 2, continueToken: first.continueToken }));
      assert.deepEqual(
        second.entries.map((entry) => entry.name),
        ['c', 'd'],
      );
      assert.equal(second.revision, first.revision);
      assert.equal(second.remainingItemCount, 1);
      const third = await storage.list(listRequest({ limit: 2, continueToken: second.continueToken }));
      assert.deepEqual(
        third.entries.map((entry) => entry.name),
        ['e'],
      );
      assert.equal(third.continueToken, '');
      assert.equal(await names(storage), 'a b bb d e');
      assert.equal(await names(storage, { namespace: '' }), 'other a b bb d e');
    }));

  test(`${name}: a page with a selector counts nothing and goes on behind the last match`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      for (const [name, half] of [
        ['a', 'low'],
        ['b', 'high'],
        ['c', 'low'],
        ['d', 'high'],
      ])
        await put(here, configMap(name as string, {}, { half: half as string }));
      const first = await storage.list(listRequest({ limit: 1, matches: labelled('half', 'low') }));
      assert.equal(first.remainingItemCount, undefined);
      const second = await storage.list(listRequest({ limit: 1, matches: labelled('half', 'low'), continueToken: first.continueToken }));
      assert.deepEqual(
        second.entries.map((entry) => entry.name),
        ['c'],
      );
      assert.notEqual(second.continueToken, '');
      const third = await storage.list(listRequest({ limit: 1, matches: labelled('half', 'low'), continueToken: second.continueToken }));
      assert.deepEqual([third.entries.length, third.continueToken], [0, '']);
    }));

  test(`${name}: the matrix of resourceVersion and resourceVersionMatch`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const ra = await put(here, configMap('a'));
      const rb = await put(here, configMap('b'));
      await remove(here, 'a');
      const rc = await put(here, configMap('c'));
      assert.equal(await names(storage, { resourceVersion: '0' }), 'b c');
      assert.equal(await names(storage, { resourceVersion: String(ra) }), 'b c');
      assert.equal(await names(storage, { resourceVersion: String(rb), resourceVersionMatch: 'Exact' }), 'a b');
      assert.equal(await names(storage, { resourceVersion: String(rc), resourceVersionMatch: 'Exact' }), 'b c');
      assert.equal(await names(storage, { resourceVersion: String(rb), limit: 1 }), 'a');
      assert.equal(await names(storage, { resourceVersion: String(rb), limit: 1, resourceVersionMatch: 'NotOlderThan' }), 'b');
      assert.equal(await names(storage, { resourceVersion: '0', limit: 1 }), watchCache ? 'b c' : 'b');
      assert.equal(await names(storage, { resourceVersion: String(ra), limit: 1, name: 'a' }), '', 'one object has no pages, so this is not exact');
      await assert.rejects(
        names(storage, { resourceVersion: 'abc' }),
        failsWith(400, 'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'),
      );
      await assert.rejects(
        async () => storage.get(here.key('b'), '-1'),
        failsWith(500, 'resourceVersion: Invalid value: "-1": strconv.ParseUint: parsing "-1": invalid syntax'),
      );
    }));

  test(`${name}: a version from the future is a 504 after three seconds`, () =>
    inWorld(options, async (here) => {
      const { storage, clock } = here;
      const future = String((await put(here, configMap('a'))) + 1_000_000);
      const exact = { resourceVersion: future, resourceVersionMatch: 'Exact' } as const;
      const reads: readonly (() => Promise<unknown>)[] = [
        async () => storage.get(here.key('a'), future),
        () => storage.list(listRequest({ resourceVersion: future })),
        () => storage.list(listRequest(exact)),
      ];
      for (const read of reads) {
        const before = clock.now();
        await assert.rejects(waitOut(clock, read()), failsWith(504, new RegExp(`^Timeout: Too large resource version: ${future}, current: \\d+$`)));
        assert.ok(clock.now() - before >= 3_000);
      }
    }));

  test(`${name}: a version that comes in time is waited for`, () =>
    inWorld(options, async (here) => {
      const { storage, store, clock } = here;
      const next = (await store.currentRevision()) + 1;
      const reading = storage.list(listRequest({ resourceVersion: String(next) }));
      await put(here, configMap('a'));
      assert.deepEqual(
        (await waitOut(clock, reading)).entries.map((entry) => entry.name),
        ['a'],
      );
    }));

  test(`${name}: tokens that are none are refused in upstream's words`, () =>
    inWorld(options, async (here) => {
      const { storage } = here;
      const token = (text: string): string => Buffer.from(text).toString('base64url');
      const cases: readonly (readonly [string, string])[] = [
        ['!!!', 'illegal base64 data at input byte 0'],
        [token('{}'), 'server does not recognize this encoded version '],
        [token('{"v":"meta.k8s.io/v1","rv":0,"start":"x"}'), 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
        [token('{"v":"meta.k8s.io/v1","rv":5}'), 'encoded start key empty (version meta.k8s.io/v1)'],
        [token('{"v":"meta.k8s.io/v1","rv":5,"start":"../x"}'), '../x'],
        [token('[]'), 'json: cannot unmarshal array into Go value of type storage.continueToken'],
        [token('{"rv":"5"}'), 'json: cannot unmarshal string into Go struct field continueToken.rv of type int64'],
        [token('{"rv":1.5}'), 'json: cannot unmarshal number 1.5 into Go struct field continueToken.rv of type int64'],
        [token('hello'), "invalid character 'h' looking for beginning of value"],
        ['garbage', "invalid character '\\u0081' looking for beginning of value"],
      ];
      for (const [continueToken, text] of cases)
        await assert.rejects(names(storage, { continueToken }), failsWith(400, `invalid continue token: continue key is not valid: ${text}`));
    }));

  test(`${name}: a compacted page is a 410 with a token that goes on at the present`, () =>
    inWorld(options, async (here) => {
      const { storage, store, clock } = here;
      const first = await put(here, configMap('a'));
      for (const name of ['b', 'c']) await put(here, configMap(name));
      const old = Buffer.from(`{"v":"meta.k8s.io/v1","rv":${first},"start":"/a\\u0000"}`).toString('base64url');
      clock.advance(6 * 60_000);
      const last = await put(here, configMap('d'));
      await store.compact(last);
      let way = '';
      await assert.rejects(names(storage, { continueToken: old }), (error: unknown) => {
        assert.equal((error as ApiError).status.reason, 'Expired');
        way = (error as ApiError).status.metadata.continue ?? '';
        return true;
      });
      assert.equal(await names(storage, { continueToken: way }), 'b c d');
      await assert.rejects(
        names(storage, { resourceVersion: String(first), resourceVersionMatch: 'Exact' }),
        failsWith(410, 'The resourceVersion for the provided list is too old.'),
      );
    }));
}

function foreignBytesContract(name: string, open: OpenSubject): void {
  test(`${name}: bytes that another server wrote are decoded, and served in our canonical form`, () =>
    inWorld({ open }, async (here) => {
      const { storage, store } = here;
      const theirs = Buffer.from(
        '{"apiVersion":"v1","data":{"z":"1","a":"2"},"kind":"ConfigMap","metadata":{"labels":{"l":"m"},"name":"x","namespace":"n"}}\n',
      );
      const revision = await store.put(here.key('x'), theirs, 0);
      const entry = await storage.get(here.key('x'), '');
      assert.equal(entry?.revision, revision);
      assert.match(
        Buffer.from(entry?.json ?? []).toString(),
        /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"x",.*"data":\{"a":"2","z":"1"\}\}$/,
      );
      assert.equal((await storage.list(listRequest({ matches: labelled('l', 'm') }))).entries.length, 1);
    }));

  test(`${name}: an object that cannot be decoded is an error when it is asked for, and no harm to the others`, () =>
    inWorld({ open }, async (here) => {
      const { storage, store } = here;
      await store.put(here.key('bad'), Buffer.from('k8s\0junk'), 0);
      await put(here, configMap('good'));
      assert.equal((await storage.get(here.key('good'), ''))?.name, 'good');
      const bad = await storage.get(here.key('bad'), '');
      assert.throws(() => bad?.json, failsWith(500, 'unexpected EOF'));
    }));

  test(`${name}: a list with an object that cannot be read fails and names its key; a list of others does not`, () =>
    inWorld({ open }, async (here) => {
      const { storage, store } = here;
      await store.put(here.key('bad'), Buffer.from('k8s\0junk'), 0);
      await put(here, configMap('good', {}, { l: 'm' }, 'other'));
      const message = `Internal error occurred: unable to transform key "${here.key('bad')}": unexpected EOF`;
      await assert.rejects(names(storage), failsWith(500, message));
      await assert.rejects(names(storage, { matches: labelled('l', 'm') }), failsWith(500, message));
      assert.equal(await names(storage, { namespace: 'other' }), 'good');
    }));

  test(`${name}: a cache that is filled from a store with many objects has them all, in order`, () =>
    inWorld({ open }, async (here) => {
      const { store, clock } = here;
      const value = Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"o"}}');
      await Promise.all(Array.from({ length: 2500 }, (_, i) => store.put(here.key(`o${String(i).padStart(4, '0')}`), value, 0)));
      const declaration = { ...CONFIG_MAPS, storagePrefix: here.key('', '').slice(0, -1) };
      const again = openResourceStorage({ store, declaration, clock, log: silentLogger });
      await again.ready();
      assert.equal(again.count(), 2500);
      const page = await again.list(listRequest({ limit: 3 }));
      await again.close();
      assert.deepEqual(
        page.entries.map((entry) => entry.name),
        ['o0000', 'o0001', 'o0002'],
      );
      assert.equal(page.remainingItemCount, 2497);
    }));
}
