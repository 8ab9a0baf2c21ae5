/**
 * What a file of kind AuthenticationConfiguration (apiserver.config.k8s.io, v1 and v1beta1) says, as plain data: who issues the tokens that are
 * believed, how their claims become a user, and which paths anybody may ask for. The versions differ in name only.
 */

export interface AuthenticationConfiguration {
  readonly jwt?: readonly JwtAuthenticator[];
  readonly anonymous?: AnonymousConfiguration;
}

export interface AnonymousConfiguration {
  readonly enabled: boolean;
  /** Paths that callers without credentials may ask for, exactly as written; none: every path. */
  readonly conditions?: readonly { readonly path: string }[];
}

export interface JwtAuthenticator {
  readonly issuer: Issuer;
  readonly claimValidationRules?: readonly ClaimValidationRule[];
  readonly claimMappings: ClaimMappings;
  readonly userValidationRules?: readonly { readonly expression?: string; readonly message?: string }[];
}

export interface Issuer {
  /** https only; the `iss` of its tokens. */
  readonly url?: string;
  /** Where its discovery document is when not below `url`. */
  readonly discoveryURL?: string;
  /** PEM; absent: the authorities that the system trusts. */
  readonly certificateAuthority?: string;
  /** A token must be meant for one of them. */
  readonly audiences?: readonly string[];
  readonly audienceMatchPolicy?: string;
  readonly egressSelectorType?: string;
}

export interface ClaimValidationRule {
  readonly claim?: string;
  readonly requiredValue?: string;
  readonly expression?: string;
  readonly message?: string;
}

export interface ClaimMappings {
  readonly username?: PrefixedClaim;
  readonly groups?: PrefixedClaim;
  readonly uid?: { readonly claim?: string; readonly expression?: string };
  readonly extra?: readonly { readonly key?: string; readonly valueExpression?: string }[];
}

export interface PrefixedClaim {
  readonly claim?: string;
  readonly prefix?: string;
  readonly expression?: string;
}
