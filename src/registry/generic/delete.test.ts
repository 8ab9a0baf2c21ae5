import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal, toyRegistry } from './registry.fixture.ts';

test('without anything that holds it an object goes at once', async () => {
  const toy = await toyRegistry();
  const { metadata } = await toy.create({ name: 'a' });
  const { deleted, showObject, uid } = await toy.delete('a');
  assert.deepEqual([deleted, showObject, uid], [true, false, metadata.uid]);
  assert.equal(await toy.read('a'), undefined);
  assert.equal((await refusal(toy.delete('a'))).code, 404);
  await toy.close();
});

test('a finalizer keeps it: marked once, a second delete writes nothing, the last finalizer takes it away', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a', generation: 3, finalizers: ['example.com/f'] });
  const { deleted, showObject, entry } = await toy.delete('a', { gracePeriodSeconds: 30 });
  assert.deepEqual([deleted, showObject], [false, true]);
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = entry.object().metadata;
  assert.deepEqual([deletionTimestamp, deletionGracePeriodSeconds, generation], ['2026-01-01T00:00:00Z', 0, 4]);
  toy.now += 5000;
  assert.equal((await toy.delete('a')).entry.revision, entry.revision);
  assert.equal((await refusal(toy.create({ name: 'a' }))).message, 'object is being deleted: configmaps "a" already exists');
  assert.equal((await toy.update('a', (object) => delete object.metadata.finalizers)).action, 'deleted');
  assert.equal(await toy.read('a'), undefined);
  await toy.close();
});

test('an object whose numbers are as large as an int64 can be is deleted like any other', async () => {
  const toy = await toyRegistry({ generation: 'client', gracefulDeletion: (_object, requested) => requested ?? 0 });
  const most = 2n ** 63n - 1n;
  await toy.create({ name: 'a', generation: most - 1n, finalizers: ['example.com/f'] });
  const marked = (await toy.delete('a', { gracePeriodSeconds: most })).entry.object().metadata;
  assert.deepEqual([marked.generation, marked.deletionGracePeriodSeconds], [most, most]);
  const shorter = (await toy.delete('a', { gracePeriodSeconds: 5 })).entry.object().metadata;
  assert.deepEqual([shorter.deletionTimestamp, shorter.deletionGracePeriodSeconds], ['2026-01-01T00:00:05Z', 5]);
  await toy.close();
});

test('propagation puts the finalizers of the garbage collector on, and takes them off', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a', finalizers: ['example.com/f'] });
  const finalizers = async (propagationPolicy?: 'Orphan' | 'Foreground' | 'Background'): Promise<readonly string[] | undefined> =>
    (await toy.delete('a', { propagationPolicy })).entry.object().metadata.finalizers;
  assert.deepEqual(await finalizers('Orphan'), ['example.com/f', 'orphan']);
  assert.deepEqual(await finalizers(), ['example.com/f', 'orphan']);
  assert.deepEqual(await finalizers('Foreground'), ['example.com/f', 'foregroundDeletion']);
  assert.deepEqual(await finalizers('Background'), ['example.com/f']);
  await toy.close();
});

test('without a garbage collector nobody is left word, and finalizers stay as they are', async () => {
  const toy = await toyRegistry({ defaultPropagation: 'Orphan' }, { garbageCollection: false });
  await toy.create({ name: 'a' });
  assert.equal((await toy.delete('a', { propagationPolicy: 'Foreground' })).deleted, true);
  await toy.create({ name: 'b', finalizers: ['orphan'] });
  assert.deepEqual((await toy.delete('b', { propagationPolicy: 'Background' })).entry.object().metadata.finalizers, ['orphan']);
  await toy.close();
});

test('kinds that orphan by default say so unless the request decides', async () => {
  const toy = await toyRegistry({ defaultPropagation: 'Orphan', propagationWarning: 'children stay' });
  await toy.create({ name: 'a' });
  assert.equal((await toy.delete('a', { propagationPolicy: 'Orphan' }, true)).deleted, false);
  assert.deepEqual(toy.warnings, []);
  assert.deepEqual((await toy.delete('a')).entry.object().metadata.finalizers, ['orphan']);
  assert.deepEqual(toy.warnings, ['children stay']);
  assert.equal((await toy.delete('a', { orphanDependents: false })).deleted, true);
  await toy.close();
});

