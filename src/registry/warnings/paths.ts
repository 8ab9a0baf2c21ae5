/** Files of one volume that would lie on or under each other. Sources that list no items are unknown and not looked at. */

interface Items {
  readonly items?: readonly { readonly path?: string }[] | null;
}

interface Projection {
  readonly secret?: Items & { readonly name?: string };
  readonly configMap?: Items & { readonly name?: string };
  readonly downwardAPI?: Items;
  readonly serviceAccountToken?: { readonly path?: string };
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

function projectedPaths({ configMap, secret, downwardAPI, serviceAccountToken }: Projection): Placed[] {
  if (configMap !== undefined) return pathsOf(configMap, named('ConfigMap', configMap.name));
  if (secret !== undefined) return pathsOf(secret, named('Secret', secret.name));
  if (downwardAPI !== undefined) return pathsOf(downwardAPI, 'DownwardAPI');
  return serviceAccountToken === undefined ? [] : pathsOf({ items: [serviceAccountToken] }, 'ServiceAccountToken');
}

/** Source by source; one of a feature that is off has nothing left in it. */
function projectedWarnings(volume: PathVolume, sources: readonly Projection[]): string[] {
  const files: Placed[] = [];
  return sources.flatMap((source) => {
    if (Object.values(source).every((each) => each === undefined))
      return [`volume ${JSON.stringify(volume.name)} (Projected) has no sources provided`];
    const earlier = files.length;
    files.push(...projectedPaths(source));
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
