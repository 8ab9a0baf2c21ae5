/** `coxswain version` and `--version`. */
import { BUILD, versionInfo } from '../server/version.ts';
import { UsageError } from './flags/usage-error.ts';
import type { Terminal } from './terminal.ts';

declare const COXSWAIN_VERSION: string | undefined;

/** The version of this package; the bundler writes it in. */
export const PACKAGE_VERSION = typeof COXSWAIN_VERSION === 'string' ? COXSWAIN_VERSION : '0.0.0-development';

/** What is known about this build, for /version and for --version=raw. */
function buildInfo(): ReturnType<typeof versionInfo> {
  return versionInfo({ ...BUILD, runtime: `node${process.versions.node}` });
}

/** Ours and the version of Kubernetes that it behaves as. */
function versionText(): string {
  return `coxswain v${PACKAGE_VERSION} (Kubernetes ${buildInfo().gitVersion}, Node ${process.versions.node})\n`;
}

export async function versionCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  if (args.length === 1 && (args[0] === '--help' || args[0] === '-h'))
    return terminal.out('Prints the version of this program, and of Kubernetes that it behaves as.\n\nUsage:\n  coxswain version\n');
  if (args.length > 0) throw new UsageError(`"coxswain version" does not take any arguments, got ${JSON.stringify(args)}`);
  terminal.out(versionText());
}

/** `--version`: upstream's line, which scripts read. */
export function flagVersionText(value: string): string {
  switch (value) {
    case 'true':
      return `Kubernetes ${buildInfo().gitVersion}\n`;
    case 'raw':
      return `${JSON.stringify(buildInfo())}\n`;
    default:
      throw new UsageError(`invalid argument ${JSON.stringify(value)} for "--version" flag: must be true or raw`);
  }
}
