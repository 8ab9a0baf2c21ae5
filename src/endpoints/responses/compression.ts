/** Compression of answers as upstream does it: only for exactly `gzip`, only above a size, at the fastest level, off the event loop. */
import { promisify } from 'node:util';
import { constants, createGzip, type Gzip, gzip } from 'node:zlib';
import type { RequestContext } from '../../request/context.ts';

/** Bodies up to this many bytes go out as they are. */
export const GZIP_THRESHOLD_BYTES = 128 * 1024;

const OPTIONS = { level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 };
const compress = promisify(gzip);

/** `gzip` stands alone between commas; `gzip;q=1` does not count. */
export function acceptsGzip(context: RequestContext): boolean {
  const header = context.request.header('accept-encoding') ?? '';
  return header !== '' && header.split(',').some((each) => each.trim() === 'gzip');
}

export async function gzipPieces(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  return compress(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces), OPTIONS);
}

export function gzipStream(): Gzip {
  return createGzip(OPTIONS);
}
