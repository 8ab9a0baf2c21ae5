/**
 * The `coxswain` command: picks the subcommand, prints what went wrong as one line, and decides the exit code. Only this folder touches the process.
 */
import { systemErrorText } from '../base/errors.ts';
import { dbCommand } from './db.ts';
import { UsageError } from './flags/usage-error.ts';
import { kubeconfigCommand } from './kubeconfig.ts';
import { serveCommand } from './serve.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { versionCommand } from './version.ts';

type Command = (args: readonly string[], terminal: Terminal) => Promise<void>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['serve', serveCommand],
  ['kubeconfig', kubeconfigCommand],
  ['db', dbCommand],
  ['version', versionCommand],
]);

/** Runs the command with the process's arguments; the process ends when nothing is left to do. */
export async function main(): Promise<void> {
  const terminal = processTerminal();
  try {
    await run(process.argv.slice(2), terminal);
  } catch (error) {
    terminal.err(`${describe(error)}\n`);
    process.exit(1);
  }
}

/** `coxswain --flags` means `coxswain serve --flags`. */
export async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name.startsWith('-')) return serveCommand(args, terminal);
  const command = COMMANDS.get(name === 'help' ? 'serve' : name);
  if (command === undefined)
    throw new UsageError(`unknown command ${JSON.stringify(name)} for "coxswain": there are ${[...COMMANDS.keys()].join(', ')}`);
  return command(name === 'help' ? ['--help'] : rest, terminal);
}

/** What the user can mend is one line; a mistake of ours comes with its stack, so that it can be reported. */
function describe(error: unknown): string {
  const isMistake = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError || error instanceof SyntaxError;
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  if (isMistake) return error.stack ?? error.message;
  // A file that was named: "ENOENT: no such file or directory, open '/x'" says the same to those who know Node.
  if ('syscall' in error && 'path' in error) return `Error: cannot ${error.syscall} ${error.path}: ${systemErrorText(error)}`;
  return `Error: ${error.message.replaceAll('\n', ' ')}`;
}
