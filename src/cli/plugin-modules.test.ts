import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { createServer } from '../controlplane/server.ts';
import { checkTrust, loadPluginModules, type Ownership } from './plugin-modules.ts';

const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'plugins-')));
after(() => rmSync(folder, { recursive: true }));

/** The module that docs/internals/admission.md shows. */
const REQUIRE_TEAM = `
export function makeAdmissionPlugin({ getter, refuse, configuration }) {
  const namespaces = getter('', 'namespaces');
  const label = configuration('RequireTeam')?.label ?? 'team';
  return {
    name: 'RequireTeam',
    operations: ['CREATE', 'UPDATE'],
    resources: ['deployments.apps', 'configmaps'],
    async mutate({ object, namespace }) {
      const team = (await namespaces('', namespace))?.metadata.labels?.[label];
      if (team !== undefined) object.metadata.labels = { [label]: team, ...object.metadata.labels };
    },
    validate(attributes) {
      if (attributes.object.metadata.labels?.[label] === undefined) throw refuse(attributes, 'label ' + label + ' is missing');
    },
  };
}
`;

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const trustEverything = (): void => {};
const load = (...files: string[]) => loadPluginModules(files, 1000, trustEverything);

test('a plugin of a module takes part like any other', async () => {
  const modules = await load(file('team.mjs', REQUIRE_TEAM));
  const configuration = new Map([['RequireTeam', { label: 'owner' }]]);
  await using server = await createServer({
    storage: { backend: 'memory' },
    admissionPluginModules: modules,
    admissionConfiguration: configuration,
  });
  const send = (method: string, place: string, body: object, type = 'application/json') =>
    server.fetch(place, { method, headers: { 'content-type': type }, body: JSON.stringify(body) });
  const refused = await send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
  assert.equal(refused.status, 403);
  assert.equal(((await refused.json()) as { message: string }).message, 'configmaps "a" is forbidden: label owner is missing');
  await send('PATCH', '/api/v1/namespaces/default', { metadata: { labels: { owner: 'web' } } }, 'application/merge-patch+json');
  const made = await send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } });
  assert.equal(made.status, 201);
  assert.deepEqual(((await made.json()) as { metadata: { labels: object } }).metadata.labels, { owner: 'web' });
});

test('modules that are none, and plugins that cannot work, refuse the start', async () => {
  await assert.rejects(load(path.join(folder, 'none.mjs')), { name: 'UsageError', message: /no such file/ });
  await assert.rejects(load(file('broken.mjs', 'export const = 1')), { name: 'UsageError' });
  await assert.rejects(load(file('empty.mjs', 'export const a = 1;')), { name: 'UsageError', message: /exports no function makeAdmissionPlugin$/ });
  const start = async (plugin: string) => {
    const modules = await load(file(`${plugin.length}.mjs`, `export const makeAdmissionPlugin = () => (${plugin});`));
    await createServer({ storage: { backend: 'memory' }, admissionPluginModules: modules });
  };
  await assert.rejects(start(`{ name: 'PodSecurity', operations: ['CREATE'], validate() {} }`), /there is another plugin of this name/);
  await assert.rejects(start(`{ name: 'Mine', operations: ['PATCH'], validate() {} }`), /operations must be a list/);
  await assert.rejects(start(`{ name: 'Mine', operations: ['CREATE'] }`), /mutate, validate or both/);
  await assert.rejects(start(`undefined`), /returned no plugin/);
});

test('nobody but the server’s user and root can change what is loaded', () => {
  const user = 1000;
  const fine: { [place: string]: Ownership } = {
    '/opt/plugins/a.mjs': { uid: user, mode: 0o100644 },
    '/opt/plugins': { uid: user, mode: 0o40755 },
    '/opt': { uid: 0, mode: 0o40755 },
    '/': { uid: 0, mode: 0o40755 },
  };
  const check = (changed: { readonly [place: string]: Ownership }) =>
    checkTrust('/opt/plugins/a.mjs', user, (place) => ({ ...fine, ...changed })[place] as Ownership);
  check({});
  for (const place of Object.keys(fine)) {
    const { mode } = fine[place] as Ownership;
    assert.throws(() => check({ [place]: { uid: 1001, mode } }), new RegExp(`: ${place} belongs to somebody else \\(uid 1001\\)$`));
    assert.throws(() => check({ [place]: { uid: user, mode: mode | 0o020 } }), new RegExp(`: ${place} can be written by others \\(mode 0\\d+\\)$`));
    assert.throws(() => check({ [place]: { uid: 0, mode: mode | 0o1002 } }), /can be written by others/, 'a sticky folder is no exception');
  }
});

test('a link is followed to what is really loaded', async () => {
  const real = file('real.mjs', REQUIRE_TEAM);
  symlinkSync(real, path.join(folder, 'link.mjs'));
  const checked: string[] = [];
  await loadPluginModules([path.join(folder, 'link.mjs')], 1000, (place) => void checked.push(place));
  assert.deepEqual(checked, [real]);
});
