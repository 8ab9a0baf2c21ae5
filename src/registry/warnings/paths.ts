/** Files of one volume that would lie on or under each other. There may be very many files: nobody compares each with each. */
import { ENOUGH_WARNINGS } from '../../request/warning-limits.ts';
import { Overlaps } from './overlaps.ts';

interface Items {
  readonly items?: readonly { readonly path?: string }[] | null;
}

interface Projection {
  readonly secret?: Items & { readonly name?: string };
  readonly configMap?: Items & { readonly name?: string };
  readonly downwardAPI?: Items;
  readonly serviceAccountToken?: { readonly path?: string };
  readonly clusterTrustBundle?: { readonly name?: string; readonly signerName?: string; readonly path?: string };
  readonly podCertificate?: { readonly certificateChainPath?: string; readonly keyPath?: string; readonly credentialBundlePath?: string };
}

export interface PathVolume {
  readonly name: string;
  readonly configMap?: Items & { readonly name?: string };
  readonly secret?: Items & { readonly secretName?: string };
  readonly downwardAPI?: Items;
  readonly projected?: { readonly sources?: readonly Projection[] | null };
}

interface Placed {
  readonly path: string;
  /** '' where all files have the same source. */
  readonly source: string;
}

export function overlappingPathWarnings(volumes: readonly PathVolume[]): readonly string[] {
  const warnings: string[] = [];
  const tell = (more: readonly string[]): void => {
    for (const each of more) warnings.push(each);
  };
  for (const volume of volumes) {
    const { configMap, secret, downwardAPI, projected } = volume;
    if (hasSeveral(configMap)) tell(overlapWarnings(volume, named('ConfigMap', configMap?.name), pathsOf(configMap, '')));
    if (hasSeveral(secret)) tell(overlapWarnings(volume, named('Secret', secret?.secretName), pathsOf(secret, '')));
    if (hasSeveral(downwardAPI)) tell(overlapWarnings(volume, 'DownwardAPI', pathsOf(downwardAPI, '')));
    if (projected?.sources) tell(projectedWarnings(volume, projected.sources));
  }
  return warnings;
}

/** One file overlaps with nothing. */
function hasSeveral(from: Items | undefined): boolean {
  return (from?.items?.length ?? 0) > 1;
}

function named(kind: string, name: string | undefined): string {
  return `${kind} ${JSON.stringify(name ?? '')}`;
}

function pathsOf(from: Items | undefined, source: string): Placed[] {
  return (from?.items ?? []).map(({ path = '' }) => ({ path: path.endsWith('/') ? path.replace(/(?<!\/)\/+$/, '') : path, source }));
}

/** Nothing where the source doesn't say which files it has. */
function projectedPaths({
  configMap,
  secret,
  downwardAPI,
  serviceAccountToken,
  clusterTrustBundle,
  podCertificate,
}: Projection): Placed[] | undefined {
  if (configMap?.items) return pathsOf(configMap, named('ConfigMap', configMap.name));
  if (secret?.items) return pathsOf(secret, named('Secret', secret.name));
  if (downwardAPI?.items) return pathsOf(downwardAPI, 'DownwardAPI');
  if (serviceAccountToken !== undefined) return pathsOf({ items: [serviceAccountToken] }, 'ServiceAccountToken');
  if (clusterTrustBundle !== undefined) {
    return pathsOf({ items: [clusterTrustBundle] }, named('ClusterTrustBundle', clusterTrustBundle.name ?? clusterTrustBundle.signerName));
  }
  if (podCertificate === undefined) return undefined;
  return [
    ...pathsOf({ items: [{ path: podCertificate.certificateChainPath ?? '' }] }, 'PodCertificate chain'),
    ...pathsOf({ items: [{ path: podCertificate.keyPath ?? '' }] }, 'PodCertificate key'),
    ...pathsOf({ items: [{ path: podCertificate.credentialBundlePath ?? '' }] }, 'PodCertificate credential bundle'),
  ];
}

function isEmpty(source: Projection): boolean {
  for (const kind in source) if (source[kind as keyof Projection] !== undefined) return false;
  return true;
}

/** Source by source; one of a feature that is off has nothing left in it. As upstream has it, a source of unknown files stands for the one before it. */
function projectedWarnings(volume: PathVolume, sources: readonly Projection[]): string[] {
  const files: Placed[] = [];
  /** Which files are of which source; none for a source with nothing in it. */
  const runs: (readonly [from: number, until: number] | undefined)[] = [];
  let latest: readonly Placed[] = [];
  let again = 0;
  for (const source of sources) {
    if (isEmpty(source)) {
      runs.push(undefined);
      continue;
    }
    const from = files.length;
    const known = projectedPaths(source);
    // Files that are there again overlap with themselves: soon that is all that can be told.
    if (known === undefined) again += latest.length;
    latest = known ?? latest;
    for (const file of latest) files.push(file);
    runs.push([from, files.length]);
    if (again >= ENOUGH_WARNINGS) break;
  }
  const overlaps = new Overlaps(files.map(({ path }) => path));
  const warnings: string[] = [];
  for (const run of runs) {
    if (warnings.length >= ENOUGH_WARNINGS) break;
    if (run === undefined) warnings.push(`volume ${JSON.stringify(volume.name)} (Projected) has no sources provided`);
    else warnings.push(...told(volume, 'Projected', files, overlaps, run));
  }
  return warnings;
}

function overlapWarnings(volume: PathVolume, description: string, files: readonly Placed[]): string[] {
  return told(volume, description, files, new Overlaps(files.map(({ path }) => path)), [0, files.length]);
}

/** What is said of one run of the files: each overlaps with some that come before it. */
function told(
  { name }: PathVolume,
  description: string,
  files: readonly Placed[],
  overlaps: Overlaps,
  [from, until]: readonly [number, number],
): string[] {
  const warnings: string[] = [];
  for (let i = from; i < until && warnings.length < ENOUGH_WARNINGS; i++) {
    for (const earlier of overlaps.before(i))
      warnings.push(
        `volume ${JSON.stringify(name)} (${description}): overlapping paths: ${shown(files[i] as Placed)} with ${shown(files[earlier] as Placed)}`,
      );
  }
  return warnings;
}

function shown({ path, source }: Placed): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
