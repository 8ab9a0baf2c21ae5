/** /version: which Kubernetes this server behaves as. Clients choose what they send by it, so it says upstream's version. */
import { arch, platform } from 'node:os';
import { requireProducible } from '../endpoints/responses/accept.ts';
import { respondStatus, respondText } from '../endpoints/responses/respond.ts';
import type { PathHandler, PathTable } from '../endpoints/routing/paths.ts';
import { methodError } from '../endpoints/routing/router.ts';
import { JSON_TYPE } from '../machinery/media.ts';
import { KUBERNETES_MINOR, KUBERNETES_RELEASE } from '../machinery/release.ts';

export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly emulationMajor: string;
  readonly emulationMinor: string;
  readonly minCompatibilityMajor: string;
  readonly minCompatibilityMinor: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

declare const COXSWAIN_COMMIT: string | undefined;
declare const COXSWAIN_TREE: string | undefined;
declare const COXSWAIN_DATE: string | undefined;

export interface Build {
  /** The commit that the sources are; empty when nobody knows. */
  readonly commit: string;
  /** "clean", or "dirty" when files differ from the commit. */
  readonly tree: string;
  /** RFC 3339. */
  readonly date: string;
}

/** What the bundler wrote in; sources that run as they are know nothing. */
export const BUILD: Build = {
  commit: typeof COXSWAIN_COMMIT === 'string' ? COXSWAIN_COMMIT : '',
  tree: typeof COXSWAIN_TREE === 'string' ? COXSWAIN_TREE : '',
  date: typeof COXSWAIN_DATE === 'string' ? COXSWAIN_DATE : '',
};

const ARCHITECTURES: { readonly [arch: string]: string } = { x64: 'amd64', ia32: '386' };

/** @param build what is known about the build; empty strings when nothing is */
export function versionInfo(build: Build & { readonly runtime: string }): VersionInfo {
  return {
    major: '1',
    minor: String(KUBERNETES_MINOR),
    emulationMajor: '1',
    emulationMinor: String(KUBERNETES_MINOR),
    minCompatibilityMajor: '1',
    minCompatibilityMinor: String(KUBERNETES_MINOR - 1),
    gitVersion: `v${KUBERNETES_RELEASE}`,
    gitCommit: build.commit,
    gitTreeState: build.tree,
    buildDate: build.date === '' ? '1970-01-01T00:00:00Z' : build.date,
    goVersion: build.runtime,
    compiler: 'v8',
    platform: `${platform()}/${ARCHITECTURES[arch()] ?? arch()}`,
  };
}

export function installVersion(paths: PathTable, version: VersionInfo): void {
  const text = JSON.stringify(version, null, 2);
  const handler: PathHandler = async (context) => {
    if (context.request.method !== 'GET') return respondStatus(context, methodError());
    requireProducible(context, [JSON_TYPE]);
    return respondText(context, 200, text, JSON_TYPE);
  };
  paths.exact('/version', handler);
  paths.exact('/version/', handler, { unlisted: true });
}
