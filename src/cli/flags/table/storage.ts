/** Flags about where objects are kept. Upstream calls this section after the only store that it has. */
import { type FlagSection, kept, planned, works } from '../definition.ts';

export const storage: FlagSection = {
  title: 'Etcd',
  flags: [
    works(
      'delete-collection-workers',
      'int',
      '1',
      'How many objects of a collection are deleted at the same time. Unset: 16, as they share the disk.',
    ),
    works(
      'enable-garbage-collector',
      'bool',
      'true',
      'Leave word for the garbage collector about dependents. Must agree with the controller manager.',
    ),
    planned('encryption-provider-config', 'string', '', 'The file that says how to encrypt which resources in the store.'),
    planned('encryption-provider-config-automatic-reload', 'bool', '', 'Read that file again when it changes.'),
    works('etcd-cafile', 'string', '', "The authority of etcd's certificates."),
    works('etcd-certfile', 'string', '', 'The certificate to show to etcd.'),
    works('etcd-compaction-interval', 'duration', '5m0s', 'How often old revisions are given up. 0: never.'),
    works(
      'etcd-count-metric-poll-period',
      'duration',
      '1m0s',
      'How often objects that are not in memory are counted, for the metrics. 0: the metrics have no counts.',
    ),
    works('etcd-db-metric-poll-interval', 'duration', '30s', 'How often the size of the store is measured.'),
    works('etcd-healthcheck-timeout', 'duration', '2s', 'How long the health check waits for the store.'),
    works('etcd-keyfile', 'string', '', 'The private key of --etcd-certfile.'),
    works('etcd-prefix', 'string', '/registry', 'What all keys in etcd begin with.'),
    works('etcd-readycheck-timeout', 'duration', '2s', 'How long the readiness check waits for the store.'),
    works('etcd-servers', 'strings', '', 'The members of the etcd cluster (scheme://host:port, comma separated). Implies --storage-backend=etcd3.'),
    works('etcd-servers-overrides', 'strings', '', 'Other servers for single resources (group/resource#server;server).'),
    works('lease-reuse-duration-seconds', 'int', '60', 'How long one etcd lease is shared by new objects that expire.'),
    works('storage-backend', 'string', '', 'Where objects are kept: embedded (default), memory or etcd3.'),
    works('storage-media-type', 'string', 'application/vnd.kubernetes.protobuf', 'The form in which objects are stored.'),
    kept('default-watch-cache-size', 'int', '100', 'Watch caches find their size themselves.', { deprecated: true }),
    works('watch-cache', 'bool', 'true', 'Serve reads and watches from memory.'),
    works('watch-cache-sizes', 'strings', '', 'Resources without a watch cache (resource[.group]#0); other sizes have no effect.'),
  ],
};
