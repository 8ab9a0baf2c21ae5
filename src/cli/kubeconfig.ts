/**
 * `coxswain kubeconfig`: prints the administrator's kubeconfig, or one for a new user, or puts it into the user's own kubeconfig file when asked to
 * (`--merge`). Without that word no file outside the data folder is touched.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { issueClient } from '../controlplane/certificates/certificates.ts';
import { makeFolder, pemFolder, readIfPresent, writePrivate } from '../controlplane/certificates/files.ts';
import { CONTEXT, type Kubeconfig, kubeconfigObject, kubeconfigText } from '../controlplane/certificates/kubeconfig.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { type Flag, works } from './flags/definition.ts';
import { flagUsages } from './flags/help.ts';
import { type FlagSet, parseFlags } from './flags/parse.ts';
import { UsageError } from './flags/usage-error.ts';
import type { Terminal } from './terminal.ts';

const FLAGS: readonly Flag[] = [
  works('data-dir', 'string', '', 'The data folder of the server. Default: the data folder of the user.'),
  works('cert-dir', 'string', '', 'Where its certificates are, when not in the data folder.'),
  works('user', 'string', '', 'Make a client certificate for this user instead of the administrator.'),
  works('group', 'strings', '', 'A group of that user. May be repeated.'),
  works('expires', 'string', '365d', "How long that certificate is valid: 30d, 12h, 90m. It cannot be taken back before; the user's bindings can."),
  works('force', 'bool', '', 'Allow names that begin with "system:", which belong to the cluster itself.'),
  works('merge', 'bool', '', "Write into $KUBECONFIG (its first file) or ~/.kube/config, as context 'coxswain', and make it the current one."),
  works('help', 'bool', '', 'Print this.', { short: 'h' }),
];

export async function kubeconfigCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const flags = parseFlags(new Map(FLAGS.map((flag) => [flag.name, flag])), args);
  if (flags.bool('help'))
    return terminal.out(
      `Prints a kubeconfig for the server of this user.\n\nUsage:\n  coxswain kubeconfig [flags]\n${flagUsages([{ title: 'Kubeconfig', flags: FLAGS }], terminal.width)}`,
    );
  if (flags.operands.length > 0) throw new UsageError(`"coxswain kubeconfig" does not take any arguments, got ${JSON.stringify(flags.operands)}`);
  const folder = dataFolder(flags.string('data-dir'), terminal.surroundings);
  const config = await wanted(flags, folder, Date.now());
  if (!flags.bool('merge')) return terminal.out(await kubeconfigText(config));
  const file = await merge(config, terminal);
  terminal.err(`merged context ${CONTEXT} into ${file}\n`);
}

async function wanted(flags: FlagSet, folder: DataFolder, now: number): Promise<Kubeconfig> {
  const user = flags.string('user');
  const groups = flags.list('group');
  if (user === '' && groups.length > 0) throw new UsageError('--group needs --user');
  const days = lifetime(flags);
  for (const name of [user, ...groups]) {
    if (name.startsWith('system:') && !flags.bool('force'))
      throw new UsageError(`${JSON.stringify(name)} belongs to the cluster itself: with --force you get a certificate for it all the same`);
  }
  const admin = await readKubeconfig(folder.kubeconfig);
  if (admin === undefined) throw new UsageError(`there is no kubeconfig in ${folder.root} yet: start the server first`);
  if (user === '') return admin;
  const [cluster] = admin.clusters;
  if (cluster === undefined) throw new UsageError(`${folder.kubeconfig} names no cluster: start the server to have it written anew`);
  const authority = cluster.cluster['certificate-authority-data'];
  const client = await issueClient(pemFolder(flags.string('cert-dir') || folder.pki), user, groups, now, days);
  return kubeconfigObject({
    server: cluster.cluster.server,
    authority: authority === undefined ? undefined : Buffer.from(authority, 'base64').toString(),
    client,
    user: `${CONTEXT}-${user}`,
  });
}

const UNIT_DAYS: ReadonlyMap<string, number> = new Map([
  ['d', 1],
  ['h', 1 / 24],
  ['m', 1 / (24 * 60)],
]);

/** In days. */
function lifetime(flags: FlagSet): number {
  if (flags.given('expires') && flags.string('user') === '') throw new UsageError('--expires needs --user');
  const [, amount = '', unit = ''] = /^(\d{1,5})([dhm])$/.exec(flags.string('expires')) ?? [];
  const days = Number(amount) * (UNIT_DAYS.get(unit) ?? 0);
  if (!(days > 0)) throw new UsageError(`--expires ${JSON.stringify(flags.string('expires'))} is no time: write 30d, 12h or 90m`);
  return days;
}

