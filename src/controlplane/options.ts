/**
 * What a server is made of, as plain data: the command line fills it in from flags, a program that embeds the server writes it down. Nothing here
 * reads the environment. Every field has a default but `storage`; `completeOptions` fills them in, in one place.
 *
 * Times are in milliseconds unless a name says otherwise. Certificates and keys are texts in PEM, never paths; the three files that the server itself
 * reads (policies, authorization configuration, logs) are paths, and say so.
 */
import type { PluginModule } from '../admission/plugin-module.ts';
import type { AuthenticationConfiguration } from '../authentication/configuration/interface.ts';
import type { WebhookConfiguration } from '../authorization/configuration/types.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { type Logger, silentLogger } from '../base/log.ts';
import type { MetricsLimits } from '../base/metrics-limits.ts';
import type { Environment, RestConfig } from '../client/rest-config.ts';
import { DEFAULT_TIMES, type LeaderElectionTimes } from '../controllers/framework/election.ts';
import type { EndpointReconcilerType } from '../controllers/kubernetes-service/reconciler.ts';
import { PROTOBUF_TYPE } from '../machinery/media.ts';
import { DEFAULT_PORT_RANGE, type PortRange } from '../registry/core/services/allocation/ports.ts';
import type { ResourceDeclaration } from '../registry/generic/declaration.ts';
import type { TlsMaterial } from '../server/transport/listen.ts';

export type { TlsMaterial } from '../server/transport/listen.ts';

/** A certificate for clients that ask for one of its names (SNI). */
export interface SniCertificate extends TlsMaterial {
  /** Domain patterns that select it ("*.example.com"); empty: the names in the certificate. */
  readonly domains: readonly string[];
}

/** Where objects are kept. */
export type StorageOptions =
  /** In this process; gone with it. */
  | { readonly backend: 'memory' }
  /** In a folder, which one server at a time has to itself. What has been acknowledged survives a crash. */
  | { readonly backend: 'embedded'; readonly folder: string }
  /** In a cluster of etcd, under upstream's keys. */
  | {
      readonly backend: 'etcd3';
      /** URLs, at least one: "https://10.0.0.1:2379". */
      readonly servers: readonly string[];
      /** What all keys begin with; '': "/registry". */
      readonly prefix: string;
      /** PEM bundle that etcd's certificates are verified against. Default: the authorities that the system trusts. */
      readonly caCertificate?: string;
      /** Who this server is to etcd. Default: nobody in particular. */
      readonly client?: TlsMaterial;
      /** How long one lease of etcd is shared by new objects that expire, in seconds. Default 60. */
      readonly leaseReuseSeconds?: number;
      /** How long a health check may wait for an answer of etcd, in milliseconds. Default 2,000. */
      readonly checkTimeout?: number;
      /** Resources that lie in other clusters of etcd, with the same prefix and certificates. */
      readonly overrides?: readonly { readonly group: string; readonly resource: string; readonly servers: readonly string[] }[];
    };

/** Where a listener listens. */
export interface ListenOptions {
  /** An IP address: "127.0.0.1", "::". */
  readonly address: string;
  /** 0 picks a free one; `Server` says which. */
  readonly port: number;
}

/** The listener for clients: TLS, HTTP/2 and HTTP/1.1. */
export interface SecureOptions extends ListenOptions {
  /** Shown to clients that ask for no other name. */
  readonly serving: TlsMaterial;
  /** Further certificates, for clients that ask for their names. */
  readonly sni?: readonly SniCertificate[];
  /** Default TLSv1.2. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** For TLS 1.2 and 1.3, by OpenSSL's names. Default: Node's. */
  readonly cipherSuites?: readonly string[];
  /** Groups for the key exchange, by OpenSSL's names ("X25519", "prime256v1"). Default: Node's. */
  readonly curves?: readonly string[];
  /** Other processes may listen on the same port, and share its connections. Default false. */
  readonly reusePort?: boolean;
  /** Default false. */
  readonly disableHttp2?: boolean;
  /** Concurrent requests of one HTTP/2 connection; 0: the default, 100. */
  readonly maxStreams?: number;
}

/** A proxy in front of the server that has authenticated the caller, whom it names in headers (upstream: `--requestheader-*`). */
export interface FrontProxyOptions {
  /** PEM bundle that the proxies' certificates are verified against. */
  readonly clientCa: string;
  /** Common names of proxies; empty: any. */
  readonly allowedNames: readonly string[];
  /** Headers in which the user is looked for, in this order; the others likewise. */
  readonly usernameHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  /** Of headers whose rest is the key of an extra attribute: "X-Remote-Extra-". */
  readonly extraHeaderPrefixes: readonly string[];
}

