/**
 * From a configuration to the authorizers of a server, asked in its order (k8s.io/kubernetes: pkg/kubeapiserver/authorizer). Members of
 * system:masters may do everything, whatever the configuration: nobody can lock the administrators out.
 */
import { aggregate } from '../machinery/go/text.ts';
import type { AuthorizationAnswer, AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';
import { PRIVILEGED_GROUP } from '../request/user.ts';
import type { AuthorizationConfiguration, AuthorizerConfiguration } from './configuration/types.ts';
import type { AuthorizationMetrics } from './metrics.ts';
import { type Mode, NO_RULES } from './mode.ts';
import type { Rule } from './rbac/rules.ts';
import type { RuleResolver } from './rule-resolver.ts';
import { authorizerChain } from './union.ts';

const ALLOW: AuthorizationAnswer = { decision: 'allow', reason: '' };
const NO_OPINION: AuthorizationAnswer = { decision: 'no-opinion', reason: '' };

export type ModeParts = Pick<Mode, 'authorizer' | 'rulesFor'>;

const EVERYTHING: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

const alwaysAllow: ModeParts = { authorizer: { authorize: () => ALLOW }, rulesFor: () => ({ ...NO_RULES, rules: EVERYTHING }) };

const FORBIDDEN: AuthorizationAnswer = { decision: 'no-opinion', reason: 'Everything is forbidden.' };

const alwaysDeny: ModeParts = { authorizer: { authorize: () => FORBIDDEN }, rulesFor: () => NO_RULES };

/** The first rule of every chain. */
export const privilegedGroups: Authorizer = {
  authorize: ({ user }: AuthorizationAttributes) => (user.groups.includes(PRIVILEGED_GROUP) ? ALLOW : NO_OPINION),
};

/** What the modes are made from. Those that are absent were not there at the start, and cannot come later. */
export interface ModeSources {
  readonly rbac?: ModeParts;
  readonly node?: ModeParts;
  readonly abac?: ModeParts;
  /** @throws {Error} of one line, for a kubeconfig that cannot be used */
  readonly webhook: (configuration: AuthorizerConfiguration) => ModeParts;
  readonly metrics?: AuthorizationMetrics;
}

export interface Authorization {
  readonly authorizer: Authorizer;
  readonly rules: RuleResolver;
}

/** @throws {Error} of one line, for a mode that does not exist or cannot be had */
export function authorizationOf({ authorizers }: AuthorizationConfiguration, sources: ModeSources): Authorization {
  if (authorizers.length === 0) throw new Error('at least one authorization mode must be passed');
  const modes = authorizers.map((each): Mode => ({ type: each.type, name: each.name, ...partsOf(each, sources) }));
  const { metrics } = sources;
  const asked = metrics === undefined ? modes.map(({ authorizer }) => authorizer) : modes.map((mode) => metrics.counting(mode));
  return { authorizer: authorizerChain([privilegedGroups, ...asked]), rules: ruleResolver(modes) };
}

function partsOf(configuration: AuthorizerConfiguration, { rbac, node, abac, webhook }: ModeSources): ModeParts {
  const { type } = configuration;
  switch (type) {
    case 'AlwaysAllow':
      return alwaysAllow;
    case 'AlwaysDeny':
      return alwaysDeny;
    case 'ABAC':
      return abac ?? notEnabled(type);
    case 'Node':
      return node ?? notEnabled(type);
    case 'RBAC':
      return rbac ?? notEnabled(type);
    case 'Webhook':
      return webhook(configuration);
    default:
      throw new Error(`unknown authorization mode ${type} specified`);
  }
}

function notEnabled(type: string): never {
  throw new Error(`authorizer type ${type} is not allowed if it was not enabled at initial server startup`);
}

/** Asks every mode for what it can list. */
function ruleResolver(modes: readonly Mode[]): RuleResolver {
  return {
    rulesFor(user, namespace) {
      const found = modes.map((mode) => mode.rulesFor(user, namespace));
      const errors = found.flatMap((each) => each.errors);
      return {
        rules: found.flatMap((each) => each.rules),
        incomplete: found.some((each) => each.incomplete),
        error: errors.length === 0 ? '' : aggregate(errors),
      };
    },
  };
}

/** The configuration that --authorization-mode stands for: each mode under its own name. */
export function configurationOfModes(modes: readonly string[], webhook?: AuthorizerConfiguration['webhook']): AuthorizationConfiguration {
  return {
    authorizers: modes.map((type) =>
      type === 'Webhook' && webhook !== undefined ? { type, name: 'default', webhook } : { type, name: type.toLowerCase() },
    ),
  };
}
