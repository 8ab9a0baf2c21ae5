/** Where this user's server keeps its things, following the conventions of the system. */
import path from 'node:path';

export interface Surroundings {
  readonly platform: string;
  readonly home: string;
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

export function dataFolder(given: string, { platform, home, env }: Surroundings): DataFolder {
  const root = given !== '' ? path.resolve(given) : path.join(dataHome(platform, home, env), 'coxswain');
  return { root, store: path.join(root, 'store'), pki: path.join(root, 'pki'), kubeconfig: path.join(root, 'kubeconfig') };
}

function dataHome(platform: string, home: string, env: Surroundings['env']): string {
  const xdg = env.XDG_DATA_HOME;
  // The XDG specification says that relative paths there are invalid and to be ignored.
  if (xdg !== undefined && path.isAbsolute(xdg)) return xdg;
  return platform === 'darwin' ? path.join(home, 'Library', 'Application Support') : path.join(home, '.local', 'share');
}
