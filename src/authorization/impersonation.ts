/**
 * May this caller act as that user? Constrained impersonation (KEP-5284) needs two permissions: on the identity, and on what is done with it; there
 * is a mode for each sort of identity. The older, unconstrained way is the last mode. The mode that last worked for a caller is tried first, and the
 * first refusal is the one that is told.
 */
import { checkDomainPath } from '../apis/meta/validation/domains.ts';
import { ErrorList, FieldPath } from '../machinery/field-errors.ts';
import { goQuote } from '../machinery/go/text.ts';
import { nameIsDns1123Subdomain } from '../machinery/grammar/names.ts';
import type { AuthorizationAttributes, Authorizer } from '../request/authorizer.ts';
import type { RequestInfo } from '../request/request-info.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, NODE_NAME, PRIVILEGED_GROUP, serviceAccountOf, type UserInfo } from '../request/user.ts';
import { attributesOf } from './attributes.ts';

/** What the Impersonate-* headers ask for, in the order of the header lines. */
export interface WantedIdentity {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  /** Keys are decoded and lower-case. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly attributes: AuthorizationAttributes;
  readonly reason: string;
}

export type ImpersonationResult = { readonly kind: 'granted'; readonly user: UserInfo } | Refusal;

const GROUP = 'authentication.k8s.io';
const NODES = 'system:nodes';
const NODE = 'system:node:';
const NODE_KEYS = 'authentication.kubernetes.io/associated-node-keys';
/** From so many groups or values on, the permission for all of them is asked for first. */
const MANY = 4;
const MAX_REMEMBERED = 10_000;

type Mode = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | 'legacy';

const MODES: readonly Mode[] = ['associated-node', 'arbitrary-node', 'serviceaccount', 'user-info', 'legacy'];

/** Remembers, for as many callers as is cheap, which mode worked. */
export class Impersonator {
  readonly #authorizer: Authorizer;
  readonly #worked = new Map<string, Mode>();

  constructor(authorizer: Authorizer) {
    this.#authorizer = authorizer;
  }

  async check(caller: UserInfo, info: RequestInfo, wanted: WantedIdentity): Promise<ImpersonationResult> {
    const remembered = this.#worked.get(caller.name);
    const modes = remembered === undefined ? MODES : [remembered, ...MODES.filter((each) => each !== remembered)];
    let refusal: Refusal | undefined;
    for (const mode of modes) {
      if (!applies(mode, caller, wanted)) continue;
      const refused = await this.#refusalOf(mode, caller, info, wanted);
      if (refused === undefined) {
        this.#remember(caller.name, mode);
        return { kind: 'granted', user: impersonatedUser(mode, wanted) };
      }
      refusal ??= refused;
    }
    // The legacy mode applies to everybody.
    return refusal as Refusal;
  }

  #remember(name: string, mode: Mode): void {
    this.#worked.delete(name);
    this.#worked.set(name, mode);
    if (this.#worked.size > MAX_REMEMBERED) this.#worked.delete(this.#worked.keys().next().value as string);
  }

