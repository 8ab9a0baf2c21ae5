/** Whom the server trusts when it calls somebody and was told no authority: whom the system trusts, and where it says nothing, whom Node does. */
import { getCACertificates } from 'node:tls';

/** PEM, one certificate per item. */
export function systemAuthorities(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}
