/** The rule of mountable secrets: every kind of container and every way to name a secret. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import { getterOf, object, pod, podRequest, refusal } from '../../admission.fixture.ts';
import { makeServiceAccount } from './service-account.ts';

type Spec = { readonly [field: string]: unknown };
type Naming = readonly [way: string, at: (secret: string) => Spec, says: string];

/** Ways of a container. */
const CONTAINER_WAYS: readonly Naming[] = [
  [
    'a variable',
    (name) => ({ env: [{ name: 'V', valueFrom: { secretKeyRef: { name, key: 'k' } } }] }),
    'with envVar V referencing secret.secretName=',
  ],
  [
    'the second variable',
    (name) => ({
      env: [
        { name: 'U', value: 'x' },
        { name: 'V', valueFrom: { secretKeyRef: { name, key: 'k' } } },
      ],
    }),
    'with envVar V referencing secret.secretName=',
  ],
  ['all variables of a secret', (name) => ({ envFrom: [{ secretRef: { name } }] }), 'with envFrom referencing secret.secretName='],
  [
    'the second source of variables',
    (name) => ({ envFrom: [{ configMapRef: { name: 'c' } }, { secretRef: { name } }] }),
    'with envFrom referencing secret.secretName=',
  ],
];

const KINDS = [
  ['containers', 'container', ''],
  ['initContainers', 'init container', ''],
  ['ephemeralContainers', 'ephemeral container', 'ephemeralcontainers'],
] as const;

/** Ways of the pod. */
const POD_WAYS: readonly Naming[] = [
  ['a volume', (secretName) => ({ volumes: [{ name: 'v', secret: { secretName } }] }), 'volume with secret.secretName='],
  [
    'the second volume',
    (secretName) => ({
      volumes: [
        { name: 'u', emptyDir: {} },
        { name: 'v', secret: { secretName } },
      ],
    }),
    'volume with secret.secretName=',
  ],
];

async function ask(spec: Spec, subresource: string, enforce: string): Promise<string | undefined> {
  const account = object('ServiceAccount', 'default', { secrets: [{ name: 'mine' }], imagePullSecrets: [{ name: 'pull' }] });
  account.metadata.annotations = { 'kubernetes.io/enforce-mountable-secrets': enforce };
  account.automountServiceAccountToken = false;
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(account) });
  const operation = subresource === '' ? 'CREATE' : 'UPDATE';
  return refusal(
    plugin,
    podRequest(pod({ serviceAccountName: 'default', imagePullSecrets: [{ name: 'pull' }], ...spec }), { subresource, operation }),
  );
}

const WHY = 'is not allowed because service account default does not reference that secret';

for (const [kind, word, subresource] of KINDS) {
  for (const [way, at, says] of CONTAINER_WAYS) {
    test(`${kind}: ${way} may name the account's secrets only`, async () => {
      const spec = (secret: string): Spec => ({
        [kind]: [
          { name: 'first', image: 'i' },
          { name: 'x', image: 'i', ...at(secret) },
        ],
      });
      assert.equal(await ask(spec('mine'), subresource, 'true'), undefined);
      assert.equal(await ask(spec('other'), subresource, 'false'), undefined, 'the account does not ask for it');
      assert.ok((await ask(spec('other'), subresource, 'true'))?.endsWith(`${word} x ${says}"other" ${WHY}`));
    });
  }
}

for (const [way, at, says] of POD_WAYS) {
  test(`${way} may name the account's secrets only`, async () => {
    assert.equal(await ask(at('mine'), '', 'true'), undefined);
    assert.equal(await ask(at('other'), '', 'false'), undefined);
    assert.ok((await ask(at('other'), '', 'true'))?.endsWith(`${says}"other" ${WHY}`));
  });
}

test("images are pulled with the account's own secrets only, which are another list", async () => {
  const pull = (...names: string[]): Spec => ({ imagePullSecrets: names.map((name) => ({ name })) });
  assert.equal(await ask(pull('pull'), '', 'true'), undefined);
  assert.match(
    (await ask(pull('pull', 'mine'), '', 'true')) ?? '',
    /imagePullSecrets\[1\]\.name="mine" is not allowed because service account default does not reference that imagePullSecret$/,
  );
  assert.equal(await ask(pull('other'), '', 'false'), undefined);
});

test('a forbidden secret is refused before the pod is looked at any further; a name that cannot be in a path is not looked up', async () => {
  const account = object('ServiceAccount', 'default', { automountServiceAccountToken: false });
  account.metadata.annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(account) });
  await assert.rejects(
    async () => plugin.mutate?.(podRequest(pod({ volumes: [{ name: 'v', secret: { secretName: 'other' } }] }))),
    /is forbidden: volume with secret.secretName="other" is not allowed/,
  );
  assert.equal(
    await refusal(plugin, podRequest(pod({ serviceAccountName: 'a/b' }))),
    'pods "a" is forbidden: error looking up service account here/a/b: invalid resource name "a/b": [may not contain \'/\']',
  );
});
