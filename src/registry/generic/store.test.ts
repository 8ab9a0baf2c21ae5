import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Int64 } from '../../machinery/int64.ts';
import { AlreadyExistsError } from '../../storage/resource-storage.ts';
import { refusal, toyRegistry } from './registry.fixture.ts';

test('a created object has an identity that the client did not choose', async () => {
  const toy = await toyRegistry();
  const { metadata } = await toy.create({ name: 'a', uid: 'mine', creationTimestamp: '2001-01-01T00:00:00Z' }, { data: { k: 'v' } });
  assert.match(metadata.uid ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(metadata.creationTimestamp, '2026-01-01T00:00:00Z');
  assert.equal(metadata.namespace, 'ns');
  assert.match(metadata.resourceVersion ?? '', /^[1-9][0-9]*$/);
  await toy.close();
});

test('a resourceVersion at creation is a 500, as upstream has it; what is no number is ignored', async () => {
  const toy = await toyRegistry();
  const error = await refusal(toy.create({ name: 'a', resourceVersion: '5' }));
  assert.deepEqual([error.code, error.reason, error.message], [500, '', 'resourceVersion should not be set on objects to be created']);
  await toy.create({ name: 'a', resourceVersion: 'abc' });
  await toy.close();
});

test('a dry run stores nothing, and still collides', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a' }, {}, true);
  assert.equal(await toy.read('a'), undefined);
  // It ends before the store, which would refuse the version, and shows what would have been written.
  assert.equal((await toy.create({ name: 'a', resourceVersion: '5' }, {}, true)).metadata.resourceVersion, '5');
  await toy.create({ name: 'a' });
  assert.ok((await refusal(toy.create({ name: 'a' }, {}, true))) instanceof AlreadyExistsError);
  await toy.close();
});

test('a generated name collides only when all attempts do; a given one says that none could be generated', async () => {
  const toy = await toyRegistry();
  const { metadata } = await toy.create({ generateName: 'gen-' });
  assert.match(metadata.name ?? '', /^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  await toy.create({ name: 'given' });
  const error = await refusal(toy.create({ name: 'given', generateName: 'gen-' }));
  assert.equal(error.message, 'configmaps "given" already exists, the server was not able to generate a unique name for the object');
  assert.equal(error.status.details?.retryAfterSeconds, 1);
  await toy.close();
});

test('an update that changes nothing keeps the resourceVersion', async () => {
  const toy = await toyRegistry();
  const before = await toy.create({ name: 'a' }, { data: { k: 'v' } });
  const { action, entry } = await toy.update('a', (object) => {
    object.data = { k: 'v' };
  });
  assert.equal(action, 'unchanged');
  assert.equal(String(entry.revision), before.metadata.resourceVersion);
  await toy.close();
});

test('a stale version is refused, none or zero is unconditional where the kind allows it', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a' }, { data: { k: '1' } });
  const version = (text: string) => (object: { metadata: { resourceVersion?: string }; data?: unknown }) => {
    object.metadata.resourceVersion = text;
    object.data = { k: text };
  };
  const stale = await refusal(toy.update('a', version('99999')));
  assert.equal(
    stale.message,
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  assert.equal((await refusal(toy.update('a', version('abc')))).message, 'strconv.ParseUint: parsing "abc": invalid syntax');
  await toy.update('a', version('0'));
  await toy.close();
  const strict = await toyRegistry({ allowUnconditionalUpdate: false });
  await strict.create({ name: 'a' });
  assert.equal(
    (await refusal(strict.update('a', version('0')))).message,
    'configmaps "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
  );
  await strict.close();
});

test('a uid that is another object is a conflict that names the key', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a' });
  const error = await refusal(toy.update('a', () => {}, { uid: 'x' }));
  assert.match(
    error.message,
    /Key: \/registry\/configmaps\/ns\/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: /,
  );
  assert.match((await refusal(toy.update('a', () => {}, { uid: 'x', dryRun: true }))).message, /Key: \/configmaps\/ns\/a, ResourceVersion: 0/);
  await toy.close();
});

test('updates to missing names create only where the kind allows it', async () => {
  const toy = await toyRegistry();
  assert.equal((await refusal(toy.update('a', () => {}))).code, 404);
  await toy.close();
  const lenient = await toyRegistry({ allowCreateOnUpdate: true });
  assert.equal((await lenient.update('a', () => {})).action, 'created');
  await lenient.close();
});

test('the generation counts changes outside of metadata, and clients do not set it', async () => {
  const toy = await toyRegistry({});
  assert.equal((await toy.create({ name: 'a', generation: 9 }, { data: { k: '1' } })).metadata.generation, 1);
  const generation = async (change: Parameters<typeof toy.update>[1]): Promise<Int64 | undefined> =>
    (await toy.update('a', change)).entry.object().metadata.generation;
  assert.equal(await generation((object) => Object.assign(object.metadata, { generation: 40, labels: { a: 'b' } })), 1);
  assert.equal(await generation((object) => Object.assign(object, { data: { k: '2' } })), 2);
  await toy.close();
});

test('many writers of one object all get through', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a' }, { data: {} });
  const writers = Array.from({ length: 50 }, (_, i) =>
    toy.update('a', (object) => {
      delete object.metadata.resourceVersion;
      object.data = { ...(object.data as object), [`k${i}`]: 'v' };
    }),
  );
  await Promise.all(writers);
  assert.equal(Object.keys((await toy.read('a'))?.data as object).length, 50);
  await toy.close();
});