/** A service that is asked about tokens which nobody else knows. */
export interface TokenWebhookSettings {
  /** Where it is, and how to get in. */
  readonly config: RestConfig;
  /** Of TokenReview: "v1" or "v1beta1". */
  readonly version: string;
  /** How long its answers are remembered. */
  readonly cacheTtl: number;
}

export interface ServiceAccountOptions {
  /**
   * PEM of the private key that signs tokens (RSA, or ECDSA on a NIST curve). Default: one made when it is first needed; tokens end with the process.
   */
  readonly signingKey?: string;
  /** PEM of further keys that verify tokens; the signing key always does. */
  readonly verificationKeys?: readonly string[];
  /** The first one is put into new tokens, all are accepted. Default: https://kubernetes.default.svc. */
  readonly issuers?: readonly string[];
  /** Names that this server answers to in tokens. Default: the issuers. */
  readonly audiences?: readonly string[];
  /** The longest that a token may live; 0 (default): no limit. */
  readonly maxTokenExpiration?: number;
  /** Whether tokens that pods mount live for a year, for clients that do not read them again. Default true. */
  readonly extendExpiration?: boolean;
  /** Whether a token's account and what it is bound to must still be there. Default true. */
  readonly lookup?: boolean;
  /** Where the issuer's discovery document says that its keys are. Default: /openid/v1/jwks of this server. */
  readonly jwksUri?: string;
}

export interface ServerOptions {
  readonly storage: StorageOptions;

  // Listeners. Without any, requests come through `fetch` and `handle` only.

  readonly secure?: SecureOptions;
  /**
   * Plain HTTP without authentication: every caller is the administrator. It serves only requests that name a loopback host and come from no web
   * page.
   */
  readonly insecure?: ListenOptions;
  /** Path of a Unix socket; whoever may open it (its owner) is the administrator. */
  readonly unixSocket?: string;

  // Who calls.

  /** PEM bundle that client certificates are verified against. Default: none is believed. */
  readonly clientCa?: string;
  /** Contents of a token file (CSV: token, user, uid, "group,group"). */
  readonly tokenFile?: string;
  /** Its path, for messages about it. */
  readonly tokenFileName?: string;
  /** Contents of a password file (CSV: password or bcrypt hash, user, uid, "group,group"). Default: no basic authentication. */
  readonly passwordFile?: string;
  /** Its path, for messages about it. */
  readonly passwordFileName?: string;
  /** Whether callers without credentials are let in as system:anonymous. Default true; `authentication.anonymous` says more. */
  readonly anonymousAuth?: boolean;
  /** Providers of ID tokens (OpenID Connect), and on which paths callers may be anonymous. */
  readonly authentication?: AuthenticationConfiguration;
  /** Algorithms that ID tokens may be signed with ("RS256"). Default: all asymmetric ones. */
  readonly oidcSigningAlgorithms?: readonly string[];
  readonly tokenWebhook?: TokenWebhookSettings;
  readonly serviceAccounts?: ServiceAccountOptions;
  /** Whether the bootstrap tokens kept in kube-system are accepted. Default false. */
  readonly bootstrapTokenAuth?: boolean;
  /** Default: nobody's headers are believed. */
  readonly requestHeader?: FrontProxyOptions;

  // What callers may do.

  /** Asked in this order: Node, RBAC, ABAC, Webhook, AlwaysAllow, AlwaysDeny. Default: Node, RBAC. */
  readonly authorizationModes?: readonly string[];
  /** Mode ABAC: path of the file with its policies. */
  readonly authorizationPolicyFile?: string;
  /** Mode Webhook: whom it asks, and how. */
  readonly authorizationWebhook?: WebhookConfiguration;
  /** Path of a file of kind AuthorizationConfiguration, read again when it changes. It stands for the three above, which must then be absent. */
  readonly authorizationConfiguration?: string;

  // The cluster.

  /**
   * The address at which clients inside the cluster reach this server: the endpoint of the service `kubernetes`. When it is absent, or a loopback
   * address, that service has no endpoints.
   */
  readonly advertiseAddress?: string;
  /** The host that discovery and the OpenID metadata name. Default: the advertised address, or that of the secure listener. */
  readonly externalHostname?: string;
  /** Where addresses of services are taken from: one range, or two of different families with a comma. Default 10.0.0.0/24. */
  readonly serviceClusterIpRange?: string;
  /** Where node ports are taken from. Default 30000-32767. */
  readonly serviceNodePorts?: PortRange;
  /** A port of every node that leads to service `kubernetes`. Default 0: none. */
  readonly kubernetesServiceNodePort?: number;
  /** How servers agree on the endpoints of service `kubernetes`. Default: lease. */
  readonly endpointReconciler?: EndpointReconcilerType;
  /** How many servers there are, for reconciler master-count. Default 1. */
  readonly apiServerCount?: number;
  /** Feature gates that differ from their defaults. */
  readonly featureGates?: { readonly [gate: string]: boolean };
  /**
   * Which versions and resources are served, as `--runtime-config` says it: "api/all", "apps/v1", "batch/v1/jobs" -> on or off. Default: stable ones.
   */
  readonly runtimeConfig?: { readonly [key: string]: boolean };
  /** Kinds beside the built-in ones, for programs that embed the server and bring types of their own. */
  readonly resources?: readonly ResourceDeclaration[];

