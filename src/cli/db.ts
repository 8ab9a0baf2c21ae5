/** `coxswain db`: what an operator does to the embedded store. `status` and `backup` work while a server runs on it, the others refuse. */
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { StoreStatus } from '../storage/embedded/maintenance.ts';
import { dataFolder } from './data-folder.ts';
import { exportCommand, importCommand, TRANSFER_FLAGS } from './db-transfer.ts';
import { type Flag, works } from './flags/definition.ts';
import { flagUsages } from './flags/help.ts';
import { type FlagSet, parseFlags } from './flags/parse.ts';
import { UsageError } from './flags/usage-error.ts';
import type { Terminal } from './terminal.ts';

const FLAGS: readonly Flag[] = [
  works('data-dir', 'string', '', 'The data folder of the server. Default: the data folder of the user.'),
  works('verify', 'bool', '', 'status: also read and check every record.'),
  works('yes', 'bool', '', 'reset, restore: do not ask.', { short: 'y' }),
  ...TRANSFER_FLAGS,
  works('help', 'bool', '', 'Print this.', { short: 'h' }),
];

const HELP = `Looks after the embedded store.

Usage:
  coxswain db status [--verify]   what it holds; with --verify, whether every record is sound
  coxswain db backup FILE         copies it, as it is at one moment
  coxswain db restore FILE        puts a backup in its place
  coxswain db export [FILE]       copies it into a dump, or with --etcd-servers into etcd
  coxswain db import [FILE]       fills it from a dump, or with --etcd-servers from etcd
  coxswain db compact             writes its file anew without free space
  coxswain db reset               throws everything away
`;

const MEBIBYTE = 1024 * 1024;

export async function dbCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const flags = parseFlags(new Map(FLAGS.map((flag) => [flag.name, flag])), args);
  const [action, file, ...more] = flags.operands;
  if (flags.bool('help') || action === undefined) return terminal.out(`${HELP}${flagUsages([{ title: 'Db', flags: FLAGS }], terminal.width)}`);
  if (more.length > 0) throw new UsageError(`"coxswain db ${action}" takes one argument at most`);
  checkFits(action, file, flags);
  const store = dataFolder(flags.string('data-dir'), terminal.surroundings).store;
  const sure = (question: string): Promise<void> => (flags.bool('yes') ? Promise.resolve() : confirm(question, terminal));
  const maintenance = await import('../storage/embedded/maintenance.ts');
  switch (action) {
    case 'status':
      return report(await maintenance.status(store, { verify: flags.bool('verify') }), terminal);
    case 'backup': {
      const to = needFile(action, file);
      await maintenance.backup(store, to);
      return terminal.out(`saved ${store} to ${to}\n`);
    }
    case 'restore': {
      const from = needFile(action, file);
      await sure(`Replace the store in ${store} by ${from}?`);
      await maintenance.restore(store, from);
      return terminal.out(`restored ${store} from ${from}\n`);
    }
    case 'export':
      return exportCommand(store, file, flags, terminal);
    case 'import':
      return importCommand(store, file, flags, terminal);
    case 'compact': {
      const { before, after } = await maintenance.compact(store);
      return terminal.out(`compacted ${store}: ${mebibytes(before)} -> ${mebibytes(after)}\n`);
    }
    case 'reset':
      await sure(`Throw away everything in ${store}?`);
      await maintenance.reset(store);
      return terminal.out(`removed the store in ${store}\n`);
    default:
      throw new UsageError(
        `unknown command ${JSON.stringify(action)} for "coxswain db": there are status, backup, restore, export, import, compact, reset`,
      );
  }
}

const TRANSFERS: readonly string[] = ['export', 'import'];
const TAKE_NONE: readonly string[] = ['status', 'compact', 'reset'];

/** What would be ignored is refused: whoever asks for the status of an etcd must not be told that of the embedded store. */
function checkFits(action: string, file: string | undefined, flags: FlagSet): void {
  if (file !== undefined && TAKE_NONE.includes(action))
    throw new UsageError(`"coxswain db ${action}" takes no argument, got ${JSON.stringify(file)}`);
  const foreign = TRANSFERS.includes(action) ? undefined : TRANSFER_FLAGS.find(({ name }) => flags.given(name));
  if (foreign !== undefined)
    throw new UsageError(`--${foreign.name} is for export and import: "coxswain db ${action}" looks after the embedded store`);
  if (flags.given('verify') && action !== 'status') throw new UsageError('--verify is for status');
}

function needFile(action: string, file: string | undefined): string {
  if (file === undefined) throw new UsageError(`"coxswain db ${action}" needs a file`);
  return path.resolve(file);
}

/** Damage is an error: scripts look at the exit code. */
function report(status: StoreStatus, terminal: Terminal): void {
  const rows: [string, string][] = [
    ['folder', status.folder],
    ['format', String(status.format)],
    ['cluster', status.clusterId],
    ['revision', String(status.revision)],
    ['compacted', String(status.compactedRevision)],
    ['objects', String(status.keys)],
    ['file', mebibytes(status.fileBytes)],
    ['owner', status.ownerPid === undefined ? 'none' : `process ${status.ownerPid}`],
  ];
  if (status.damages !== undefined) rows.push(['damaged', String(status.damages.length)]);
  terminal.out(rows.map(([name, value]) => `${name.padEnd(10)} ${value}\n`).join(''));
  for (const { of, detail } of status.damages ?? []) terminal.out(`  ${of}: ${detail}\n`);
  if (status.damages !== undefined && status.damages.length > 0)
    throw new UsageError(`the store is damaged in ${status.damages.length} places: restore a backup`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** Asks when a person is there to answer; a script said what it wants by its command. */
async function confirm(question: string, terminal: Terminal): Promise<void> {
  if (!terminal.interactive || process.stdin.isTTY !== true) return;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(`${question} [y/N] `);
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was changed');
}
