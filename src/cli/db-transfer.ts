/**
 * `coxswain db export` and `import`: a whole cluster from the embedded store to etcd or into a dump, and back. No server may run on either side; a
 * copy that was interrupted is started again and goes on where it stopped.
 */
import path from 'node:path';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/log.ts';
import { DEFAULT_PREFIX, keyPrefix, openStore } from '../controlplane/storage/store.ts';
import { groupResourceName } from '../machinery/gvk.ts';
import type { Store } from '../storage/interface.ts';
import { type Scope, WHOLE } from '../storage/transfer/scope.ts';
import type { Source } from '../storage/transfer/source.ts';
import { type Flag, works } from './flags/definition.ts';
import type { FlagSet } from './flags/parse.ts';
import { UsageError } from './flags/usage-error.ts';
import { type EtcdOverride, etcdOptions, etcdOverrides } from './options/storage.ts';
import { progressBar } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';

export const TRANSFER_FLAGS: readonly Flag[] = [
  works('etcd-servers', 'strings', '', 'export, import: the other side, an etcd cluster (scheme://host:port, comma separated).'),
  works(
    'etcd-servers-overrides',
    'strings',
    '',
    'export, import: resources that lie in other etcd clusters there, as the server has it (group/resource#server;server).',
  ),
  works('etcd-prefix', 'string', DEFAULT_PREFIX, 'export, import: what all keys in etcd begin with.'),
  works('etcd-cafile', 'string', '', "export, import: the authority of etcd's certificates."),
  works('etcd-certfile', 'string', '', 'export, import: the certificate to show to etcd.'),
  works('etcd-keyfile', 'string', '', 'export, import: the private key of --etcd-certfile.'),
  works('event-ttl', 'duration', '1h0m0s', 'export, import: how long copied events live on.'),
  works('replace', 'bool', '', 'export, import: replace and remove what else the target holds.'),
];

const EMBEDDED_PREFIX = `${DEFAULT_PREFIX}/`;

/** @param folder of the embedded store */
export async function exportCommand(folder: string, file: string | undefined, flags: FlagSet, terminal: Terminal): Promise<void> {
  const other = otherSide('export', file, flags);
  const { storeSource } = await import('../storage/transfer/source.ts');
  await withEmbedded(folder, async (store, id) => {
    const name = `embedded store ${id}`;
    if (other.file === undefined) {
      await inEachEtcd(flags, async (etcd, prefix, { scope, servers }) => {
        const source = await storeSource(store, EMBEDDED_PREFIX, name, scope);
        await copyTo({ source, target: etcd, prefix, name: servers.join(', '), scope }, flags, terminal);
      });
      return;
    }
    const source = await storeSource(store, EMBEDDED_PREFIX, name);
    const { writeDump } = await import('../storage/transfer/dump.ts');
    const bar = progressBar('exporting', terminal);
    const { total, kept } = await writeDump(source, other.file, bar.update).finally(bar.end);
    terminal.out(`exported ${total} objects to ${other.name}${kept === 0 ? '' : `, ${kept} of them by an earlier attempt`}\n`);
  });
}

export async function importCommand(folder: string, file: string | undefined, flags: FlagSet, terminal: Terminal): Promise<void> {
  const other = otherSide('import', file, flags);
  await withEmbedded(folder, async (store) => {
    const into = { target: store, prefix: EMBEDDED_PREFIX, name: folder };
    if (other.file === undefined) {
      const { storeSource } = await import('../storage/transfer/source.ts');
      return inEachEtcd(flags, async (etcd, prefix, { scope, servers }) => {
        const source = await storeSource(etcd, prefix, `etcd cluster at ${servers.join(', ')}`, scope);
        await copyTo({ ...into, source, scope }, flags, terminal);
      });
    }
    const { readDump } = await import('../storage/transfer/dump.ts');
    return copyTo({ ...into, source: await readDump(other.file), scope: WHOLE }, flags, terminal);
  });
}

/** A file or etcd, as the arguments say. */
function otherSide(action: string, file: string | undefined, flags: FlagSet): { readonly name: string; readonly file: string | undefined } {
  const servers = flags.list('etcd-servers');
  if ((file === undefined) === (servers.length === 0)) throw new UsageError(`"coxswain db ${action}" needs either a file or --etcd-servers`);
  if (servers.length === 0 && flags.given('etcd-servers-overrides')) throw new UsageError('--etcd-servers-overrides needs --etcd-servers');
  return file === undefined ? { name: servers.join(', '), file } : { name: file, file: path.resolve(file) };
}

interface Copy {
  readonly source: Source;
  readonly target: Store;
  /** What the target's keys begin with. */
  readonly prefix: string;
  /** How the target is called. */
  readonly name: string;
  readonly scope: Scope;
}

async function copyTo({ source, target, prefix, name, scope }: Copy, flags: FlagSet, terminal: Terminal): Promise<void> {
  const { copyInto } = await import('../storage/transfer/copy.ts');
  const eventSeconds = Math.max(1, Math.round(flags.number('event-ttl') / 1000));
  const bar = progressBar('copying', terminal);
  const { total, written, removed } = await copyInto({
    source,
    target,
    prefix,
    scope,
    replace: flags.bool('replace'),
    lifetime: (key) => (key.startsWith('events/') ? eventSeconds : undefined),
    progress: bar.update,
  }).finally(bar.end);
  const there = total - written;
  const notes = [there === 0 ? '' : `${there} were there already`, removed === 0 ? '' : `${removed} others were removed`].filter(
    (note) => note !== '',
  );
  terminal.out(`${name} holds all ${total} objects of the ${source.identity}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}\n`);
}

async function withEmbedded(folder: string, use: (store: Store, id: string) => Promise<void>): Promise<void> {
  const { openEmbeddedStore } = await import('../storage/embedded/embedded-store.ts');
  const store = await openEmbeddedStore({ folder, clock: systemClock, log: silentLogger });
  try {
    await use(store, store.clusterId);
  } finally {
    await store.close();
  }
}

/** Each etcd with the part of the cluster that it holds, one after the other. */
async function inEachEtcd(flags: FlagSet, use: (etcd: Store, prefix: string, place: EtcdPlace) => Promise<void>): Promise<void> {
  for (const place of await placesOf(flags.list('etcd-servers'), etcdOverrides(flags))) {
    const options = etcdOptions(flags, place.servers);
    // Nobody may compact while a copy reads: it would lose its state.
    const store = await openStore(options, 0, systemClock, silentLogger);
    try {
      await use(store, `${keyPrefix(options)}/`, place);
    } finally {
      await store.close();
    }
  }
}

interface EtcdPlace {
  readonly servers: readonly string[];
  readonly scope: Scope;
}

/** @throws {UsageError} for a resource that there is not */
async function placesOf(servers: readonly string[], overrides: readonly EtcdOverride[]): Promise<readonly EtcdPlace[]> {
  if (overrides.length === 0) return [{ servers, scope: WHOLE }];
  const { keysOfResource } = await import('../controlplane/storage/key-places.ts');
  const bound = new Map<string, string[]>();
  for (const override of overrides) {
    const keys = keysOfResource(override);
    if (keys === undefined) throw new UsageError(`--etcd-servers-overrides: there is no resource ${groupResourceName(override)}`);
    const name = override.servers.join(';');
    bound.set(name, [...(bound.get(name) ?? []), ...keys]);
  }
  const others = [...bound].map(([name, within]): EtcdPlace => ({ servers: name.split(';'), scope: { within, without: [] } }));
  return [{ servers, scope: { within: [''], without: [...bound.values()].flat() } }, ...others];
}
