/** Who calls, as authentication found out. */
import { nameIsDns1123Label, nameIsDns1123Subdomain } from '../machinery/grammar/names.ts';

export interface UserInfo {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  /** Keys are lower-case; a Map because callers choose the keys. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

export const ANONYMOUS = 'system:anonymous';
export const ALL_AUTHENTICATED = 'system:authenticated';
export const ALL_UNAUTHENTICATED = 'system:unauthenticated';
export const PRIVILEGED_GROUP = 'system:masters';

/** Keys of extras that authentication itself fills in: which credential it was, and the node on which the caller's pod runs. */
export const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';
export const NODE_NAME = 'authentication.kubernetes.io/node-name';

export function isAnonymous({ name, groups }: UserInfo): boolean {
  return name === ANONYMOUS || groups.includes(ALL_UNAUTHENTICATED);
}

/** The group of kubelets. */
const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';

/** The node as which a kubelet calls, perhaps without a name; undefined for everybody else. */
export function nodeOf({ name, groups }: UserInfo): string | undefined {
  return name.startsWith(NODE_PREFIX) && groups.includes(NODES) ? name.slice(NODE_PREFIX.length) : undefined;
}

const ACCOUNT_PREFIX = 'system:serviceaccount:';

/** The service account that goes by this user name; undefined for every other name, also for one that no account could have. */
export function serviceAccountOf(userName: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!userName.startsWith(ACCOUNT_PREFIX)) return undefined;
  const [namespace = '', name = '', ...more] = userName.slice(ACCOUNT_PREFIX.length).split(':');
  const valid = more.length === 0 && nameIsDns1123Label(namespace).length === 0 && nameIsDns1123Subdomain(name).length === 0;
  return valid ? { namespace, name } : undefined;
}
