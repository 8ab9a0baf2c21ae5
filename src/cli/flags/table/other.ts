/** The smaller sections, and what upstream puts under "Misc". */
import { AVAILABLE_CONTROLLERS } from '../../../controllers/names.ts';
import { type FlagSection, kept, planned, works } from '../definition.ts';

export const features: FlagSection = {
  title: 'Features',
  flags: [
    planned('contention-profiling', 'bool', '', 'Profile waiting for locks.'),
    works('debug-socket-path', 'string', '', 'A socket (mode 0600) that serves profiles without authentication.'),
    kept(
      'enable-priority-and-fairness',
      'bool',
      'true',
      'Share capacity among callers by priority levels and flow schemas. Until then requests are limited as with false.',
    ),
    works('profiling', 'bool', 'true', 'Serve profiles under /debug/pprof/.'),
  ],
};

export const apiEnablement: FlagSection = {
  title: 'API enablement',
  flags: [
    works(
      'runtime-config',
      'map',
      '',
      'Switches what is served: group/version[/resource]=true|false, or api/all, api/ga, api/beta, api/alpha. May be repeated.',
    ),
  ],
};

export const egressSelector: FlagSection = {
  title: 'Egress selector',
  flags: [planned('egress-selector-config-file', 'string', '', 'The file that says which way outgoing connections take.')],
};

export const admission: FlagSection = {
  title: 'Admission',
  flags: [
    works('admission-control', 'strings', '', 'The admission plugins that run, and no others.', { deprecated: true }),
    works('admission-control-config-file', 'string', '', 'The file that configures admission plugins.'),
    works('default-not-ready-toleration-seconds', 'int', '300', 'How long pods without a toleration of their own stay on a node that is not ready.'),
    works(
      'default-unreachable-toleration-seconds',
      'int',
      '300',
      'How long pods without a toleration of their own stay on a node that is unreachable.',
    ),
    works('disable-admission-plugins', 'strings', '', 'Plugins to leave out although they are on by default.'),
    works('enable-admission-plugins', 'strings', '', 'Plugins to add to those that are on by default.'),
  ],
};

export const metrics: FlagSection = {
  title: 'Metrics',
  flags: [
    works('allow-metric-labels', 'pairs', '', 'Values that labels of metrics may have (metric,label=value,value); others read "unexpected".'),
    works('allow-metric-labels-manifest', 'string', '', 'A file (YAML) with such lists; the flag wins.'),
    works('disabled-metrics', 'strings', '', 'Metrics to leave out.'),
    works(
      'show-hidden-metrics-for-version',
      'string',
      '',
      'Show metrics again that this version hides: it hides none. Only the previous minor version is taken.',
    ),
  ],
};

export const logs: FlagSection = {
  title: 'Logs',
  flags: [
    works('log-flush-frequency', 'duration', '5s', 'The longest time that lines are held back.'),
    works('log-json-info-buffer-size', 'quantity', '', 'Bytes of lines about no error to hold back before writing (JSON, gate LoggingAlphaOptions).'),
    works('log-json-split-stream', 'bool', '', 'Errors to standard error, the rest to standard output (JSON, gate LoggingAlphaOptions).'),
    works('log-text-info-buffer-size', 'quantity', '', 'Bytes of lines about no error to hold back before writing (text, gate LoggingAlphaOptions).'),
    works('log-text-split-stream', 'bool', '', 'Errors to standard error, the rest to standard output (text, gate LoggingAlphaOptions).'),
    works('logging-format', 'string', 'text', 'How log lines look: text or json.'),
    works('v', 'level', '0', 'How much to log. From 3 on there is a line for each request.', { short: 'v' }),
    works('vmodule', 'vmodule', '', 'Other levels for single source files (text only).'),
  ],
};

export const traces: FlagSection = {
  title: 'Traces',
  flags: [planned('tracing-config-file', 'string', '', 'The file that configures tracing.')],
};

