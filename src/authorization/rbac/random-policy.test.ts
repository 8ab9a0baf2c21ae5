/**
 * 10,000 random policies, each with random requests, decided by the index and by a model that is too slow to be wrong: it looks at every binding and
 * every rule, and knows nothing of how the index works. Policies follow from one another by single changes, so that what is removed must also be
 * forgotten.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../codec/random-objects.fixture.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { AuthorizationAttributes } from '../../request/authorizer.ts';
import { rbacAuthorizer } from './authorizer.ts';
import { POLICY_KINDS, type PolicyKind, RbacPolicy } from './policy.ts';

const WORLDS = 500;
const CHANGES = 20;
const REQUESTS = 5;
const SEED = 20_261;

class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  one<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.next() * values.length)] as Value;
  }

  some<Value>(values: readonly Value[], most: number): Value[] {
    const count = this.next() < 0.05 ? 0 : 1 + Math.floor(this.next() * most);
    return Array.from({ length: count }, () => this.one(values));
  }
}

const USERS = ['ann', 'bob', '__proto__', 'system:serviceaccount:shop:robot', 'system:serviceaccount::robot'];
const GROUPS = ['dev', 'ops', 'constructor', 'system:serviceaccounts'];
const NAMESPACES = ['shop', 'office', 'toString'];
const NAMES = ['a', 'b', 'c', '__proto__', 'hasOwnProperty'];
const VERBS = ['get', 'list', '*'];
const API_GROUPS = ['', 'apps', '*'];
const RESOURCES = ['pods', 'pods/log', 'secrets', 'deployments', 'deployments/scale', '*/scale', '*/log', '*', 'pods/*'];
const URLS = ['/a', '/a/*', '/a/b', '*', '/*'];
const SUBJECT_KINDS = ['User', 'Group', 'ServiceAccount', 'Nonsense'];

function randomRule(dice: Dice): object {
  if (dice.next() < 0.2) return { verbs: dice.some(VERBS, 2), nonResourceURLs: dice.some(URLS, 2) };
  const names = dice.next() < 0.3 ? { resourceNames: dice.some(NAMES, 2) } : {};
  return { verbs: dice.some(VERBS, 3), apiGroups: dice.some(API_GROUPS, 2), resources: dice.some(RESOURCES, 2), ...names };
}

function randomSubject(dice: Dice): object {
  const kind = dice.one(SUBJECT_KINDS);
  if (kind === 'ServiceAccount') return { kind, name: 'robot', ...(dice.next() < 0.7 ? { namespace: dice.one(NAMESPACES) } : {}) };
  return { kind, name: dice.one(kind === 'Group' ? GROUPS : USERS) };
}

function randomObject(dice: Dice, kind: PolicyKind): KubeObject {
  const isNamespaced = kind === 'roles' || kind === 'rolebindings';
  const metadata = { name: dice.one(NAMES), ...(isNamespaced ? { namespace: dice.one(NAMESPACES) } : {}) };
  const body =
    kind === 'roles' || kind === 'clusterroles'
      ? { rules: dice.next() < 0.1 ? null : Array.from({ length: 1 + Math.floor(dice.next() * 3) }, () => randomRule(dice)) }
      : {
          roleRef: { kind: kind === 'rolebindings' && dice.next() < 0.5 ? 'Role' : 'ClusterRole', name: dice.one(NAMES) },
          subjects: Array.from({ length: 1 + Math.floor(dice.next() * 3) }, () => randomSubject(dice)),
        };
  return { kind: '', apiVersion: '', metadata, ...body };
}

function randomQuestion(dice: Dice): AuthorizationAttributes {
  const user = { name: dice.one(USERS), uid: '', groups: dice.some(GROUPS, 2), extra: new Map<string, string[]>() };
  const isResourceRequest = dice.next() < 0.8;
  const [resource = '', subresource = ''] = dice.one(['pods', 'pods/log', 'secrets', 'deployments/scale', '*']).split('/');
  return {
    user,
    verb: dice.one(VERBS),
    isResourceRequest,
    path: isResourceRequest ? '' : dice.one(['/a', '/a/b', '/', '/ab']),
    group: isResourceRequest ? dice.one(['', 'apps']) : '',
    version: 'v1',
    resource: isResourceRequest ? resource : '',
    subresource: isResourceRequest ? subresource : '',
    namespace: isResourceRequest ? dice.one([...NAMESPACES, '']) : '',
    name: dice.one([...NAMES, '']),
  };
}

interface ModelRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

type Stored = Map<string, readonly [kind: PolicyKind, object: KubeObject]>;

/** Is there any binding, for any of its subjects, to any rule, that says yes? */
function modelAllows(stored: Stored, question: AuthorizationAttributes): boolean {
  for (const [kind, binding] of stored.values()) {
    if (kind !== 'clusterrolebindings' && kind !== 'rolebindings') continue;
    const at = binding.metadata.namespace ?? '';
    if (kind === 'rolebindings' && (question.namespace === '' || question.namespace !== at)) continue;
    const subjects = binding.subjects as readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
    if (!subjects.some((subject) => modelIs(subject, at, question))) continue;
    const { kind: roleKind, name: roleName } = binding.roleRef as { readonly kind: string; readonly name: string };
    for (const [otherKind, role] of stored.values()) {
      const isRole = roleKind === 'Role' ? otherKind === 'roles' && role.metadata.namespace === at : otherKind === 'clusterroles';
      if (!isRole || role.metadata.name !== roleName) continue;
      for (const rule of (role.rules ?? []) as readonly ModelRule[]) if (modelRuleAllows(rule, question)) return true;
    }
  }
  return false;
}

