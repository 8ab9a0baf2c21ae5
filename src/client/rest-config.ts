/**
 * Where an outgoing client calls and as whom: what a kubeconfig says about one context, with every file but the token's read. The names follow
 * client-go's rest.Config. Credentials are only ever sent over TLS.
 */
export interface RestConfig {
  /** "https://host:port/path": without user, query and fragment. */
  readonly server: string;
  readonly tls: RestTls;
  /** Sent as `Authorization: Bearer`. */
  readonly bearerToken?: string | undefined;
  /** Read again while the client lives: tokens in files are rotated. Wins over `bearerToken`. */
  readonly bearerTokenFile?: string | undefined;
  readonly basic?: { readonly username: string; readonly password: string } | undefined;
  /** A program that knows the credentials of the moment. */
  readonly exec?: ExecConfig | undefined;
  /** "http://host:port" or "https://user:password@host:port": calls go through it. */
  readonly proxy?: string | undefined;
  /** Headers that ask the other side to act as somebody else. */
  readonly impersonate?: readonly (readonly [name: string, value: string])[] | undefined;
}

export interface RestTls {
  /** PEM; absent: the authorities that the system trusts. */
  readonly authority?: string | undefined;
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
  /** The name that the other side's certificate must carry, when it is not the host of `server`. */
  readonly serverName?: string | undefined;
  /** Takes any certificate. */
  readonly insecure?: boolean | undefined;
}

/** See the ExecConfig of client-go's kubeconfig. */
export interface ExecConfig {
  /** A file, or a name to look for in PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  /** Of ExecCredential. */
  readonly apiVersion: string;
  /** What to do when the program is not there. */
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  /** Settings that the program wants to be told with the cluster, whatever they are. */
  readonly clusterExtension: unknown;
  readonly interactiveMode: string;
}

/** Variables of programs that are run. */
export type Environment = { readonly [name: string]: string | undefined };

/** One line about a kubeconfig that cannot be used. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}
