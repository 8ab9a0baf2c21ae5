/**
 * `--runtime-config`: which versions and resources are served. The more exact key wins: a resource before its version, a version before its
 * stage, `api/all` last (k8s.io/apiserver/pkg/server/resourceconfig).
 */
import type { ResourceDeclaration, VersionDeclaration } from '../registry/generic/declaration.ts';

export interface RuntimeConfig {
  readonly [key: string]: boolean;
}

const GENERAL_KEYS = ['api/all', 'api/ga', 'api/beta', 'api/alpha', 'api/legacy'];

/** The declarations with the versions that are switched on; those without any are left out. @throws {Error} one line for a key that names nothing */
export function servedDeclarations(declarations: readonly ResourceDeclaration[], config: RuntimeConfig): readonly ResourceDeclaration[] {
  checkKeys(declarations, config);
  if (Object.keys(config).length === 0) return declarations;
  return declarations.flatMap((declaration) => {
    const versions = declaration.versions.filter((version) => isServed(declaration, version, config));
    if (versions.length === 0) return [];
    if (versions.length === declaration.versions.length) return [declaration];
    // What was stored in a version that is off can still be read.
    return [{ ...declaration, versions: withStorage(declaration, versions), readableVersions: declaration.versions }];
  });
}

function isServed(declaration: ResourceDeclaration, version: VersionDeclaration, config: RuntimeConfig): boolean {
  const group = version.group ?? declaration.group;
  const groupVersion = group === '' ? version.version : `${group}/${version.version}`;
  const keys = [`${groupVersion}/${declaration.resource}`, groupVersion, `api/${stageOf(version.version)}`, 'api/all'];
  const key = keys.find((each) => Object.hasOwn(config, each));
  return key === undefined ? true : (config[key] ?? true);
}

function stageOf(version: string): 'ga' | 'beta' | 'alpha' {
  if (version.includes('alpha')) return 'alpha';
  return version.includes('beta') ? 'beta' : 'ga';
}

/** The storage version stays known, as objects are kept in it; it is only not served. */
function withStorage(declaration: ResourceDeclaration, served: readonly VersionDeclaration[]): readonly VersionDeclaration[] {
  return served.some((each) => each.version === declaration.storageVersion) ? served : declaration.versions;
}

function checkKeys(declarations: readonly ResourceDeclaration[], config: RuntimeConfig): void {
  const known = new Set(GENERAL_KEYS);
  for (const declaration of declarations) {
    for (const version of declaration.versions) {
      const group = version.group ?? declaration.group;
      const groupVersion = group === '' ? version.version : `${group}/${version.version}`;
      known.add(groupVersion).add(`${groupVersion}/${declaration.resource}`);
    }
  }
  const unknown = Object.keys(config).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`runtime-config: unknown api groups, versions or resources ${unknown.join(', ')}`);
}
