/**
 * Writes `objects.gen.ts` beside every `types.ts` under `src/apis`: the TypeScript interfaces of the tables, so that code can name fields with the
 * compiler's help. Run it after changing a table; a test compares.
 *
 * The interfaces say what is in memory (see machinery/descriptor.ts): a member that Go always writes is always there, null for a list, map or
 * pointer that is nil; any other member may be absent.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Field, StructType, Type } from '../src/machinery/descriptor.ts';

const APIS = fileURLToPath(new URL('../src/apis/', import.meta.url));

interface Table {
  /** Of the folder, "core/v1". */
  readonly folder: string;
  readonly structs: ReadonlyMap<string, StructType>;
}

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

async function readTables(): Promise<Table[]> {
  const tables: Table[] = [];
  const groups = readdirSync(APIS, { withFileTypes: true }).filter((each) => each.isDirectory());
  for (const group of groups.map(({ name }) => name).sort()) {
    for (const version of readdirSync(join(APIS, group)).sort()) {
      const path = join(APIS, group, version, 'types.ts');
      if (!existsSync(path)) continue;
      const exports = (await import(pathToFileURL(path).href)) as { readonly [name: string]: Type };
      const structs = Object.entries(exports).filter((entry): entry is [string, StructType] => entry[1].kind === 'struct');
      tables.push({ folder: `${group}/${version}`, structs: new Map(structs.sort(([a], [b]) => (a < b ? -1 : 1))) });
    }
  }
  return tables;
}

/** Everything that should be on disk. */
export async function generateObjects(): Promise<GeneratedFile[]> {
  const tables = await readTables();
  const homes = new Map<StructType, { readonly table: Table; readonly name: string }>();
  for (const table of tables) for (const [name, type] of table.structs) homes.set(type, { table, name });
  return tables.map((table) => ({ path: join(APIS, table.folder, 'objects.gen.ts'), text: fileText(table, homes) }));
}

/** Types below the tables. */
const BASIC_TYPES = { RawJson: '../../../machinery/raw.ts', Int64: '../../../machinery/int64.ts' } as const;

/** How a file calls types, which it imports where they are not its own. */
interface Names {
  readonly of: (type: StructType) => string;
  readonly basic: (name: keyof typeof BASIC_TYPES) => string;
}

function fileText(table: Table, homes: ReadonlyMap<StructType, { readonly table: Table; readonly name: string }>): string {
  const imports = new Map<string, Set<string>>();
  const importFrom = (path: string, name: string): void => {
    imports.set(path, (imports.get(path) ?? new Set()).add(name));
  };
  const nameOf = (type: StructType): string => {
    const home = homes.get(type);
    if (home === undefined) throw new Error(`${type.name} is not exported by a table`);
    if (home.table === table) return home.name;
    const path = relative(dirname(join(APIS, table.folder, 'x')), join(APIS, home.table.folder, 'objects.gen.ts'));
    if (!table.structs.has(home.name)) {
      importFrom(path, home.name);
      return home.name;
    }
    const group = home.table.folder.split('/')[0] as string;
    const alias = group.charAt(0).toUpperCase() + group.slice(1) + home.name;
    importFrom(path, `${home.name} as ${alias}`);
    return alias;
  };
  const names: Names = {
    of: nameOf,
    basic: (name) => {
      importFrom(BASIC_TYPES[name], name);
      return name;
    },
  };
  const interfaces = [...table.structs].map(([name, type]) => interfaceText(name, type, (each) => typeText(each, names)));
  const head = '/** Generated from types.ts by scripts/generate-objects.ts: what objects of these types look like in memory. */\n';
  const lines = [...imports].sort(([a], [b]) => comparePaths(a, b)).map(([path, names]) => importText([...names].sort(), path));
  return `${head}${lines.join('')}${lines.length === 0 ? '' : '\n'}${interfaces.join('\n')}`;
}

/** Farther folders first. */
function comparePaths(a: string, b: string): number {
  const ups = (path: string): number => path.split('../').length;
  return ups(b) - ups(a) || (a < b ? -1 : 1);
}

function importText(names: readonly string[], path: string): string {
  const line = `import type { ${names.join(', ')} } from '${path}';\n`;
  return line.length <= 151 ? line : `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${path}';\n`;
}

function interfaceText(name: string, type: StructType, text: (type: Type) => string): string {
  if (type.fields.length === 0) return `export type ${name} = { [key: string]: never };\n`;
  return `export interface ${name} {\n${type.fields.map((field) => `  ${memberText(field, text(field.type))};\n`).join('')}}\n`;
}

function memberText(field: Field, text: string): string {
  const key = /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(field.name) ? field.name : `'${field.name}'`;
  if (field.omitempty) return `${key}?: ${text}`;
  return `${key}: ${text}${field.pointer || isNullable(field.type) ? ' | null' : ''}`;
}

function isNullable(type: Type): boolean {
  if (type.kind === 'scalar') return type.scalar === 'bytes';
  if (type.kind === 'opaque') return !['Quantity', 'IntOrString', 'Duration', 'Any'].includes(type.opaque);
  return type.kind !== 'struct';
}

function typeText(type: Type, names: Names): string {
  const text = (each: Type): string => typeText(each, names);
  switch (type.kind) {
    case 'scalar':
      if (type.scalar === 'string' || type.scalar === 'bytes') return 'string';
      if (type.scalar === 'bool') return 'boolean';
      return type.scalar === 'int64' || type.scalar === 'uint64' ? names.basic('Int64') : 'number';
    case 'opaque':
      if (type.opaque === 'RawExtension' || type.opaque === 'FieldsV1' || type.opaque === 'JSON') return names.basic('RawJson');
      if (type.opaque === 'IntOrString') return 'number | string';
      if (type.opaque === 'Any') return 'unknown';
      if (type.inner === undefined) return 'string';
      if (type.opaque === 'JSONSchemaPropsOrBool') return `${names.of(type.inner)} | boolean`;
      return type.opaque === 'JSONSchemaPropsOrArray' ? `${names.of(type.inner)} | ${names.of(type.inner)}[]` : `${names.of(type.inner)} | string[]`;
    case 'list': {
      const element = text(type.element);
      return element.includes(' | ') ? `(${element})[]` : `${element}[]`;
    }
    case 'map':
      return `{ [key: string]: ${text(type.value)} }`;
    case 'struct':
      return names.of(type);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of await generateObjects()) {
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}
