/** Writes on a secret when its token was last used (kubernetes.io/legacy-token-last-used), as the server itself. */
import { LAST_USED } from '../../authentication/service-accounts/legacy.ts';
import type { Logger } from '../../base/log.ts';
import type { LoopbackClient } from '../../controllers/loopback-client.ts';
import { setKey } from '../../machinery/object.ts';

/** @param loopback known once resources are installed. @returns never rejects: a token is good whether or not this can be written */
export function usedTokenMarker(loopback: () => LoopbackClient | undefined, log: Logger) {
  return async ({ metadata: { namespace = '', name = '', uid } }: Marked, day: string): Promise<void> => {
    try {
      await loopback()?.update({ group: '', resource: 'secrets', namespace, name }, (secret) => {
        if (secret.metadata.uid !== uid) return undefined;
        const labels = { ...secret.metadata.labels };
        setKey(labels, LAST_USED, day);
        secret.metadata = { ...secret.metadata, labels };
        return secret;
      });
    } catch (error) {
      log.error('Failed to label legacy service account token secret with last-used', error, { namespace, name });
    }
  };
}

interface Marked {
  readonly metadata: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
}
