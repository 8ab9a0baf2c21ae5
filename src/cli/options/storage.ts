/** Flags about storage -> options. */
import type { ServerOptions, StorageOptions } from '../../controlplane/options.ts';
import type { DataFolder } from '../data-folder.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { fileOf } from './read-file.ts';

const BACKENDS = ['embedded', 'etcd3', 'memory'];

/** @throws {UsageError} */
export function storageOptions(flags: FlagSet, folder: DataFolder): Pick<ServerOptions, 'storage' | 'compactionInterval' | 'eventTtl'> {
  return { storage: backend(flags, folder), compactionInterval: flags.number('etcd-compaction-interval'), eventTtl: flags.number('event-ttl') };
}

function backend(flags: FlagSet, folder: DataFolder): StorageOptions {
  const servers = flags.list('etcd-servers');
  const asked = flags.string('storage-backend') || (servers.length > 0 ? 'etcd3' : 'embedded');
  if (!BACKENDS.includes(asked))
    throw new UsageError(`--storage-backend invalid, allowed values: ${BACKENDS.join(', ')}. If not specified, it will default to 'embedded'`);
  if (asked !== 'etcd3' && servers.length > 0) throw new UsageError(`--etcd-servers and --storage-backend=${asked} contradict each other`);
  if (asked === 'memory') return { backend: 'memory' };
  if (asked === 'embedded') return { backend: 'embedded', folder: folder.store };
  if (servers.length === 0) throw new UsageError('--etcd-servers must be specified');
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

/** etcd's own tools take addresses without a scheme. */
function endpoint(text: string): string {
  const url = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(url)) throw new UsageError(`--etcd-servers: ${text} is not an address`);
  return url;
}