  async #refusalOf(mode: Mode, caller: UserInfo, info: RequestInfo, wanted: WantedIdentity): Promise<Refusal | undefined> {
    const user = mode === 'associated-node' ? withoutExtra(caller) : caller;
    if (mode !== 'legacy') {
      const refused = await this.#ask(attributesOf(user, { ...info, verb: `impersonate-on:${mode}:${info.verb}` }));
      if (refused !== undefined) return refused;
    }
    const questions = new Questions(user, mode);
    return (
      (await this.#ask(questions.name(wanted.name))) ??
      (wanted.uid === '' ? undefined : await this.#ask(questions.detail('uids', wanted.uid))) ??
      (await this.#groups(questions, wanted.groups)) ??
      (await this.#extra(questions, wanted.extra))
    );
  }

  async #groups(questions: Questions, groups: readonly string[]): Promise<Refusal | undefined> {
    if (groups.length === 0) return undefined;
    if (questions.constrained) {
      if (groups.includes('')) return refused(questions.group(''), 'impersonating the empty string group is not allowed');
      if (groups.includes(PRIVILEGED_GROUP))
        return refused(questions.group(PRIVILEGED_GROUP), 'impersonating the system:masters group is not allowed');
      if (groups.length >= MANY && (await this.#ask(questions.group('*'))) === undefined) return undefined;
    }
    return this.#first(groups.map((each) => questions.group(each)));
  }

  async #extra(questions: Questions, extra: WantedIdentity['extra']): Promise<Refusal | undefined> {
    if (extra.size === 0) return undefined;
    const all = [...extra].flatMap(([key, values]) => values.map((value) => questions.detail('userextras', value, key)));
    if (questions.constrained) {
      const fault = faultOf(extra);
      if (fault !== undefined) return refused(questions.detail('userextras', ''), fault);
      if (all.length >= MANY && (await this.#ask(questions.detail('userextras', '*', '*'))) === undefined) return undefined;
    }
    return this.#first(all);
  }

  async #first(questions: readonly AuthorizationAttributes[]): Promise<Refusal | undefined> {
    for (const each of questions) {
      const refusal = await this.#ask(each);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  async #ask(attributes: AuthorizationAttributes): Promise<Refusal | undefined> {
    const { decision, reason, error } = await this.#authorizer.authorize(attributes);
    if (decision === 'allow') return undefined;
    return refused(attributes, [error ?? '', reason].filter((each) => each !== '').join(': '));
  }
}

function refused(attributes: AuthorizationAttributes, reason: string): Refusal {
  return { kind: 'refused', attributes, reason };
}

/** The questions of one mode, each about one attribute of the identity. */
class Questions {
  readonly constrained: boolean;
  readonly #user: UserInfo;
  readonly #mode: Mode;

  constructor(user: UserInfo, mode: Mode) {
    this.#user = user;
    this.#mode = mode;
    this.constrained = mode !== 'legacy';
  }

  name(name: string): AuthorizationAttributes {
    const account = serviceAccountOf(name);
    if (account !== undefined) return { ...this.#question('serviceaccounts', account.name), namespace: account.namespace };
    if (this.#mode === 'associated-node') return this.#question('nodes', '*');
    const node = this.constrained ? nodeOf(name) : undefined;
    return node === undefined ? this.#question('users', name) : this.#question('nodes', node);
  }

  group(name: string): AuthorizationAttributes {
    return this.#question('groups', name);
  }

  /** Of the authentication group whatever the mode. */
  detail(resource: string, name: string, subresource = ''): AuthorizationAttributes {
    return { ...this.#question(resource, name), group: GROUP, subresource };
  }

  #question(resource: string, name: string): AuthorizationAttributes {
    return {
      user: this.#user,
      verb: this.constrained ? `impersonate:${this.#mode}` : 'impersonate',
      isResourceRequest: true,
      path: '',
      group: this.constrained ? GROUP : '',
      version: 'v1',
      resource,
      subresource: '',
      namespace: '',
      name,
    };
  }
}

function applies(mode: Mode, caller: UserInfo, wanted: WantedIdentity): boolean {
  const nameOnly = wanted.uid === '' && wanted.groups.length === 0 && wanted.extra.size === 0;
  const node = nodeOf(wanted.name);
  switch (mode) {
    case 'associated-node': {
      const own = caller.extra.get(NODE_NAME);
      return nameOnly && node !== undefined && serviceAccountOf(caller.name) !== undefined && own?.length === 1 && own[0] === node;
    }
    case 'arbitrary-node':
      return nameOnly && node !== undefined;
    case 'serviceaccount':
      return nameOnly && serviceAccountOf(wanted.name) !== undefined;
    case 'user-info':
      return node === undefined && serviceAccountOf(wanted.name) === undefined;
    default:
      return true;
  }
}

function nodeOf(name: string): string | undefined {
  if (!name.startsWith(NODE)) return undefined;
  const node = name.slice(NODE.length);
  return nameIsDns1123Subdomain(node).length === 0 ? node : undefined;
}

/** A node agent acts for whichever node it runs on: permissions may not depend on which one that is. */
function withoutExtra(caller: UserInfo): UserInfo {
  return { ...caller, extra: new Map([[NODE_KEYS, [...caller.extra.keys()].sort()]]) };
}

/** What is wrong with keys and values, for modes that are new enough to be strict. */
function faultOf(extra: WantedIdentity['extra']): string | undefined {
  for (const [key, values] of extra) {
    if (key === '') return 'impersonating the empty string key in extra is not allowed';
    const errors = new ErrorList();
    checkDomainPath(errors, FieldPath.root('extra').child('key'), key);
    const texts = errors.errors.map((each) => `${each.field}: ${each.body}`);
    if (texts.length > 0) return `impersonating an invalid key in extra is not allowed: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
    if (key !== key.toLowerCase()) return `impersonating a non-lowercase key in extra is not allowed: ${goQuote(key)}`;
    if (values.includes('')) return 'impersonating the empty string value in extra is not allowed';
  }
  return undefined;
}

/** Who the request is done as: groups that the identity implies are added. */
function impersonatedUser(mode: Mode, wanted: WantedIdentity): UserInfo {
  let groups = [...wanted.groups];
  const account = groups.length === 0 ? serviceAccountOf(wanted.name) : undefined;
  if (account !== undefined) groups = ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  else if (mode !== 'legacy' && nodeOf(wanted.name) !== undefined) groups = [NODES];
  if (wanted.name === ANONYMOUS) {
    if (!groups.includes(ALL_UNAUTHENTICATED)) groups.push(ALL_UNAUTHENTICATED);
  } else if (!groups.includes(ALL_AUTHENTICATED) && !groups.includes(ALL_UNAUTHENTICATED)) groups.push(ALL_AUTHENTICATED);
  return { name: wanted.name, uid: wanted.uid, groups, extra: wanted.extra };
}