  // Admission.

  /** Plugins to run besides those that run by default. */
  readonly enableAdmissionPlugins?: readonly string[];
  /** Plugins not to run. */
  readonly disableAdmissionPlugins?: readonly string[];
  /** The plugins' own configurations, by plugin, as their files say (`--admission-control-config-file`). */
  readonly admissionConfiguration?: ReadonlyMap<string, unknown>;
  /** Plugins from outside, which run before policies and webhooks. */
  readonly admissionPluginModules?: readonly PluginModule[];
  /** Seconds that pods stay on a node that is not ready unless they say otherwise. Default 300. */
  readonly notReadyTolerationSeconds?: number;
  /** The same for a node that cannot be reached. Default 300. */
  readonly unreachableTolerationSeconds?: number;

  // Limits. What is too much is answered with 429.

  /** Reading requests at a time, long-running ones aside. Default 400; 0: no limit. */
  readonly maxRequestsInFlight?: number;
  /** Writing requests at a time. Default 200; 0: no limit. */
  readonly maxMutatingRequestsInFlight?: number;
  /** How long a request may take that is not long-running. Default 60,000. */
  readonly requestTimeout?: number;
  /** Watches that say no timeout live between this and twice this. Default 1,800,000. */
  readonly minRequestTimeout?: number;
  /** Origins that browsers may call from, as regular expressions of Go's. Default: none. */
  readonly corsAllowedOrigins?: readonly string[];
  /** What every answer says in its Strict-Transport-Security header, one directive each. Default: no such header. */
  readonly strictTransportSecurity?: readonly string[];
  /** The share of HTTP/2 requests after which a client is told to connect anew, from 0 to 0.02. Default 0. */
  readonly goawayChance?: number;
  /** How long /livez takes an unfinished start for a good one. Default 0. */
  readonly livezGracePeriod?: number;
  /** Whether requests that come before the start is over are answered with 503 instead. Default false. */
  readonly refuseUntilReady?: boolean;
  /** From the first failing /readyz to the end of taking requests. Default 0. */
  readonly shutdownDelay?: number;
  /** Whether listeners stay open while requests under way come to their end, and others are answered with 429. Default false. */
  readonly shutdownSendRetryAfter?: boolean;
  /** Over how long the ends of watches are spread when the server stops. Default 0: all at once. */
  readonly shutdownWatchGracePeriod?: number;

  /** Whether pods may have privileged containers and, on Windows, host processes. Default true; upstream's command says no unless it is told otherwise. */
  readonly allowPrivileged?: boolean;

  // Storage.

  /** In which form built-in objects are stored: "application/vnd.kubernetes.protobuf" (default) or "application/json". */
  readonly storageMediaType?: string;
  /** Between compactions of etcd; 0 switches them off. Default 300,000. */
  readonly compactionInterval?: number;
  /** How long events are kept. Default 3,600,000. */
  readonly eventTtl?: number;
  /** How long /healthz and /livez wait for the store. Default 2,000. */
  readonly healthCheckTimeout?: number;
  /** How long /readyz does besides. Default 2,000. */
  readonly readyCheckTimeout?: number;
  /** Between counts of the objects that are not in memory, for the metrics; 0: the metrics have no counts. Default 60,000. */
  readonly objectCountPeriod?: number;
  /** Between measurements of the size of the store, for the metrics; 0: none. Default 30,000. */
  readonly storeSizeInterval?: number;
  /** Whether reads and watches are served from memory. Default true. */
  readonly watchCache?: boolean;
  /** Resources that are served from the store all the same ("configmaps", "deployments.apps"). */
  readonly uncachedResources?: readonly string[];
  /** Deletions under way at a time when a collection is deleted. Default 16. */
  readonly deleteCollectionWorkers?: number;
  /** Whether deletions leave word for the garbage collector about dependents. Default true. */
  readonly garbageCollection?: boolean;

  // What the server shows of itself.

