/** What --help prints: the flags in upstream's sections, in pflag's columns, and which of them have no effect yet. */
import { FeatureGates } from '../../base/feature-gates.ts';
import type { Flag, FlagSection } from './definition.ts';
import { TYPE_NAMES } from './definition.ts';

const MARGIN = 6;

/** @param width columns of the terminal; 0: lines are not wrapped */
export function flagUsages(sections: readonly FlagSection[], width: number): string {
  return sections
    .map((section) => `\n${section.title} flags:\n\n${section.flags.map((flag) => usage(flag, width, columnOf(section))).join('')}`)
    .join('');
}

/** Where descriptions begin in a section: behind its longest flag. */
function columnOf(section: FlagSection): number {
  return Math.max(...section.flags.map((flag) => heading(flag).length)) + 3;
}

function heading(flag: Flag): string {
  const name = flag.short === undefined ? `${' '.repeat(MARGIN)}--${flag.name}` : `  -${flag.short}, --${flag.name}`;
  const type = flag.placeholder ?? TYPE_NAMES[flag.type];
  return type === '' || type.startsWith('version') ? `${name}${type.slice('version'.length)}` : `${name} ${type}`;
}

function usage(flag: Flag, width: number, column: number): string {
  const text = `${flag.about}${defaultOf(flag)}${notes(flag)}`;
  const lines = width - column < 24 ? [text] : wrap(text, width - column);
  if (flag.type === 'gates') lines.push('Options are:', ...gateLines());
  return `${heading(flag).padEnd(column)}${lines.join(`\n${' '.repeat(column)}`)}\n`;
}

/** Gates that are settled (generally available or deprecated) are not worth listing. */
function gateLines(): string[] {
  return [...new FeatureGates()]
    .filter(({ stage }) => stage === 'ALPHA' || stage === 'BETA')
    .map(({ name, stage, enabled }) => `kube:${name}=true|false (${stage} - default=${enabled})`);
}

function defaultOf(flag: Flag): string {
  if (flag.initial === '' || flag.initial === '0' || flag.initial === 'false' || flag.initial === '[]') return '';
  return ` (default ${flag.type === 'string' ? JSON.stringify(flag.initial) : flag.initial})`;
}

function notes(flag: Flag): string {
  const deprecated = flag.deprecated === true ? ' (DEPRECATED)' : '';
  if (flag.support === 'planned') return `${deprecated} [not yet: only the default is accepted]`;
  if (flag.support === 'kept') return `${deprecated} [accepted, without effect yet]`;
  return deprecated;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
