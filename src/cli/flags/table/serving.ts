/** Flags about the server as a whole and its secure port. */
import { type FlagSection, planned, works } from '../definition.ts';

export const generic: FlagSection = {
  title: 'Generic',
  flags: [
    works(
      'advertise-address',
      'ip',
      '',
      'The address under which members of the cluster reach this server. Default: the bind address, or that of the default interface.',
    ),
    works('cors-allowed-origins', 'strings', '', 'Origins that browsers may call from, as regular expressions. Empty: no CORS headers.'),
    works('emulated-version', 'strings', '', 'Behave like this version (component=major.minor). There is only 1.36 yet.'),
    works('emulation-forward-compatible', 'bool', '', 'While emulating, also serve what became available later.'),
    works('external-hostname', 'string', '', 'The host name by which clients outside know this server (OpenAPI, tokens).'),
    works('feature-gates', 'gates', '', 'Switches features: name=true|false, comma separated, may be repeated. A name may be written as kube:name.'),
    works('goaway-chance', 'float', '', 'The share of HTTP/2 requests after which a client is told to connect anew, at most 0.02.'),
    works('livez-grace-period', 'duration', '', 'How long the start may take before /livez reports that it has not ended.'),
    works(
      'max-mutating-requests-inflight',
      'int',
      '200',
      'How many writing requests may run at the same time; further ones are refused with 429. 0: no limit.',
    ),
    works(
      'max-requests-inflight',
      'int',
      '400',
      'How many reading requests may run at the same time; further ones are refused with 429. 0: no limit.',
    ),
    works(
      'min-compatibility-version',
      'strings',
      '',
      'The oldest version that other parts of the control plane may have (component=major.minor). There is only 1.35 yet.',
    ),
    works(
      'min-request-timeout',
      'int',
      '1800',
      'Seconds that a watch lives at least, unless it asks for less; the real time is spread up to twice this.',
    ),
    works('request-timeout', 'duration', '1m0s', 'How long a request may take that is not long-running.'),
    works('runtime-config-emulation-forward-compatible', 'bool', '', 'While emulating, also serve the named groups that became available later.'),
    works('send-retry-after-while-not-ready-once', 'bool', '', 'Answer 503 with Retry-After until the server has been ready once.'),
    works('shutdown-delay-duration', 'duration', '', 'How long to serve on, no longer ready, after the signal to stop.'),
    works(
      'shutdown-send-retry-after',
      'bool',
      '',
      'While shutting down, listen on until the last request is answered, and answer others with 429 and Retry-After.',
    ),
    works('shutdown-watch-termination-grace-period', 'duration', '', 'Over how long the ends of watches are spread during shutdown.'),
    planned('storage-initialization-timeout', 'duration', '1m0s', 'How long to wait for the storage before the server reports ready.'),
    works('strict-transport-security-directives', 'strings', '', 'What to say in the Strict-Transport-Security header.'),
  ],
};

export const secureServing: FlagSection = {
  title: 'Secure serving',
  flags: [
    works('bind-address', 'ip', '0.0.0.0', 'The address to listen on. Without any storage or address flag it is 127.0.0.1.'),
    works(
      'cert-dir',
      'string',
      '/var/run/kubernetes',
      'Where certificates are made and kept; apiserver.crt and apiserver.key of yours are used if they are there. Default: pki/ in the data folder. Unused with --tls-cert-file and --tls-private-key-file.',
    ),
    works('disable-http2-serving', 'bool', '', 'Speak HTTP/1.1 only.'),
    works('http2-max-streams-per-connection', 'int', '', 'Concurrent requests of one HTTP/2 connection. 0: the default.'),
    works('permit-address-sharing', 'bool', '', 'Bind with SO_REUSEADDR, as this server does in any case.'),
    works('permit-port-sharing', 'bool', '', 'Bind with SO_REUSEPORT: several servers may listen on one port.'),
    works('secure-port', 'int', '6443', 'The port for HTTPS; 0 picks a free one.'),
    works('tls-cert-file', 'string', '', 'The serving certificate and what leads from it to a known authority (PEM).'),
    works('tls-cipher-suites', 'strings', '', 'Cipher suites for TLS 1.2, by their IANA names.'),
    works('tls-curve-preferences', 'ints', '[]', 'Key exchange mechanisms, by their numbers: 23, 24, 25, 29, 4588.'),
    works('tls-min-version', 'string', '', 'The oldest TLS version to speak: VersionTLS12 or VersionTLS13.'),
    works('tls-private-key-file', 'string', '', 'The private key of --tls-cert-file (PEM).'),
    works('tls-sni-cert-key', 'namedCertKey', '[]', 'certificate,key[:pattern,...]: another certificate for these host names. May be repeated.'),
  ],
};
