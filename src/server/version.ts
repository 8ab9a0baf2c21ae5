/** /version: which Kubernetes this server behaves as. Clients choose what they send by it, so it says upstream's version. */
import { arch, platform } from 'node:os';
import { requireProducible } from '../endpoints/accept.ts';
import type { PathHandler, PathTable } from '../endpoints/paths.ts';
import { respondStatus, respondText } from '../endpoints/respond.ts';
import { methodError } from '../endpoints/router.ts';
import { JSON_TYPE } from '../machinery/media.ts';

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

const ARCHITECTURES: { readonly [arch: string]: string } = { x64: 'amd64', ia32: '386' };

/** @param build what is known about the build; empty strings when nothing is */
export function versionInfo(build: { readonly commit: string; readonly date: string; readonly runtime: string }): VersionInfo {
  return {
    major: '1',
    minor: '36',
    emulationMajor: '1',
    emulationMinor: '36',
    minCompatibilityMajor: '1',
    minCompatibilityMinor: '35',
    gitVersion: 'v1.36.2',
    gitCommit: build.commit,
    gitTreeState: build.commit === '' ? '' : 'clean',
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
