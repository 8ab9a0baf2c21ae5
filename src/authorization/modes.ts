/** The authorization modes of a server, asked in order. Members of system:masters may do everything, whatever the modes. */
import type { AuthorizationAttributes, Authorizer, Decision } from '../request/authorizer.ts';
import { PRIVILEGED_GROUP } from '../request/user.ts';

type Answer = { readonly decision: Decision; readonly reason: string };

const ALLOW: Answer = { decision: 'allow', reason: '' };
const NO_OPINION: Answer = { decision: 'no-opinion', reason: '' };

export const alwaysAllow: Authorizer = { authorize: () => ALLOW };

export const alwaysDeny: Authorizer = { authorize: () => ({ decision: 'no-opinion', reason: 'Everything is forbidden.' }) };

/** The first rule of every chain of modes: nobody can lock the administrators out. */
export const privilegedGroups: Authorizer = {
  authorize: ({ user }) => (user.groups.includes(PRIVILEGED_GROUP) ? ALLOW : NO_OPINION),
};

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

/** The authorizers of the modes that look at the cluster's objects. */
export interface ModeAuthorizers {
  readonly rbac: Authorizer;
  readonly node: Authorizer;
}

/**
 * The authorizer of --authorization-mode.
 * @throws {Error} for an unknown mode, with the mode's name
 */
export function authorizerForModes(modes: readonly string[], parts: ModeAuthorizers): Authorizer {
  const chain: Authorizer[] = [privilegedGroups];
  for (const mode of modes) {
    if (mode === 'AlwaysAllow') chain.push(alwaysAllow);
    else if (mode === 'AlwaysDeny') chain.push(alwaysDeny);
    else if (mode === 'RBAC') chain.push(parts.rbac);
    else if (mode === 'Node') chain.push(parts.node);
    else throw new Error(`unknown authorization mode ${mode} specified`);
  }
  return authorizerChain(chain);
}
