/**
 * What a server is made of, as plain data: the command line fills it in from flags, a program that embeds the server writes it down.
 * Every field has a default (see `completeOptions`), and nothing here reads the environment.
 */
import type { PluginModule } from '../admission/plugin-module.ts';
import type { AuthenticationConfiguration } from '../authentication/configuration/interface.ts';
import type { WebhookConfiguration } from '../authorization/configuration/types.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { RestConfig } from '../client/rest-config.ts';
import type { EndpointReconcilerType } from '../controllers/kubernetes-service/reconciler.ts';
import type { PortRange } from '../registry/core/service-allocation/ports.ts';
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

export interface TokenWebhookSettings {
  /** Where the service that knows tokens is, and how to get in. */
  readonly config: RestConfig;
  /** Of TokenReview: "v1" or "v1beta1". */
  readonly version: string;
  /** Milliseconds that its answers are remembered. */
  readonly cacheTtl: number;
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
  /** Contents of a password file (CSV: password or bcrypt hash, user, uid, "group,group"); absent: no basic authentication. */
  readonly passwordFile?: string;
  /** Default true; `authentication.anonymous` says more. */
  readonly anonymousAuth?: boolean;
  /** Providers of ID tokens (OpenID Connect), and on which paths callers may be anonymous. */
  readonly authentication?: AuthenticationConfiguration;
  /** Algorithms that ID tokens may be signed with ("RS256"). Default: all asymmetric ones. */
  readonly oidcSigningAlgorithms?: readonly string[];
  /** A service that is asked about tokens which nobody else knows. */
  readonly tokenWebhook?: TokenWebhookSettings;
  readonly serviceAccounts?: ServiceAccountOptions;
  /** Whether the bootstrap tokens kept in kube-system are accepted. Default false. */
  readonly bootstrapTokenAuth?: boolean;
  /** Front proxies that say who calls; absent: nobody's headers are believed. */
  readonly requestHeader?: FrontProxyOptions;
  /** Default: Node, RBAC. */
  readonly authorizationModes?: readonly string[];
  /** Mode ABAC: the file with its policies. */
  readonly authorizationPolicyFile?: string;
  /** Mode Webhook: whom it asks, and how. */
  readonly authorizationWebhook?: WebhookConfiguration;
  /** A file of kind AuthorizationConfiguration, read again when it changes. It says everything that the three above say. */
  readonly authorizationConfiguration?: string;
  /** The address that clients inside the cluster reach this server at; loopback leaves the endpoints of service `kubernetes` out. */
  readonly advertiseAddress?: string;
  readonly serviceClusterIpRange?: string;
  /** Where node ports are taken from. Default 30000-32767. */
  readonly serviceNodePorts?: PortRange;
  /** A port of every node that leads to service `kubernetes`; 0 or absent: none. */
  readonly kubernetesServiceNodePort?: number;
  /** How servers agree on the endpoints of service `kubernetes`. Default: lease. */
  readonly endpointReconciler?: EndpointReconcilerType;
  readonly externalHostname?: string;
  /** Feature gates that differ from their defaults. */
  readonly featureGates?: { readonly [gate: string]: boolean };
  /** `--runtime-config`: "api/all", "apps/v1", "batch/v1/jobs" -> on or off. */
  readonly runtimeConfig?: { readonly [key: string]: boolean };
  readonly enableAdmissionPlugins?: readonly string[];
  readonly disableAdmissionPlugins?: readonly string[];
  /** The plugins' own configurations, by plugin, as their files say (`--admission-control-config-file`). */
  readonly admissionConfiguration?: ReadonlyMap<string, unknown>;
  /** Plugins from outside, which run before policies and webhooks. */
  readonly admissionPluginModules?: readonly PluginModule[];
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
  /** Served under /logs; absent: no such path. */
  readonly logFolder?: string;
  /**
   * Controllers to run inside the server, in kube-controller-manager's syntax: "*" all, "namespace-controller" this one, "-namespace-controller" not this
   * one. Default: none, as in a program or a test nothing should happen by itself; the command runs all.
   */
  readonly controllers?: readonly string[];
  /** PEM of the authority that pods verify this server with; root-ca-certificate-publisher-controller puts it into every namespace. Default: empty. */
  readonly rootCa?: string;
  /** Kinds beside the built-in ones, for programs that embed the server and bring types of their own. */
  readonly resources?: readonly ResourceDeclaration[];
  /** Every flag with its value as text, for /flagz. */
  readonly flagValues?: ReadonlyMap<string, string>;
  readonly clock?: Clock;
  readonly log?: Logger;
}
