/**
 * What a flag is. The table under `table/` lists every flag of upstream's kube-apiserver by its name, with its type and default, and ours after
 * them; what a flag means is decided where the parsed values become options (`../options.ts`).
 *
 * A flag that this server cannot honour yet must not be swallowed: somebody who sets it relies on it. `planned` flags are therefore accepted
 * with their default value only. `kept` ones are the exceptions: manifests everywhere set them, and leaving them without effect for now harms nobody.
 */
export type FlagType =
  | 'bool'
  | 'duration'
  | 'float'
  | 'gates'
  | 'int'
  | 'ints'
  | 'ip'
  | 'level'
  | 'map'
  | 'namedCertKey'
  | 'pairs'
  | 'portRange'
  | 'quantity'
  | 'string'
  | 'stringArray'
  | 'strings'
  | 'version'
  | 'vmodule';

export type FlagSupport = 'works' | 'kept' | 'planned';

export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  /** As it would be written on the command line; empty: the type's zero value. */
  readonly initial: string;
  readonly support: FlagSupport;
  readonly about: string;
  readonly deprecated?: boolean;
  /** What --help prints instead of the type's name. */
  readonly placeholder?: string;
}

export interface FlagSection {
  readonly title: string;
  readonly flags: readonly Flag[];
}

type Details = Pick<Flag, 'short' | 'deprecated' | 'placeholder'>;

function define(support: FlagSupport) {
  return (name: string, type: FlagType, initial: string, about: string, details: Details = {}): Flag => ({
    name,
    type,
    initial,
    support,
    about,
    ...details,
  });
}

export const works = define('works');
export const kept = define('kept');
export const planned = define('planned');

/** The words that pflag prints for the types, which users know from upstream's --help. */
export const TYPE_NAMES: { readonly [type in FlagType]: string } = {
  bool: '',
  duration: 'duration',
  float: 'float',
  gates: 'colonSeparatedMultimapStringString',
  int: 'int',
  ints: 'int32Slice',
  ip: 'ip',
  level: 'Level',
  map: 'mapStringString',
  namedCertKey: 'namedCertKey',
  pairs: 'stringToString',
  portRange: 'portRange',
  quantity: 'quantity',
  string: 'string',
  stringArray: 'stringArray',
  strings: 'strings',
  version: 'version[=true]',
  vmodule: 'pattern=N,...',
};
