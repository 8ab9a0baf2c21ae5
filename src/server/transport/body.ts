/** Reads a request's body whole, within a limit. */
import type { Readable } from 'node:stream';
import { NO_BYTES } from '../../base/bytes.ts';
import { BodyTooLarge } from '../../request/http.ts';

/**
 * So much of a body is heard out after its answer, and thrown away: many clients (Python's, Java's and Rust's among them) read no answer before they
 * have said all, and whoever is over a limit by accident is so by little.
 */
export const HEARD_OUT_BYTES: number = 8 * 1024 * 1024;

/** @throws {BodyTooLarge} as soon as the announced or the real length passes the limit; the rest is not read */
export function readBody(stream: Readable, announced: string | undefined, limit: number): Promise<Uint8Array> {
  const tooLarge = (): BodyTooLarge => new BodyTooLarge(`limit is ${limit}`);
  if (announced !== undefined && Number(announced) > limit) return Promise.reject(tooLarge());
  if (stream.readableEnded) return Promise.resolve(NO_BYTES);
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const stop = (): void => {
      stream.off('data', onData);
      stream.off('end', onEnd);
      stream.off('close', onClose);
    };
    const onData = (piece: Uint8Array): void => {
      length += piece.length;
      if (length <= limit) {
        pieces.push(piece);
        return;
      }
      stop();
      stream.pause();
      reject(tooLarge());
    };
    const onEnd = (): void => {
      stop();
      resolve(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces, length));
    };
    const onClose = (): void => {
      stop();
      reject(new ClientGone('the client went away while its body was read'));
    };
    stream.on('data', onData);
    stream.on('end', onEnd);
    // An error, which whoever made the stream looks after, ends here too.
    stream.on('close', onClose);
  });
}

export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}
