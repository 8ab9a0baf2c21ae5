import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAuthorizationConfiguration } from './load.ts';

const HEAD = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n';
const HOOK = `
- type: Webhook
  name: remote
  webhook:
    timeout: 3s
    subjectAccessReviewVersion: v1
    failurePolicy: Deny
    connectionInfo:
      type: KubeConfigFile
      kubeConfigFile: /etc/hook.conf
`;

const load = (authorizers: string, required: readonly string[] = []) =>
  loadAuthorizationConfiguration(
    `${HEAD}authorizers:${authorizers}`,
    (file) => (file === '/etc/hook.conf' ? undefined : 'error loading file'),
    required,
  );

test('authorizers in their order, with the times that webhooks leave out', () => {
  assert.deepEqual(load(`${HOOK}- {type: Node, name: node}\n- {type: RBAC, name: rbac}\n`).authorizers, [
    {
      type: 'Webhook',
      name: 'remote',
      webhook: {
        authorizedTTL: 300_000,
        cacheAuthorizedRequests: true,
        unauthorizedTTL: 30_000,
        cacheUnauthorizedRequests: true,
        timeout: 3_000,
        subjectAccessReviewVersion: 'v1',
        matchConditionSubjectAccessReviewVersion: '',
        failurePolicy: 'Deny',
        connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/etc/hook.conf' },
        matchConditions: [],
      },
    },
    { type: 'Node', name: 'node' },
    { type: 'RBAC', name: 'rbac' },
  ]);
  assert.equal(load(`${HOOK}    cacheAuthorizedRequests: false\n    unauthorizedTTL: 1m30s`).authorizers[0]?.webhook?.unauthorizedTTL, 90_000);
});

test('several webhooks, and v1beta1, are fine', () => {
  assert.equal(load(`${HOOK}${HOOK.replace('remote', 'other')}`).authorizers.length, 2);
  const text = `${HEAD.replace('/v1', '/v1beta1')}authorizers: [{type: RBAC, name: rbac}]`;
  assert.equal(loadAuthorizationConfiguration(text, () => undefined).authorizers.length, 1);
});

const hook = (change: readonly [from: string, to: string]): string => HOOK.replace(...change);

const REFUSED: readonly (readonly [what: string, authorizers: string, message: string])[] = [
  ['none', ' []', 'authorizers: Required value: at least one authorization mode must be defined'],
  ['no type', ' [{name: x}]', 'authorizers[0].type: Required value'],
  [
    'an unknown type',
    ' [{type: Magic, name: magic}]',
    'authorizers[0].type: Unsupported value: "Magic": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"',
  ],
  ['a type twice', ' [{type: RBAC, name: rbac}, {type: RBAC, name: two}]', 'authorizers[1].type: Duplicate value: "RBAC"'],
  ['a name twice', `${HOOK}${HOOK}`, 'authorizers[1].name: Duplicate value: "remote"'],
  ['another name', ' [{type: RBAC, name: roles}]', 'expected name rbac for authorizer RBAC instead of roles'],
  [
    'a webhook where none belongs',
    ' [{type: RBAC, name: rbac, webhook: {}}]',
    'authorizers[0].webhook: Invalid value: "non-null": may only be specified when type=Webhook',
  ],
  ['no webhook', ' [{type: Webhook, name: x}]', 'authorizers[0].webhook: Required value: required when type=Webhook'],
  ['no timeout', hook(['    timeout: 3s\n', '']), 'authorizers[0].timeout: Required value'],
  ['a long timeout', hook(['3s', '1m']), 'authorizers[0].timeout: Invalid value: "1m0s": must be > 0s and <= 30s'],
  [
    'another version',
    hook(['Version: v1', 'Version: v2']),
    'authorizers[0].subjectAccessReviewVersion: Unsupported value: "v2": supported values: "v1", "v1beta1"',
  ],
  ['another policy', hook(['Deny', 'Allow']), 'authorizers[0].failurePolicy: Unsupported value: "Allow": supported values: "NoOpinion", "Deny"'],
  [
    'a relative file',
    hook(['/etc', 'etc']),
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "etc/hook.conf": must be an absolute path',
  ],
  ['a missing file', hook(['/etc', '/opt']), 'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/opt/hook.conf": error loading file'],
  [
    'a match condition',
    `${HOOK}    matchConditionSubjectAccessReviewVersion: v1\n    matchConditions: [{expression: "true"}]`,
    'authorizers[0].matchConditions[0].expression: Invalid value: "true": match conditions (CEL) are not supported yet; leave them out',
  ],
  [
    'two faults',
    ' [{type: RBAC}, {type: Magic, name: m}]',
    '[authorizers[0].name: Required value, authorizers[1].type: Unsupported value: "Magic": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"]',
  ],
  [
    'a misspelt field',
    ' []\nauthorzers: []',
    'failed to load AuthorizationConfiguration from file: strict decoding error: unknown field "authorzers"',
  ],
];

for (const [what, authorizers, message] of REFUSED) {
  test(`refused: ${what}`, () => {
    assert.throws(() => load(authorizers), { message });
  });
}

test('refused: another kind or version', () => {
  for (const [text, message] of [
    ['kind: AuthorizationConfiguration', /'apiVersion' is missing in/],
    ['apiVersion: apiserver.config.k8s.io/v1', /Object 'Kind' is missing in/],
    ['apiVersion: apiserver.config.k8s.io/v99\nkind: AuthorizationConfiguration', /for version "apiserver.config.k8s.io\/v99"/],
    ['', /authorizers: Required value/],
  ] as const)
    assert.throws(() => loadAuthorizationConfiguration(text, () => undefined), message);
});

test('a running server keeps the types that it has', () => {
  assert.throws(() => load(' [{type: RBAC, name: rbac}]', ['RBAC', 'Node', 'ABAC']), { message: 'missing required types: [ABAC Node]' });
});
