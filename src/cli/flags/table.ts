/** All flags of `coxswain serve`, in the order in which --help prints them: upstream's sections, then ours. */
import type { Flag, FlagSection } from './definition.ts';
import { authentication, authorization } from './table/access.ts';
import { auditing } from './table/auditing.ts';
import { admission, apiEnablement, egressSelector, features, global, logs, metrics, misc, own, traces } from './table/other.ts';
import { generic, secureServing } from './table/serving.ts';
import { storage } from './table/storage.ts';

export const SECTIONS: readonly FlagSection[] = [
  generic,
  storage,
  secureServing,
  auditing,
  features,
  authentication,
  authorization,
  apiEnablement,
  egressSelector,
  admission,
  metrics,
  logs,
  traces,
  misc,
  global,
  own,
];

export const FLAGS: ReadonlyMap<string, Flag> = new Map(SECTIONS.flatMap((section) => section.flags.map((flag) => [flag.name, flag] as const)));
