/**
 * `--runtime-config`: which versions and resources are served. Stable versions are on, alpha and beta versions are off until they are asked for; some
 * need their feature gate besides. The more exact key wins: a resource before its version, a version before its stage, `api/all` last
 * (k8s.io/apiserver/pkg/server/resourceconfig).
 */
import type { FeatureEnabled } from '../base/feature-gates.ts';
import { KNOWN_GROUP_VERSIONS } from '../endpoints/openapi/facts.ts';
import { apiVersionOf, type GroupVersion } from '../machinery/gvk.ts';
import type { ResourceDeclaration, VersionDeclaration } from '../registry/generic/declaration.ts';

export interface RuntimeConfig {
  readonly [key: string]: boolean;
}

export interface ServedOptions {
  readonly config: RuntimeConfig;
  readonly featureEnabled: FeatureEnabled;
  /** Resources of the program around the server: on in every version unless they are switched off. */
  readonly own?: readonly ResourceDeclaration[];
}

const STAGES = ['ga', 'beta', 'alpha'] as const;
type Stage = (typeof STAGES)[number];

const GENERAL_KEYS: readonly string[] = ['api/all', ...STAGES.map((stage) => `api/${stage}`)];

/**
 * The declarations with what is off marked as not served: it stays known, because objects may be stored, and fields owned, in those versions.
 * Declarations of which nothing is served are left out.
 * @throws {Error} one line for a key that cannot be
 */
export function servedDeclarations(builtIn: readonly ResourceDeclaration[], options: ServedOptions): readonly ResourceDeclaration[] {
  const { config, featureEnabled, own = [] } = options;
  checkKeys([...builtIn, ...own], config);
  const served = (declarations: readonly ResourceDeclaration[], byDefault: (stage: Stage) => boolean): ResourceDeclaration[] =>
    declarations.flatMap((declaration) => {
      const isOff = (each: VersionDeclaration): boolean =>
        !isServed(declaration, each, config, byDefault) || (each.featureGate !== undefined && !featureEnabled(each.featureGate));
      const off = new Set(declaration.versions.filter(isOff));
      if (off.size === 0) return [declaration];
      if (off.size === declaration.versions.length) return [];
      return [{ ...declaration, versions: declaration.versions.map((each) => (off.has(each) ? { ...each, served: false } : each)) }];
    });
  return [...served(builtIn, (stage) => stage === 'ga'), ...served(own, () => true)];
}

function groupVersionOf(declaration: ResourceDeclaration, { group = declaration.group, version }: VersionDeclaration): GroupVersion {
  return { group, version };
}

function isServed(
  declaration: ResourceDeclaration,
  version: VersionDeclaration,
  config: RuntimeConfig,
  byDefault: (stage: Stage) => boolean,
): boolean {
  const groupVersion = apiVersionOf(groupVersionOf(declaration, version));
  const stage = stageOf(version.version);
  const keys = [`${groupVersion}/${declaration.resource}`, groupVersion, `api/${stage}`, 'api/all'];
  const key = keys.find((each) => Object.hasOwn(config, each));
  return key === undefined ? byDefault(stage) : config[key] === true;
}

function stageOf(version: string): Stage {
  if (version.includes('alpha')) return 'alpha';
  return version.includes('beta') ? 'beta' : 'ga';
}

/** Groups and versions must exist; a resource that does not is nobody's mistake upstream. */
function checkKeys(declarations: readonly ResourceDeclaration[], config: RuntimeConfig): void {
  const keys = Object.keys(config);
  if (keys.length === 1 && config['api/all'] === false) throw new Error('invalid key with only api/all=false');
  const known = [...KNOWN_GROUP_VERSIONS, ...declarations.flatMap((each) => each.versions.map((version) => groupVersionOf(each, version)))];
  const groups = new Set(known.map(({ group }) => group));
  const named = keys
    .filter((key) => !GENERAL_KEYS.includes(key))
    .map((key) => {
      const [group = '', version = '', ...rest] = key.split('/');
      if (version === '' || rest.length > 1) throw new Error(`runtime-config invalid key ${key}`);
      return { group, version };
    });
  const unknown = named.filter(({ group }) => !groups.has(group)).map(({ group }) => group);
  if (unknown.length > 0) throw new Error(`unknown api groups ${unknown.sort().join(',')}`);
  for (const { group, version } of named) {
    if (known.some((each) => each.group === group && each.version === version)) continue;
    throw new Error(`group version ${group}/${version} that has not been registered`);
  }
}
