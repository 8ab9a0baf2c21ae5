/** Where this user's server keeps its things, following the conventions of the system. */
import path from 'node:path';
import { UsageError } from './flags/usage-error.ts';

export interface Surroundings {
  readonly platform: string;
  /** Undefined for a user who has none, as in a container that runs under any number. */
  readonly home: string | undefined;
  readonly hostName: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** An address of the default interface, for a server that listens on all of them. */
  readonly address: string | undefined;
  /** The name that the command was called by. */
  readonly program?: string;
}

export interface DataFolder {
  readonly root: string;
  /** The embedded store. */
  readonly store: string;
  /** Certificates and keys. */
  readonly pki: string;
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
}

/** @throws {UsageError} when none is given and the user has no home folder */
export function dataFolder(given: string, surroundings: Surroundings): DataFolder {
  const root = given !== '' ? path.resolve(given) : path.join(dataHome(surroundings), 'coxswain');
  return { root, store: path.join(root, 'store'), pki: path.join(root, 'pki'), kubeconfig: path.join(root, 'kubeconfig') };
}

function dataHome({ platform, home, env }: Surroundings): string {
  const xdg = env.XDG_DATA_HOME;
  // The XDG specification says that relative paths there are invalid and to be ignored.
  if (xdg !== undefined && path.isAbsolute(xdg)) return xdg;
  if (home === undefined) throw new UsageError('this user has no home folder: say with --data-dir where the server may keep its things');
  return platform === 'darwin' ? path.join(home, 'Library', 'Application Support') : path.join(home, '.local', 'share');
}
