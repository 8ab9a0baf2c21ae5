/**
 * The authorization modes that work: AlwaysAllow, AlwaysDeny, and the rules that stand in for Node and RBAC until these come: members of
 * system:masters may do everything, whoever is authenticated may read discovery and versions, everybody may ask for health and version.
 */
import type { AuthorizationAttributes, Authorizer, Decision } from '../request/authorizer.ts';
import { ALL_AUTHENTICATED, PRIVILEGED_GROUP } from '../request/user.ts';

type Answer = { readonly decision: Decision; readonly reason: string };

const ALLOW: Answer = { decision: 'allow', reason: '' };
const NO_OPINION: Answer = { decision: 'no-opinion', reason: '' };

/** What upstream's roles system:public-info-viewer and system:discovery allow to get; a trailing star stands for any rest. */
const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY_PATHS = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...PUBLIC_PATHS];

export const alwaysAllow: Authorizer = { authorize: () => ALLOW };

export const alwaysDeny: Authorizer = { authorize: () => ({ decision: 'no-opinion', reason: 'Everything is forbidden.' }) };

/** The first rule of every chain of modes: nobody can lock the administrators out. */
export const privilegedGroups: Authorizer = {
  authorize: ({ user }) => (user.groups.includes(PRIVILEGED_GROUP) ? ALLOW : NO_OPINION),
};

export const discoveryOnly: Authorizer = {
  authorize(attributes) {
    if (attributes.isResourceRequest || attributes.verb !== 'get') return NO_OPINION;
    const paths = attributes.user.groups.includes(ALL_AUTHENTICATED) ? DISCOVERY_PATHS : PUBLIC_PATHS;
    return paths.some((pattern) => matchesPath(pattern, attributes.path)) ? ALLOW : NO_OPINION;
  },
};

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Asks in order; the first that allows or denies decides. Reasons of those without an opinion are joined, a line each. */
export function authorizerChain(authorizers: readonly Authorizer[]): Authorizer {
  return {
    authorize(attributes) {
      return askFrom(authorizers, 0, attributes, []);
    },
  };
}

function askFrom(
  authorizers: readonly Authorizer[],
  start: number,
  attributes: AuthorizationAttributes,
  reasons: string[],
): Answer | Promise<Answer> {
  for (let i = start; i < authorizers.length; i++) {
    const answer = (authorizers[i] as Authorizer).authorize(attributes);
    if (answer instanceof Promise) return answer.then((late) => (settled(late, reasons) ? late : askFrom(authorizers, i + 1, attributes, reasons)));
    if (settled(answer, reasons)) return answer;
  }
  return { decision: 'no-opinion', reason: reasons.join('\n') };
}

function settled(answer: Answer, reasons: string[]): boolean {
  if (answer.decision !== 'no-opinion') return true;
  if (answer.reason !== '') reasons.push(answer.reason);
  return false;
}

/**
 * The authorizer of --authorization-mode.
 * @throws {Error} for an unknown mode, with the mode's name
 */
export function authorizerForModes(modes: readonly string[]): Authorizer {
  const chain: Authorizer[] = [privilegedGroups];
  for (const mode of modes) {
    if (mode === 'AlwaysAllow') chain.push(alwaysAllow);
    else if (mode === 'AlwaysDeny') chain.push(alwaysDeny);
    else if (mode === 'Node' || mode === 'RBAC') {
      if (!chain.includes(discoveryOnly)) chain.push(discoveryOnly);
    } else throw new Error(`unknown authorization mode ${mode} specified`);
  }
  return authorizerChain(chain);
}
