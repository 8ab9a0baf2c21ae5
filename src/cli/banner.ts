/** What `coxswain serve` says on a terminal when it is ready: where it is, how long it took, and what to type next. */
import { relative } from 'node:path';

export interface BannerFacts {
  readonly version: string;
  /** Milliseconds from the start of the process to ready. */
  readonly readyIn: number;
  readonly url: string;
  /** "embedded in ~/.local/share/coxswain/store" */
  readonly storage: string;
  readonly kubeconfig: string;
  readonly insecureUrl?: string | undefined;
  /** The user's home folder. */
  readonly home: string | undefined;
}

const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
const green = (text: string): string => `\u001b[32m${text}\u001b[39m`;
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;
const cyan = (text: string): string => `\u001b[36m${text}\u001b[39m`;

export function banner(facts: BannerFacts): string {
  const rows: [string, string][] = [
    ['Server', cyan(facts.url)],
    ...(facts.insecureUrl === undefined ? [] : [['Insecure', cyan(facts.insecureUrl)] satisfies [string, string]]),
    ['Storage', tilde(facts.storage, facts.home)],
    ['Kubeconfig', tilde(facts.kubeconfig, facts.home)],
  ];
  const lines = rows.map(([name, value]) => `  ${green('➜')}  ${bold(`${name}:`.padEnd(12))} ${value}`);
  const next = `kubectl --kubeconfig ${quoteForShell(facts.kubeconfig, facts.home)} get namespaces`;
  return `\n  ${green(bold('COXSWAIN'))} ${green(`v${facts.version}`)}  ${dim('ready in')} ${bold(String(Math.ceil(facts.readyIn)))} ${dim('ms')}\n\n${lines.join('\n')}\n\n  ${dim('Next:')} ${next}\n\n`;
}

/** A path as people write it. */
function tilde(text: string, home: string | undefined): string {
  return home === undefined ? text : text.replaceAll(`${home}/`, '~/');
}

/** The path as it must be typed here: relative when that is shorter, quoted when a shell would take it apart. */
function quoteForShell(file: string, home: string | undefined): string {
  const near = relative('', file);
  const shown = near !== '' && near.length < file.length && !near.startsWith('..') ? near : tilde(file, home);
  return /^[\w@%+=:,./~-]+$/.test(shown) ? shown : `'${file.replaceAll("'", "'\\''")}'`;
}