export const misc: FlagSection = {
  title: 'Misc',
  flags: [
    planned('aggregator-reject-forwarding-redirect', 'bool', 'true', 'Do not pass redirects of extension servers on to clients.'),
    works('allow-privileged', 'bool', '', 'Allow privileged containers. They are allowed unless this is set to false.'),
    works('apiserver-count', 'int', '1', 'How many servers the cluster has, for --endpoint-reconciler-type=master-count.', { deprecated: true }),
    planned('coordinated-leadership-lease-duration', 'duration', '15s', 'How long a lease of coordinated leader election lasts.'),
    planned('coordinated-leadership-renew-deadline', 'duration', '10s', 'How long its holder may try to renew it.'),
    planned('coordinated-leadership-retry-period', 'duration', '2s', 'How long to wait between attempts.'),
    planned('enable-aggregator-routing', 'bool', '', 'Send requests to the endpoints of an extension server instead of to its service address.'),
    works('enable-logs-handler', 'bool', 'false', 'Serve the log folder of the machine (/var/log) under /logs.', { deprecated: true }),
    works('endpoint-reconciler-type', 'string', 'lease', 'How servers agree on the endpoints of service kubernetes: lease, master-count or none.'),
    works('event-ttl', 'duration', '1h0m0s', 'How long events are kept.'),
    planned('kubelet-certificate-authority', 'string', '', "The authority of kubelets' certificates."),
    planned('kubelet-client-certificate', 'string', '', 'The certificate to show to kubelets.'),
    planned('kubelet-client-key', 'string', '', 'Its private key.'),
    planned(
      'kubelet-preferred-address-types',
      'strings',
      '[Hostname,InternalDNS,InternalIP,ExternalDNS,ExternalIP]',
      'Which of the addresses of a node to call its kubelet at, best first.',
    ),
    planned('kubelet-timeout', 'duration', '5s', 'How long to wait for a kubelet.'),
    works('kubernetes-service-node-port', 'int', '', 'Make service kubernetes a NodePort service with this port.'),
    planned('max-connection-bytes-per-sec', 'int', '', 'Bytes a second that a proxied connection may pass.'),
    planned('peer-advertise-ip', 'string', '', 'The address at which other servers of the cluster reach this one.'),
    planned('peer-advertise-port', 'string', '', 'The port at which they do.'),
    planned('peer-ca-file', 'string', '', "The authority of other servers' certificates."),
    planned('proxy-client-cert-file', 'string', '', 'The certificate that proves this server to extension servers and webhooks.'),
    planned('proxy-client-key-file', 'string', '', 'Its private key.'),
    planned('service-account-signing-endpoint', 'string', '', 'A socket of the service that signs tokens.'),
    works('service-account-signing-key-file', 'string', '', 'The private key that signs service account tokens (PEM).'),
    works('service-cluster-ip-range', 'string', '', 'The addresses of services (one range, or two of different families). Default: 10.0.0.0/24.'),
    works('service-node-port-range', 'portRange', '30000-32767', 'The ports of NodePort services: first-last, first+count, or one.'),
  ],
};

export const global: FlagSection = {
  title: 'Global',
  flags: [
    works('help', 'bool', '', 'Print this.', { short: 'h' }),
    works('version', 'version', 'false', 'Print the version and leave; =raw prints all there is to know.'),
  ],
};

/** What only this server has. */
export const own: FlagSection = {
  title: 'Coxswain',
  flags: [
    works(
      'admission-plugin-module',
      'strings',
      '',
      'Modules of admission plugins to load. Trusted code: each file and the folders above it must belong to the user of the server or root, and be writable by nobody else.',
    ),
    works(
      'controllers',
      'strings',
      '',
      `Controllers to run inside the server: '*' all of them, 'foo' the one of this name, '-foo' not that one, 'none' none. Default: '*'; none with --etcd-servers, or when the command is called kube-apiserver, as kube-controller-manager runs beside it then. All controllers: ${AVAILABLE_CONTROLLERS.join(', ')}.`,
    ),
    works(
      'basic-auth-file',
      'string',
      '',
      'A CSV file of passwords: password,user,uid,"group,group". A password may be a bcrypt hash. Upstream removed this in 1.19: prefer certificates or tokens.',
      { deprecated: true },
    ),
    works(
      'leader-elect-lease-duration',
      'duration',
      '15s',
      'Of several servers on one etcd one runs the controllers: how long the others wait for a leader that says nothing before one takes its place.',
    ),
    works(
      'leader-elect-renew-deadline',
      'duration',
      '10s',
      'How long a leader tries to stay one before it steps down; less than the lease duration.',
    ),
    works('leader-elect-retry-period', 'duration', '2s', 'How often leadership is renewed, and tried for.'),
    works(
      'data-dir',
      'string',
      '',
      'Where the store, certificates and the kubeconfig live. Default: the data folder of the user; --cert-dir where that is given and the store is elsewhere.',
    ),
    works('insecure-port', 'int', '0', 'A port for plain HTTP on loopback, where every request acts as system:masters. 0: none.'),
    works('unix-socket', 'string', '', 'A socket (mode 0600) whose callers act as the administrator.'),
  ],
};
