/** Who calls, as authentication found out. */
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

/** The group of kubelets. */
const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';

/** The node as which a kubelet calls, perhaps without a name; undefined for everybody else. */
export function nodeOf({ name, groups }: UserInfo): string | undefined {
  return name.startsWith(NODE_PREFIX) && groups.includes(NODES) ? name.slice(NODE_PREFIX.length) : undefined;
}
