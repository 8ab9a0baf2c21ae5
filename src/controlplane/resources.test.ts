import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { BUILT_IN_RESOURCES } from './resources.ts';

const stored = BUILT_IN_RESOURCES.filter((each) => each.storagePrefix !== '');

test('no two resources share a name in a group version, or keys', () => {
  const served = BUILT_IN_RESOURCES.flatMap((each) =>
    each.versions.map(({ group, version }) => `${group ?? each.group}/${version}/${each.resource}`),
  );
  assert.equal(new Set(served).size, served.length);
  const prefixes = stored.map((each) => each.storagePrefix);
  for (const prefix of prefixes) {
    assert.match(prefix, /^\/registry\/.*\/$/);
    assert.equal(prefixes.filter((other) => other.startsWith(prefix)).length, 1, `${prefix} holds the keys of one resource`);
  }
});

test('each resource is of its kind in all versions, and stores one of them', () => {
  for (const { kind, versions, storageVersion, resource } of BUILT_IN_RESOURCES) {
    for (const { type } of versions) assert.ok(type.name.endsWith(`.${kind}`), `${resource} is a ${kind}, not a ${type.name}`);
    const hub = versions.find(({ version, toHub }) => version === storageVersion && toHub === undefined);
    assert.ok(hub !== undefined, `${resource} is stored as ${storageVersion}`);
    for (const each of versions) if (each !== hub) assert.ok(each.toHub && each.fromHub, `${resource} converts ${each.version}`);
  }
});

test('the published hash is that of the stored version', () => {
  for (const { group, kind, resource, storageVersion, storedAs, storageVersionHash } of stored) {
    const version = storedAs?.version ?? storageVersion;
    const hash = createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
    assert.equal(storageVersionHash, hash, resource);
  }
});

test('a table row has a cell for each column', () => {
  for (const { kind, columns, versions, resource } of BUILT_IN_RESOURCES) {
    const object = { kind, apiVersion: versions[0]?.version ?? '', metadata: { name: 'x' } };
    if (columns === undefined) continue;
    const { cells } = columns.row(object);
    // Upstream's rows of addresses have one cell more than columns; clients have seen it for years.
    assert.equal(cells.length, columns.columns.length + (resource === 'ipaddresses' ? 1 : 0), resource);
    for (const cell of cells) if (typeof cell === 'function') assert.equal(typeof cell(0), 'string', resource);
  }
});

test('selectable fields have values for an object that has nothing', () => {
  for (const { kind, selectableFields, resource } of BUILT_IN_RESOURCES) {
    for (const [label, value] of Object.entries(selectableFields.values)) {
      assert.equal(typeof value({ kind, apiVersion: 'v1', metadata: {} }), 'string', `${resource} ${label}`);
    }
  }
});

test('defaulting an empty object twice is the same as once', () => {
  for (const { kind, versions, resource } of BUILT_IN_RESOURCES) {
    for (const { setDefaults } of versions) {
      const object = { kind, apiVersion: 'v1', metadata: { name: 'x' } };
      setDefaults?.(object);
      const once = structuredClone(object);
      setDefaults?.(object);
      assert.deepEqual(object, once, resource);
    }
  }
});