function modelIs(
  { kind, name, namespace = '' }: { readonly kind: string; readonly name: string; readonly namespace?: string },
  at: string,
  { user }: AuthorizationAttributes,
): boolean {
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.indexOf(name) >= 0;
  if (kind !== 'ServiceAccount') return false;
  const home = namespace === '' ? at : namespace;
  return home !== '' && user.name === ['system', 'serviceaccount', home, name].join(':');
}

function modelRuleAllows(rule: ModelRule, question: AuthorizationAttributes): boolean {
  const among = (list: readonly string[] | undefined, value: string): boolean => (list ?? []).some((each) => each === '*' || each === value);
  if (!among(rule.verbs, question.verb)) return false;
  if (!question.isResourceRequest) {
    return (rule.nonResourceURLs ?? []).some(
      (url) => url === '*' || url === question.path || (url.slice(-1) === '*' && question.path.indexOf(url.slice(0, -1)) === 0),
    );
  }
  const { resource, subresource } = question;
  const whole = subresource ? `${resource}/${subresource}` : resource;
  const resources = rule.resources ?? [];
  const fits = resources.some((each) => each === '*' || each === whole || (subresource !== '' && each === `*/${subresource}`));
  const names = rule.resourceNames ?? [];
  return among(rule.apiGroups, question.group) && fits && (names.length === 0 || names.indexOf(question.name) >= 0);
}

test('the index decides as a model does that looks at everything', () => {
  const dice = new Dice(SEED);
  let allowed = 0;
  for (let world = 0; world < WORLDS; world++) {
    const policy = new RbacPolicy();
    const authorizer = rbacAuthorizer(policy);
    const stored: Stored = new Map();
    const change = (): void => {
      const kind = dice.one(POLICY_KINDS);
      const object = randomObject(dice, kind);
      const { name = '', namespace = '' } = object.metadata;
      const key = `${kind} ${namespace} ${name}`;
      if (stored.has(key) && dice.next() < 0.5) {
        stored.delete(key);
        policy.remove(kind, namespace, name);
      } else {
        stored.set(key, [kind, object]);
        policy.put(kind, object);
      }
    };
    for (let i = 0; i < 30; i++) change();
    for (let i = 0; i < CHANGES; i++) {
      change();
      for (let k = 0; k < REQUESTS; k++) {
        const question = randomQuestion(dice);
        const answer = authorizer.authorize(question);
        assert.ok(!(answer instanceof Promise));
        const expected = modelAllows(stored, question);
        if (expected) allowed++;
        if ((answer.decision === 'allow') !== expected)
          assert.fail(`seed ${SEED}, world ${world}: ${JSON.stringify(question)} with ${JSON.stringify([...stored.values()])}`);
      }
    }
  }
  // Questions that are all refused would prove nothing.
  const share = allowed / (WORLDS * CHANGES * REQUESTS);
  assert.ok(share > 0.05 && share < 0.95, `${share} of the requests were allowed`);
});
