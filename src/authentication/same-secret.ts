/** Secrets are compared by their digests: the time that takes tells neither where two differ nor how long they are. */
import { hash, timingSafeEqual } from 'node:crypto';

export function sameSecret(one: string | Uint8Array, other: string | Uint8Array): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
