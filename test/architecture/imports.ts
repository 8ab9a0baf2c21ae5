/**
 * Reads the imports of source files with a real parser (oxc: the fastest one that understands TypeScript as it stands; TypeScript 7 has
 * no stable interface for programs yet), so that comments and strings that look like imports do not count.
 */
import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Gone when the program runs. */
  readonly typesOnly: boolean;
}

/** Every module that `file` names: imports, re-exports, and imports at run time with a literal specifier. */
export function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const { module, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const found: Import[] = [];
  const add = (specifier: string, offset: number, typesOnly: boolean): void => {
    found.push({ specifier, line: source.slice(0, offset).split('\n').length, typesOnly });
  };
  for (const each of module.staticImports)
    add(each.moduleRequest.value, each.start, each.entries.length > 0 && each.entries.every(({ isType }) => isType));
  for (const each of module.staticExports) {
    for (const entry of each.entries) if (entry.moduleRequest != null) add(entry.moduleRequest.value, entry.start, entry.isType);
  }
  for (const each of module.dynamicImports) {
    const literal = /^['"](.+)['"]$/.exec(source.slice(each.moduleRequest.start, each.moduleRequest.end));
    if (literal?.[1] !== undefined) add(literal[1], each.start, false);
  }
  return found;
}
