/** The logger that the flags ask for. Lines go to standard error: standard output belongs to the banner and to what commands print. */
import { errorText } from '../base/errors.ts';
import { klog, type ModuleLevel, parseModuleLevels } from '../base/klog.ts';
import type { Logger } from '../base/log.ts';
import type { FlagSet } from './flags/parse.ts';
import { UsageError } from './flags/usage-error.ts';
import type { Terminal } from './terminal.ts';

/** @throws {UsageError} */
export function loggerFromFlags(flags: FlagSet, terminal: Terminal): Logger {
  const format = flags.string('logging-format');
  if (format !== 'text' && format !== 'json') throw new UsageError(`format: Invalid value: ${JSON.stringify(format)}: Unsupported log format`);
  const modules = moduleLevels(flags.string('vmodule'));
  if (format === 'json' && modules.length > 0) throw new UsageError(`vmodule: Forbidden: Only supported for text log format`);
  return klog({ format, verbosity: flags.number('v'), modules, processId: terminal.processId, write: terminal.err });
}

function moduleLevels(text: string): ModuleLevel[] {
  try {
    return parseModuleLevels(text);
  } catch (error) {
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for "--vmodule" flag: ${errorText(error)}`);
  }
}
