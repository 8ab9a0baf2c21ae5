/**
 * The authorization of a server whose configuration file may change while it runs. A file that cannot be used leaves the old configuration in place,
 * and is told once. Modes that look at the server's own data (all but webhooks) have to stay in it: they cannot come or go in a running server.
 */
import type { Logger } from '../base/log.ts';
import type { ReloadMetrics } from '../base/reload-metrics.ts';
import { equal } from '../machinery/clone.ts';
import { loadAuthorizationConfiguration } from './configuration/load.ts';
import type { AuthorizationConfiguration } from './configuration/types.ts';
import type { FileCheck } from './configuration/validate.ts';
import { type Authorization, authorizationOf, type ModeSources } from './modes.ts';

export interface ReloadableOptions {
  /** The text of the file now. @throws system errors */
  readonly read: () => string;
  readonly checkFile: FileCheck;
  /** Makes what the configuration at the start asks for. */
  readonly sources: (configuration: AuthorizationConfiguration) => ModeSources;
  readonly log: Logger;
  readonly metrics?: ReloadMetrics;
}

export interface ReloadableAuthorization extends Authorization {
  /** Of the modes that were there at the start and stay, beside webhooks. */
  readonly types: readonly string[];
  /** Looks at the file again. */
  reload(): void;
}

/** @throws {Error} of one line when the first configuration cannot be used */
export function reloadableAuthorization({ read, checkFile, sources, log, metrics }: ReloadableOptions): ReloadableAuthorization {
  let text = read();
  let configuration = loadAuthorizationConfiguration(text, checkFile);
  const types = configuration.authorizers.map(({ type }) => type).filter((type) => type !== 'Webhook');
  const parts = sources(configuration);
  let current = authorizationOf(configuration, parts);
  const load = (): void => {
    const fresh = read();
    if (fresh === text) return;
    text = fresh;
    const next = loadAuthorizationConfiguration(fresh, checkFile, types);
    if (equal(next, configuration)) return;
    current = authorizationOf(next, parts);
    configuration = next;
    log.info('reloaded authz config');
    metrics?.reloaded('success');
  };
  return {
    types,
    authorizer: { authorize: (attributes) => current.authorizer.authorize(attributes) },
    rules: { rulesFor: (user, namespace) => current.rules.rulesFor(user, namespace) },
    reload() {
      try {
        load();
      } catch (error) {
        log.error('reloading authorization config', error);
        metrics?.reloaded('failure');
      }
    },
  };
}
