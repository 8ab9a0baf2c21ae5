/** Flags about storage -> options. */
import type { ServerOptions, StorageOptions } from '../../controlplane/options.ts';
import { CBOR_TYPE, JSON_TYPE, PROTOBUF_TYPE, YAML_TYPE } from '../../machinery/media.ts';
import type { DataFolder } from '../data-folder.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf } from './read-file.ts';

const BACKENDS = ['embedded', 'etcd3', 'memory'];

/** @throws {UsageError} */
export function storageOptions(flags: FlagSet, folder: DataFolder) {
  const watchCache = flags.bool('watch-cache');
  return {
    storage: backend(flags, folder),
    storageMediaType: mediaType(flags.string('storage-media-type')),
    compactionInterval: flags.number('etcd-compaction-interval'),
    eventTtl: flags.number('event-ttl'),
    healthCheckTimeout: flags.number('etcd-healthcheck-timeout'),
    readyCheckTimeout: flags.number('etcd-readycheck-timeout'),
    objectCountPeriod: flags.number('etcd-count-metric-poll-period'),
    storeSizeInterval: flags.number('etcd-db-metric-poll-interval'),
    watchCache,
    uncachedResources: watchCache ? uncached(flags.list('watch-cache-sizes')) : [],
    // Unless it is told otherwise, this server deletes several at a time: they share what a write to the disk costs.
    ...(flags.given('delete-collection-workers') ? { deleteCollectionWorkers: Math.max(1, flags.number('delete-collection-workers')) } : {}),
    garbageCollection: flags.bool('enable-garbage-collector'),
  } satisfies Partial<ServerOptions>;
}

/** Those of size 0: caches find their size themselves. */
function uncached(sizes: readonly string[]): readonly string[] {
  return sizes.flatMap((text) => {
    const [resource = '', size = '', ...more] = text.split('#');
    if (!text.includes('#') || more.length > 0) throw new UsageError(`invalid value of watch cache size: ${text}`);
    if (!/^[+-]?\d+$/.test(size)) throw new UsageError(`invalid size of watch cache size: ${text}`);
    if (Number(size) < 0) throw new UsageError(`watch cache size cannot be negative: ${text}`);
    return Number(size) === 0 ? [resource] : [];
  });
}

function mediaType(asked: string): string {
  if (asked === JSON_TYPE || asked === PROTOBUF_TYPE) return asked;
  if (asked === YAML_TYPE || asked === CBOR_TYPE) throw new UsageError(`--storage-media-type=${asked} does not work yet`);
  throw new UsageError(`unable to find serializer for ${JSON.stringify(asked)}`);
}

function backend(flags: FlagSet, folder: DataFolder): StorageOptions {
  const servers = flags.list('etcd-servers');
  // An empty list is an unset variable in a script more often than it is meant.
  if (flags.given('etcd-servers') && servers.length === 0) throw new UsageError('--etcd-servers must be specified');
  const asked = flags.string('storage-backend') || (servers.length > 0 ? 'etcd3' : 'embedded');
  if (!BACKENDS.includes(asked))
    throw new UsageError(`--storage-backend invalid, allowed values: ${BACKENDS.join(', ')}. If not specified, it will default to 'embedded'`);
  const overrides = etcdOverrides(flags);
  if (asked !== 'etcd3' && overrides.length > 0)
    throw new UsageError(`--etcd-servers-overrides and --storage-backend=${asked} contradict each other`);
  if (asked !== 'etcd3' && servers.length > 0) throw new UsageError(`--etcd-servers and --storage-backend=${asked} contradict each other`);
  if (asked === 'memory') return { backend: 'memory' };
  if (asked === 'embedded') return { backend: 'embedded', folder: folder.store };
  if (servers.length === 0) throw new UsageError('--etcd-servers must be specified');
  return { ...etcdOptions(flags, servers), ...etcdHabits(flags), ...(overrides.length === 0 ? {} : { overrides }) };
}

/** How a server, as opposed to a copy, uses etcd. */
function etcdHabits(flags: FlagSet) {
  const checkTimeout = Math.max(flags.number('etcd-healthcheck-timeout'), flags.number('etcd-readycheck-timeout'));
  return {
    ...(flags.given('lease-reuse-duration-seconds') ? { leaseReuseSeconds: flags.number('lease-reuse-duration-seconds') } : {}),
    ...(flags.given('etcd-healthcheck-timeout') || flags.given('etcd-readycheck-timeout') ? { checkTimeout } : {}),
  };
}

/** An etcd cluster by the flags that say where it is and how to get in. @throws {UsageError} */
export function etcdOptions(flags: FlagSet, servers: readonly string[]): Extract<StorageOptions, { backend: 'etcd3' }> {
  const certificate = fileOf(flags, 'etcd-certfile');
  const privateKey = fileOf(flags, 'etcd-keyfile');
  if ((certificate === undefined) !== (privateKey === undefined)) throw new UsageError('--etcd-certfile and --etcd-keyfile belong together');
  const caCertificate = fileOf(flags, 'etcd-cafile');
  return {
    backend: 'etcd3',
    servers: servers.map(endpoint),
    prefix: flags.string('etcd-prefix'),
    ...(caCertificate === undefined ? {} : { caCertificate }),
    ...(certificate === undefined || privateKey === undefined ? {} : { client: { certificate, privateKey } }),
  };
}

/** A resource that lies in another etcd. */
export type EtcdOverride = NonNullable<Extract<StorageOptions, { backend: 'etcd3' }>['overrides']>[number];

/** @throws {UsageError} */
export function etcdOverrides(flags: FlagSet): readonly EtcdOverride[] {
  return flags.list('etcd-servers-overrides').map(override);
}

const OVERRIDE_FORM = '--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated';

/** "group/resource#server;server"; the core group is empty ("/events#..."). */
function override(text: string): EtcdOverride {
  const [place, servers, ...more] = text.split('#');
  const [group, resource, ...rest] = (place ?? '').split('/');
  if (group === undefined || resource === undefined || servers === undefined || more.length > 0 || rest.length > 0)
    throw new UsageError(OVERRIDE_FORM);
  return { group, resource, servers: servers.split(';').map(endpoint) };
}

/** etcd's own tools take addresses without a scheme. */
function endpoint(text: string): string {
  const url = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(url)) throw new UsageError(`--etcd-servers: ${text} is not an address`);
  return url;
}