  /** What /metrics leaves out. Default: nothing. */
  readonly metricsLimits?: MetricsLimits;
  /** Whether /debug/pprof is served. Default true. */
  readonly enableProfiling?: boolean;
  /** Path of a Unix socket that serves /debug/pprof, and nothing else, to whoever may open it. Default: none. */
  readonly debugSocket?: string;
  /** Path of a folder that is served under /logs. Default: no such path. */
  readonly logFolder?: string;
  /** Every flag with its value as text, for /flagz. */
  readonly flagValues?: ReadonlyMap<string, string>;

  // What runs inside.

  /**
   * Controllers to run inside the server, in kube-controller-manager's syntax: "*" all, "namespace-controller" this one, "-namespace-controller" not
   * this one. Default: none, as in a program or a test nothing should happen by itself; the command runs all.
   */
  readonly controllers?: readonly string[];
  /** When controllers change servers, on an etcd that several servers share. Default: 15 s, 10 s, 2 s. */
  readonly leaderElection?: LeaderElectionTimes;
  /**
   * PEM of the authority that pods verify this server with; root-ca-certificate-publisher-controller puts it into every namespace. Default: empty.
   */
  readonly rootCa?: string;
  /** Variables of the programs that kubeconfig files ask for credentials. Default: none, so that they are found by their full names only. */
  readonly environment?: Environment;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: nothing is logged. */
  readonly log?: Logger;
}

/** The options with the defaults of all that has one by itself; what depends on other options stays absent. */
export type CompletedOptions = ReturnType<typeof completeOptions>;

/** Undefined counts as absent. */
export function completeOptions(options: ServerOptions) {
  return {
    ...options,
    anonymousAuth: options.anonymousAuth ?? true,
    serviceClusterIpRange: options.serviceClusterIpRange ?? DEFAULT_SERVICE_RANGE,
    serviceNodePorts: options.serviceNodePorts ?? DEFAULT_PORT_RANGE,
    kubernetesServiceNodePort: options.kubernetesServiceNodePort ?? 0,
    endpointReconciler: options.endpointReconciler ?? 'lease',
    apiServerCount: options.apiServerCount ?? 1,
    advertiseAddress: options.advertiseAddress ?? '',
    featureGates: options.featureGates ?? {},
    runtimeConfig: options.runtimeConfig ?? {},
    resources: options.resources ?? [],
    enableAdmissionPlugins: options.enableAdmissionPlugins ?? [],
    disableAdmissionPlugins: options.disableAdmissionPlugins ?? [],
    admissionPluginModules: options.admissionPluginModules ?? [],
    allowPrivileged: options.allowPrivileged ?? true,
    notReadyTolerationSeconds: options.notReadyTolerationSeconds ?? 300,
    unreachableTolerationSeconds: options.unreachableTolerationSeconds ?? 300,
    maxRequestsInFlight: options.maxRequestsInFlight ?? 400,
    maxMutatingRequestsInFlight: options.maxMutatingRequestsInFlight ?? 200,
    requestTimeout: options.requestTimeout ?? 60_000,
    minRequestTimeout: options.minRequestTimeout ?? 1_800_000,
    corsAllowedOrigins: options.corsAllowedOrigins ?? [],
    strictTransportSecurity: options.strictTransportSecurity ?? [],
    goawayChance: options.goawayChance ?? 0,
    livezGracePeriod: options.livezGracePeriod ?? 0,
    refuseUntilReady: options.refuseUntilReady ?? false,
    shutdownDelay: options.shutdownDelay ?? 0,
    shutdownSendRetryAfter: options.shutdownSendRetryAfter ?? false,
    shutdownWatchGracePeriod: options.shutdownWatchGracePeriod ?? 0,
    storageMediaType: options.storageMediaType ?? PROTOBUF_TYPE,
    compactionInterval: options.compactionInterval ?? 300_000,
    healthCheckTimeout: options.healthCheckTimeout ?? 2000,
    readyCheckTimeout: options.readyCheckTimeout ?? 2000,
    objectCountPeriod: options.objectCountPeriod ?? 60_000,
    storeSizeInterval: options.storeSizeInterval ?? 30_000,
    watchCache: options.watchCache ?? true,
    uncachedResources: options.uncachedResources ?? [],
    deleteCollectionWorkers: options.deleteCollectionWorkers ?? 16,
    garbageCollection: options.garbageCollection ?? true,
    enableProfiling: options.enableProfiling ?? true,
    metricsLimits: options.metricsLimits ?? {},
    flagValues: options.flagValues ?? new Map<string, string>(),
    controllers: options.controllers ?? [],
    leaderElection: options.leaderElection ?? DEFAULT_TIMES,
    rootCa: options.rootCa ?? '',
    environment: options.environment ?? {},
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLogger,
  } satisfies ServerOptions;
}

/** Upstream's default of `--service-cluster-ip-range`. */
export const DEFAULT_SERVICE_RANGE = '10.0.0.0/24';
