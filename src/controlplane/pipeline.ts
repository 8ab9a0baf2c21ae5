/** The pipeline of one server: what its steps decide with. */
import { named } from '../base/log.ts';
import type { PipelineParts } from '../endpoints/filters/step.ts';
import { type Handle, makePipeline } from '../server/pipeline.ts';
import type { Access } from './access/access.ts';
import type { Api } from './api.ts';
import type { CompletedConfig } from './config.ts';
import type { CompletedOptions } from './options.ts';

/** @throws {Error} of one line for origins that are no expressions */
export async function pipelineOf(
  { options, clock, log, gates, requests, inFlight, requestMetrics }: CompletedConfig,
  access: Access,
  api: Api,
): Promise<Handle> {
  return makePipeline({
    clock,
    log: named(log, 'httplog'),
    authenticator: access.authentication.authenticator,
    authorizer: access.authorization.authorizer,
    decisions: access.authorization.decisions,
    inFlight,
    tracker: requests,
    cbor: gates.enabled('CBORServingAndStorage'),
    shedsStrangers: gates.enabled('UnauthenticatedHTTP2DOSMitigation'),
    metrics: requestMetrics,
    requestTimeout: options.requestTimeout,
    ...(options.refuseUntilReady ? { hasStarted: api.start.isOver } : {}),
    ...(await browserParts(options)),
    dispatch: api.route,
  });
}

/** What browsers are told, and clients behind load balancers. @throws {Error} of one line for origins that are no expressions */
async function browserParts(options: CompletedOptions): Promise<Pick<PipelineParts, 'allowsOrigin' | 'fixedHeaders' | 'goaway'>> {
  const { corsAllowedOrigins, strictTransportSecurity, goawayChance } = options;
  return {
    ...(corsAllowedOrigins.length === 0 ? {} : { allowsOrigin: (await import('../endpoints/filters/origins.ts')).originMatcher(corsAllowedOrigins) }),
    ...(strictTransportSecurity.length === 0 ? {} : { fixedHeaders: ['strict-transport-security', strictTransportSecurity.join('; ')] }),
    ...(goawayChance === 0 ? {} : { goaway: { chance: goawayChance, random: Math.random } }),
  };
}
