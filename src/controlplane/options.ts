/**
 * What a server is made of, as plain data: the command line fills it in from flags, a program that embeds the server writes it down.
 * Every field has a default (see `completeOptions`), and nothing here reads the environment.
 */
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';

export interface TlsMaterial {
  /** PEM, the leaf first. */
  readonly certificate: string;
  readonly privateKey: string;
}

export interface SniCertificate extends TlsMaterial {
  /** Domain patterns that select it; empty: the names in the certificate. */
  readonly domains: readonly string[];
}

export type StorageOptions =
  | { readonly backend: 'memory' }
  | { readonly backend: 'embedded'; readonly folder: string }
  | {
      readonly backend: 'etcd3';
      readonly servers: readonly string[];
      /** Default "/registry". */
      readonly prefix: string;
      readonly caCertificate?: string;
      readonly client?: TlsMaterial;
      /** Resources that lie in other clusters of etcd, with the same prefix and certificates. */
      readonly overrides?: readonly { readonly group: string; readonly resource: string; readonly servers: readonly string[] }[];
    };

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface FrontProxyOptions {
  /** PEM bundle that the proxies' certificates are verified against. */
  readonly clientCa: string;
  /** Common names of proxies; empty: any. */
  readonly allowedNames: readonly string[];
  readonly usernameHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraHeaderPrefixes: readonly string[];
}

export interface ServiceAccountOptions {
  /** PEM of the private key that signs tokens (RSA, or ECDSA on a NIST curve). Default: one made when it is first needed. */
  readonly signingKey?: string;
  /** PEM of further keys that verify tokens; the signing key always does. */
  readonly verificationKeys?: readonly string[];
  /** The first one is put into new tokens, all are accepted. Default: https://kubernetes.default.svc. */
  readonly issuers?: readonly string[];
  /** Names that this server answers to in tokens. Default: the issuers. */
  readonly audiences?: readonly string[];
  /** Milliseconds; 0: no limit. */
  readonly maxTokenExpiration?: number;
  /** Default true. */
  readonly extendExpiration?: boolean;
  /** Whether a token's account and what it is bound to must still be there. Default true. */
  readonly lookup?: boolean;
  /** Default: /openid/v1/jwks of this server. */
  readonly jwksUri?: string;
}

export interface ServerOptions {
  readonly storage: StorageOptions;
  /** Absent: no socket is opened; requests come through `fetch` and `handle` only. */
  readonly secure?: ListenOptions & {
    readonly serving: TlsMaterial;
    readonly sni?: readonly SniCertificate[];
    readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
    /** For TLS 1.2 and 1.3, by OpenSSL's names. */
    readonly cipherSuites?: readonly string[];
    readonly disableHttp2?: boolean;
    /** Concurrent requests of one HTTP/2 connection; 0: the default. */
    readonly maxStreams?: number;
  };
  /** Plain HTTP on loopback, no authentication. */
  readonly insecure?: ListenOptions;
  /** Path of a socket that acts as the administrator. */
  readonly unixSocket?: string;
  /** PEM bundle that client certificates are verified against; absent: none is believed. */
  readonly clientCa?: string;
  /** Contents of a token file (CSV: token, user, uid, "group,group"). */
  readonly tokenFile?: string;
  readonly anonymousAuth?: boolean;
  readonly serviceAccounts?: ServiceAccountOptions;
  /** Whether the bootstrap tokens kept in kube-system are accepted. Default false. */
  readonly bootstrapTokenAuth?: boolean;
  /** Front proxies that say who calls; absent: nobody's headers are believed. */
  readonly requestHeader?: FrontProxyOptions;
  readonly authorizationModes?: readonly string[];
  /** The address that clients inside the cluster reach this server at; loopback leaves the endpoints of service `kubernetes` out. */
  readonly advertiseAddress?: string;
  readonly serviceClusterIpRange?: string;
  readonly externalHostname?: string;
  /** Feature gates that differ from their defaults. */
  readonly featureGates?: { readonly [gate: string]: boolean };
  /** `--runtime-config`: "api/all", "apps/v1", "batch/v1/jobs" -> on or off. */
  readonly runtimeConfig?: { readonly [key: string]: boolean };
  readonly enableAdmissionPlugins?: readonly string[];
  readonly disableAdmissionPlugins?: readonly string[];
  /** The plugins' own configurations, by plugin, as their files say (`--admission-control-config-file`). */
  readonly admissionConfiguration?: ReadonlyMap<string, unknown>;
  /** Seconds that pods stay on a node that is not ready, or not reachable, unless they say otherwise. Default 300. */
  readonly notReadyTolerationSeconds?: number;
  readonly unreachableTolerationSeconds?: number;
  readonly maxRequestsInFlight?: number;
  readonly maxMutatingRequestsInFlight?: number;
  /** Milliseconds. Default 60,000. */
  readonly requestTimeout?: number;
  /** Milliseconds: watches without a timeout live between this and twice this. Default 1,800,000. */
  readonly minRequestTimeout?: number;
  /** Milliseconds between the first failing /readyz and the closing of listeners. Default 0. */
  readonly shutdownDelay?: number;
  /** In which form built-in objects are stored: "application/vnd.kubernetes.protobuf" (default) or "application/json". */
  readonly storageMediaType?: string;
  /** Milliseconds between compactions; 0 switches them off. Default 300,000. */
  readonly compactionInterval?: number;
  /** Milliseconds. Default 3,600,000. */
  readonly eventTtl?: number;
  readonly enableProfiling?: boolean;
  /** In-server controllers to run; `none` is all there is. */
  readonly controllers?: readonly string[];
  /** Kinds beside the built-in ones, for programs that embed the server and bring types of their own. */
  readonly resources?: readonly ResourceDeclaration[];
  /** Every flag with its value as text, for /flagz. */
  readonly flagValues?: ReadonlyMap<string, string>;
  readonly clock?: Clock;
  readonly log?: Logger;
}
