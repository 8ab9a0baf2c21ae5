/**
 * The logger that the flags ask for. Lines go to standard error, as standard output belongs to the banner and to what commands print, unless the
 * flags say otherwise.
 */
import { systemClock } from '../base/clock.ts';
import { errorText } from '../base/errors.ts';
import { FeatureGates } from '../base/feature-gates.ts';
import { klog, type ModuleLevel, parseModuleLevels } from '../base/klog.ts';
import type { Logger } from '../base/log.ts';
import { parseQuantity } from '../machinery/quantity.ts';
import type { FlagSet } from './flags/parse.ts';
import { UsageError } from './flags/usage-error.ts';
import { LineBuffer } from './line-buffer.ts';
import { featureGatesOf } from './options/feature-gates.ts';
import type { Terminal } from './terminal.ts';

const ALPHA_GATE = 'LoggingAlphaOptions';

/** @throws {UsageError} */
export function loggerFromFlags(flags: FlagSet, terminal: Terminal): Logger {
  const format = flags.string('logging-format');
  if (format !== 'text' && format !== 'json') throw new UsageError(`format: Invalid value: ${JSON.stringify(format)}: Unsupported log format`);
  const modules = moduleLevels(flags.string('vmodule'));
  if (format === 'json' && modules.length > 0) throw new UsageError(`vmodule: Forbidden: Only supported for text log format`);
  return klog({ format, verbosity: flags.number('v'), modules, processId: terminal.processId, write: destination(flags, format, terminal) });
}

/** Both are alpha upstream, and need its gate. */
function destination(flags: FlagSet, format: string, terminal: Terminal): (line: string, isError: boolean) => void {
  const split = flags.bool(`log-${format}-split-stream`);
  const size = bufferSize(flags.string(`log-${format}-info-buffer-size`), format);
  const gates = new FeatureGates(featureGatesOf(flags));
  for (const [option, asked] of [
    ['splitStream', split],
    ['infoBufferSize', size > 0],
  ] as const) {
    if (asked && !gates.enabled(ALPHA_GATE)) throw new UsageError(`options.${format}.${option}: Forbidden: Feature ${ALPHA_GATE} is disabled`);
  }
  const inform = split ? terminal.out : terminal.err;
  if (size === 0) return (line, isError) => (isError ? terminal.err : inform)(line);
  const buffer = new LineBuffer({ size, patience: flags.number('log-flush-frequency'), clock: systemClock, write: inform });
  terminal.atExit(() => buffer.flush());
  return (line, isError) => {
    if (!isError) return buffer.add(line);
    // What led to the error stands before it.
    buffer.flush();
    terminal.err(line);
  };
}

function bufferSize(text: string, format: string): number {
  try {
    return text === '' ? 0 : Number(parseQuantity(text).value());
  } catch (error) {
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for "--log-${format}-info-buffer-size" flag: ${errorText(error)}`);
  }
}

function moduleLevels(text: string): ModuleLevel[] {
  try {
    return parseModuleLevels(text);
  } catch (error) {
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for "--vmodule" flag: ${errorText(error)}`);
  }
}