/**
 * Brings the data folder's kubeconfig up to date.
 * @returns whether it had to be written
 */
export async function writeKubeconfig(file: string, config: Kubeconfig): Promise<boolean> {
  // Compared before the YAML is made, because making it loads a library that an ordinary start does not need.
  const present = readIfPresent(file);
  if (present !== undefined && holds(present, config)) return false;
  makeFolder(path.dirname(file));
  writePrivate(file, await kubeconfigText(config));
  return true;
}

/** Whether the file says the same: all that can change is its address, authority and client certificate. */
function holds(text: string, config: Kubeconfig): boolean {
  const [cluster] = config.clusters;
  const [user] = config.users;
  const values = [
    cluster?.cluster.server,
    cluster?.cluster['certificate-authority-data'],
    user?.user['client-certificate-data'],
    user?.user['client-key-data'],
  ];
  return (
    values.every((value) => value === undefined || text.includes(`: ${value}\n`)) &&
    text.includes('certificate-authority-data') === (values[1] !== undefined)
  );
}

async function readKubeconfig(file: string): Promise<Kubeconfig | undefined> {
  const text = readIfPresent(file);
  if (text === undefined) return undefined;
  const { load } = await import('js-yaml');
  const config = readYaml(load, text) as Partial<Kubeconfig> | null | undefined;
  if (!Array.isArray(config?.clusters) || !Array.isArray(config.users)) throw new UsageError(`${file} is not a kubeconfig`);
  return config as Kubeconfig;
}

/** What cannot be read is as little a kubeconfig as a word would be. */
function readYaml(load: (text: string) => unknown, text: string): unknown {
  try {
    return load(text);
  } catch {
    return '';
  }
}

interface NamedEntry {
  readonly name: string;
}

type ForeignConfig = { [field: string]: unknown };

const LISTS = ['clusters', 'users', 'contexts'] as const;

/** Nothing of what is there may be lost: where we put something in, there must be a list or nothing. */
function isConfig(present: unknown): present is ForeignConfig {
  if (typeof present !== 'object' || present === null || Array.isArray(present)) return false;
  const { kind = 'Config', ...fields } = present as ForeignConfig;
  return kind === 'Config' && LISTS.every((list) => Array.isArray(fields[list] ?? []));
}

async function merge(config: Kubeconfig, { surroundings }: Terminal): Promise<string> {
  const [first] = (surroundings.env.KUBECONFIG ?? '').split(path.delimiter).filter((each) => each !== '');
  if (first === undefined && surroundings.home === undefined) throw new UsageError('this user has no home folder: name the file in $KUBECONFIG');
  const asked = first ?? path.join(surroundings.home ?? '', '.kube', 'config');
  const text = readIfPresent(asked);
  // A link stays a link: what it points to is replaced.
  const file = text === undefined ? asked : realpathSync(asked);
  const { dump, load } = await import('js-yaml');
  const present = text === undefined || text.trim() === '' ? {} : (readYaml(load, text) ?? {});
  if (!isConfig(present)) throw new UsageError(`${file} is not a kubeconfig: it was left as it is`);
  const merged: ForeignConfig = { apiVersion: 'v1', kind: 'Config', ...present };
  for (const list of LISTS) merged[list] = withEntries(merged[list], config[list]);
  merged['current-context'] = config['current-context'];
  makeFolder(path.dirname(file));
  writePrivate(file, dump(merged, { lineWidth: -1 }));
  return file;
}

/** `present` with `entries` in place of those of the same names. */
function withEntries(present: unknown, entries: readonly NamedEntry[]): unknown[] {
  const names = new Set(entries.map(({ name }) => name));
  const others = Array.isArray(present) ? present.filter((entry: Partial<NamedEntry> | null) => !names.has(entry?.name ?? '')) : [];
  return [...others, ...entries];
}
