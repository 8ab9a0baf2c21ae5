/** Files of one volume that would lie on or under each other. */

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

export function overlappingPathWarnings(volumes: readonly PathVolume[]): string[] {
  return volumes.flatMap((volume) => {
    const { configMap, secret, downwardAPI, projected } = volume;
    return [
      ...overlaps(volume, named('ConfigMap', configMap?.name), pathsOf(configMap, '')),
      ...overlaps(volume, named('Secret', secret?.secretName), pathsOf(secret, '')),
      ...overlaps(volume, 'DownwardAPI', pathsOf(downwardAPI, '')),
      ...projectedWarnings(volume, projected?.sources ?? []),
    ];
  });
}

function named(kind: string, name: string | undefined): string {
  return `${kind} ${JSON.stringify(name ?? '')}`;
}

function pathsOf(from: Items | undefined, source: string): Placed[] {
  return (from?.items ?? []).map(({ path }) => ({ path: (path ?? '').replace(/\/+$/, ''), source }));
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

/** Source by source; one of a feature that is off has nothing left in it. As upstream has it, a source of unknown files stands for the one before it. */
function projectedWarnings(volume: PathVolume, sources: readonly Projection[]): string[] {
  const files: Placed[] = [];
  let latest: readonly Placed[] = [];
  return sources.flatMap((source) => {
    if (Object.values(source).every((each) => each === undefined))
      return [`volume ${JSON.stringify(volume.name)} (Projected) has no sources provided`];
    const earlier = files.length;
    latest = projectedPaths(source) ?? latest;
    files.push(...latest);
    return overlaps(volume, 'Projected', files, earlier);
  });
}

/** @param from the first file to look at: those before it have been compared with each other */
function overlaps({ name }: PathVolume, description: string, files: readonly Placed[], from = 0): string[] {
  return files.slice(from).flatMap((file, i) =>
    files
      .slice(0, from + i)
      .filter((earlier) => file.path !== '' && earlier.path !== '' && (isIn(file.path, earlier.path) || isIn(earlier.path, file.path)))
      .map((earlier) => `volume ${JSON.stringify(name)} (${description}): overlapping paths: ${shown(file)} with ${shown(earlier)}`),
  );
}

function isIn(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

function shown({ path, source }: Placed): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
