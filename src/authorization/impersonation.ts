/**
 * May this caller act as that user? Constrained impersonation first (KEP-5284: permission on the kind of identity and on what is done with it),
 * then the older, unconstrained way; when neither allows it, the first refusal is the one that is told.
 */
import type { AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';
import type { RequestInfo } from '../request/request-info.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, PRIVILEGED_GROUP, type UserInfo } from '../request/user.ts';
import { attributesOf } from './attributes.ts';

/** What the Impersonate-* headers ask for, in the order of the header lines. */
export interface WantedIdentity {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  /** Keys are decoded and lower-case. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

export type ImpersonationResult =
  | { readonly kind: 'granted'; readonly user: UserInfo }
  | { readonly kind: 'refused'; readonly attributes: AuthorizationAttributes; readonly reason: string };

const GROUP = 'authentication.k8s.io';
const SERVICE_ACCOUNT = /^system:serviceaccount:([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?):([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)$/;
const NODE = /^system:node:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

type Question = Pick<AuthorizationAttributes, 'verb' | 'group' | 'version' | 'resource' | 'subresource' | 'namespace' | 'name'>;

export async function checkImpersonation(
  authorizer: Authorizer,
  caller: UserInfo,
  info: RequestInfo,
  wanted: WantedIdentity,
): Promise<ImpersonationResult> {
  const granted: ImpersonationResult = { kind: 'granted', user: impersonatedUser(wanted) };
  const legacy = legacyQuestions(wanted);
  if (caller.groups.includes(PRIVILEGED_GROUP)) return (await refusalOf(authorizer, caller, legacy)) ?? granted;
  const constrained = await constrainedRefusal(authorizer, caller, info, wanted);
  if (constrained === undefined) return granted;
  const refused = await refusalOf(authorizer, caller, legacy);
  return refused === undefined ? granted : constrained;
}

/** Who the request is done as: groups that the identity implies are added. */
export function impersonatedUser(wanted: WantedIdentity): UserInfo {
  let groups = [...wanted.groups];
  if (groups.length === 0) {
    const account = SERVICE_ACCOUNT.exec(wanted.name);
    if (account !== null) groups = ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`];
  }
  if (wanted.name === ANONYMOUS) {
    if (!groups.includes(ALL_UNAUTHENTICATED)) groups.push(ALL_UNAUTHENTICATED);
  } else if (!groups.includes(ALL_AUTHENTICATED) && !groups.includes(ALL_UNAUTHENTICATED)) groups.push(ALL_AUTHENTICATED);
  return { name: wanted.name, uid: wanted.uid, groups, extra: wanted.extra };
}

function legacyQuestions(wanted: WantedIdentity): Question[] {
  const questions: Question[] = [];
  const account = SERVICE_ACCOUNT.exec(wanted.name);
  if (account !== null) questions.push(question('impersonate', '', 'serviceaccounts', account[2] as string, '', account[1] as string));
  else questions.push(question('impersonate', '', 'users', wanted.name));
  return [...questions, ...detailQuestions('impersonate', wanted, '')];
}

async function constrainedRefusal(
  authorizer: Authorizer,
  caller: UserInfo,
  info: RequestInfo,
  wanted: WantedIdentity,
): Promise<ImpersonationResult | undefined> {
  const account = SERVICE_ACCOUNT.exec(wanted.name);
  const mode = account !== null ? 'serviceaccount' : NODE.test(wanted.name) ? 'arbitrary-node' : 'user-info';
  const onTarget = attributesOf(caller, { ...info, verb: `impersonate-on:${mode}:${info.verb}` });
  const answer = await authorizer.authorize(onTarget);
  if (answer.decision !== 'allow') return { kind: 'refused', attributes: onTarget, reason: answer.reason };
  const verb = `impersonate:${mode}`;
  const who =
    account !== null
      ? question(verb, GROUP, 'serviceaccounts', account[2] as string, '', account[1] as string)
      : question(
          verb,
          GROUP,
          mode === 'arbitrary-node' ? 'nodes' : 'users',
          mode === 'arbitrary-node' ? wanted.name.slice('system:node:'.length) : wanted.name,
        );
  return refusalOf(authorizer, caller, [who, ...detailQuestions(verb, wanted, GROUP)]);
}

function detailQuestions(verb: string, wanted: WantedIdentity, groupsIn: string): Question[] {
  const questions = wanted.groups.map((each) => question(verb, groupsIn, 'groups', each));
  for (const [key, values] of wanted.extra) for (const value of values) questions.push(question(verb, GROUP, 'userextras', value, key));
  if (wanted.uid !== '') questions.push(question(verb, GROUP, 'uids', wanted.uid));
  return questions;
}

function question(verb: string, group: string, resource: string, name: string, subresource = '', namespace = ''): Question {
  return { verb, group, version: group === '' ? '' : 'v1', resource, subresource, namespace, name };
}

async function refusalOf(authorizer: Authorizer, user: UserInfo, questions: readonly Question[]): Promise<ImpersonationResult | undefined> {
  for (const each of questions) {
    const attributes: AuthorizationAttributes = { ...each, user, isResourceRequest: true, path: '' };
    const { decision, reason } = await authorizer.authorize(attributes);
    if (decision !== 'allow') return { kind: 'refused', attributes, reason };
  }
  return undefined;
}