test('a grace period may be shortened, never prolonged; zero ends it', async () => {
  const toy = await toyRegistry({ returnDeletedObject: true, gracefulDeletion: (_object, requested) => requested ?? 30 });
  await toy.create({ name: 'a' });
  const grace = async (gracePeriodSeconds?: number): Promise<unknown[]> => {
    const { entry, deleted } = await toy.delete('a', { gracePeriodSeconds });
    const { deletionTimestamp, deletionGracePeriodSeconds } = entry.object().metadata;
    return [deletionTimestamp, deletionGracePeriodSeconds, deleted];
  };
  assert.deepEqual(await grace(), ['2026-01-01T00:00:30Z', 30, false]);
  toy.now += 2000;
  assert.deepEqual(await grace(100), ['2026-01-01T00:00:30Z', 30, false]);
  assert.deepEqual(await grace(10), ['2026-01-01T00:00:10Z', 10, false]);
  assert.deepEqual(await grace(-5), ['2026-01-01T00:00:01Z', 1, false]);
  assert.deepEqual(await grace(0), ['2026-01-01T00:00:00Z', 0, true]);
  assert.equal(await toy.read('a'), undefined);
  await toy.close();
});

test('preconditions name the kind', async () => {
  const toy = await toyRegistry();
  await toy.create({ name: 'a' });
  const error = await refusal(toy.delete('a', { preconditions: { resourceVersion: '0' } }));
  assert.match(error.message, /^Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition \(0\) does not match/);
  assert.equal(error.status.details?.kind, 'ConfigMap');
  await toy.close();
});

test('deletion in two steps: the first marks, a later one removes when nothing holds the object', async () => {
  const held = { value: true };
  const toy = await toyRegistry({
    markDeleted: (object) => {
      object.data = { phase: 'Terminating' };
    },
    mayDelete: () => !held.value,
  });
  await toy.create({ name: 'a' });
  const first = await toy.delete('a');
  assert.deepEqual([first.deleted, first.showObject, first.entry.object().data], [false, true, { phase: 'Terminating' }]);
  assert.equal((await toy.delete('a')).deleted, false);
  held.value = false;
  assert.equal((await toy.delete('a')).deleted, true);
  await toy.close();
});

test('a collection is answered as it was; one failure ends it', async () => {
  const toy = await toyRegistry();
  for (const name of ['a', 'b', 'c']) await toy.create({ name });
  const all = {
    filter: { namespace: 'ns', name: '', matches: undefined },
    resourceVersion: '',
    resourceVersionMatch: '' as const,
    limit: 0,
    continueToken: '',
    admit: async () => {},
  };
  const error = await refusal(toy.store.deleteCollection({ context: toy.context, options: { preconditions: { uid: 'x' } }, ...all }));
  assert.equal(error.status.details?.name, 'a');
  const page = await toy.store.deleteCollection({ context: toy.context, options: {}, ...all });
  assert.deepEqual(
    page.entries.map((each) => each.name),
    ['a', 'b', 'c'],
  );
  assert.equal(toy.store.storage.count(), 0);
  await toy.close();
});

test('others have their turn while a large collection is deleted', async () => {
  const toy = await toyRegistry();
  for (let i = 0; i < 1000; i++) await toy.create({ name: `a${i}` });
  let turns = 0;
  let done = false;
  const others = (): void => {
    turns++;
    if (!done) setImmediate(others);
  };
  setImmediate(others);
  // Each admission takes some time of the processor, and nothing has to be waited for.
  const admit = async (): Promise<void> => {
    const until = performance.now() + 0.1;
    while (performance.now() < until);
  };
  const filter = { namespace: 'ns', name: '', matches: undefined };
  const paging = { resourceVersion: '', resourceVersionMatch: '', limit: 0, continueToken: '' } as const;
  await toy.store.deleteCollection({ context: { ...toy.context, dryRun: true }, options: {}, filter, ...paging, admit });
  done = true;
  assert.ok(turns >= 15, `${turns} turns in 100 ms`);
  await toy.close();
});
