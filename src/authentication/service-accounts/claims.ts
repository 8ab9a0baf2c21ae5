/** What a service account token says (KEP-1205, KEP-4193), and the names that follow from it. */

/** The private claims, under "kubernetes.io". */
export interface BoundClaims {
  readonly namespace: string;
  readonly serviceaccount: Reference;
  readonly pod?: Reference;
  readonly secret?: Reference;
  readonly node?: Reference;
  /** Seconds since the epoch: from then on the token should have been replaced. */
  readonly warnafter?: number;
}

export interface Reference {
  readonly name: string;
  readonly uid?: string;
}

export interface TokenClaims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': BoundClaims;
  readonly nbf: number;
  readonly sub: string;
}

export function serviceAccountName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

export const POD_NAME = 'authentication.kubernetes.io/pod-name';
export const POD_UID = 'authentication.kubernetes.io/pod-uid';
export const NODE_UID = 'authentication.kubernetes.io/node-uid';
