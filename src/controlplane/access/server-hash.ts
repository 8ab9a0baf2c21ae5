/** How metrics tell servers apart without naming them. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { serverIdentity } from '../../controllers/identity-lease.ts';

export function hashOfServer(): string {
  return `sha256:${createHash('sha256').update(serverIdentity(hostname())).digest('hex')}`;
}
