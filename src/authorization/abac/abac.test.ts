import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserInfo } from '../../request/user.ts';
import { person, question } from '../rbac/rbac.fixture.ts';
import { abacMode } from './authorizer.ts';
import { parsePolicyFile } from './policy-file.ts';

const V1BETA1 = 'abac.authorization.kubernetes.io/v1beta1';
const policy = (spec: object): string => JSON.stringify({ apiVersion: V1BETA1, kind: 'Policy', spec });

function mode(...lines: readonly string[]) {
  return abacMode(parsePolicyFile(lines.join('\n'), 'p.jsonl').policies);
}

function allows(lines: readonly string[], user: UserInfo, text: string): boolean {
  const answer = mode(...lines).authorizer.authorize(question(user, text));
  assert.ok(!(answer instanceof Promise));
  if (answer.decision !== 'allow') assert.deepEqual(answer, { decision: 'no-opinion', reason: 'No policy matched.' });
  return answer.decision === 'allow';
}

const alice = person('alice', 'dev', 'system:authenticated');

test('a policy of v1beta1 matches user and group, namespace, resource and API group; readonly means get, list and watch', () => {
  const lines = [
    '# who may do what',
    '',
    policy({ user: 'alice', namespace: 'shop', resource: 'pods', apiGroup: '*' }),
    policy({ group: 'dev', namespace: '*', resource: 'secrets', readonly: true }),
    policy({ user: 'alice', group: 'ops', namespace: '*', resource: '*', apiGroup: '*' }),
  ];
  for (const [text, allowed] of [
    ['delete apps pods shop p', true],
    ['get - pods other p', false],
    ['get - pods/log shop p', true],
    ['watch - secrets other s', true],
    ['create - secrets other s', false],
    ['get apps secrets other s', false],
    ['get /version', false],
  ] as const)
    assert.equal(allows(lines, alice, text), allowed, text);
  assert.equal(allows(lines, person('alice', 'ops'), 'delete apps deployments shop d'), true, 'both match');
  assert.equal(allows(lines, person('bob', 'ops'), 'delete apps deployments shop d'), false, 'only the group matches');
});

test('paths match whole, by a trailing star, or by a star alone; a resource is no path', () => {
  const lines = [policy({ user: 'alice', nonResourcePath: '/version' }), policy({ user: 'alice', nonResourcePath: '/healthz*', readonly: true })];
  for (const [text, allowed] of [
    ['get /version', true],
    ['post /version', true],
    ['get /healthz/etcd', true],
    ['post /healthz', false],
    ['get /versions', false],
    ['get - pods shop', false],
  ] as const)
    assert.equal(allows(lines, alice, text), allowed, text);
  assert.equal(allows([policy({ group: '*', nonResourcePath: '*' })], alice, 'get /any/thing'), true);
});

test('a star for a user or group is everybody who is authenticated, and a policy about nobody matches nobody', () => {
  const open = { namespace: '*', resource: '*', apiGroup: '*' };
  assert.equal(allows([policy({ user: '*', ...open })], alice, 'get - pods'), true);
  assert.equal(allows([policy({ group: '*', ...open })], person('x', 'system:unauthenticated'), 'get - pods'), false);
  assert.equal(allows([policy(open)], alice, 'get - pods'), false);
});

test('v0: what is left out means everything, and it speaks for all API groups', () => {
  const { policies, unversioned } = parsePolicyFile('{}\n{"user":"alice","resource":"pods"}\nuser: bob', 'p');
  assert.equal(unversioned, true);
  assert.deepEqual(policies, [
    { user: '', group: 'system:authenticated', readonly: false, apiGroup: '*', resource: '*', namespace: '*', nonResourcePath: '*' },
    { user: 'alice', group: '', readonly: false, apiGroup: '*', resource: 'pods', namespace: '*', nonResourcePath: '' },
    { user: 'bob', group: '', readonly: false, apiGroup: '*', resource: '*', namespace: '*', nonResourcePath: '*' },
  ]);
});

test('a line that cannot be read is told with file, number and text', () => {
  for (const [line, message] of [
    ['{"user":', /error reading policy file p, line 2: \{"user":: couldn't get version\/kind; json parse error: unexpected end of JSON input$/],
    ['{"apiVersion":"x/v1","kind":"Policy"}', /no kind "Policy" is registered for version "x\/v1" in scheme/],
    ['{"user":7}', /line 2: \{"user":7\}: json: cannot unmarshal number into Go struct field Policy\.user of type string/],
  ] as const)
    assert.throws(() => parsePolicyFile(`# ok\n${line}\n`, 'p'), message);
  assert.throws(
    () => parsePolicyFile(`{"user":"${'x'.repeat(70_000)}"}`, 'p'),
    /^Error: error reading policy file p: bufio\.Scanner: token too long$/,
  );
});

test('names that JavaScript knows are names like others', () => {
  const lines = [policy({ user: '__proto__', namespace: '*', resource: '*', apiGroup: '*' })];
  assert.equal(allows(lines, person('__proto__'), 'get - pods constructor'), true);
  assert.equal(allows(lines, person('constructor'), 'get - pods'), false);
});

test('the rules of a user in a namespace', () => {
  const rules = mode(
    policy({ user: 'alice', namespace: 'shop', resource: 'pods', apiGroup: 'apps', readonly: true }),
    policy({ user: 'alice', namespace: '*', nonResourcePath: '/x' }),
    policy({ user: 'bob', namespace: '*', resource: '*' }),
  ).rulesFor(alice, 'shop');
  assert.deepEqual(rules, {
    rules: [
      { verbs: ['get', 'list', 'watch'], apiGroups: ['apps'], resources: ['pods'], resourceNames: [], nonResourceURLs: [] },
      { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['/x'] },
    ],
    incomplete: false,
    errors: [],
  });
});
