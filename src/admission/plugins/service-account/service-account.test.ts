import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import { getterOf, object, pod, podRequest, refusal, specOf } from '../../admission.fixture.ts';
import { makeServiceAccount } from './service-account.ts';

const account = (name: string, fields: { readonly [field: string]: unknown } = {}) => object('ServiceAccount', name, fields);

test('a pod runs as the account `default`, with its token and its pull secrets', async () => {
  const plugin = makeServiceAccount({
    clock: new ManualClock(),
    serviceAccounts: getterOf(account('default', { imagePullSecrets: [{ name: 'registry' }] })),
  });
  const request = podRequest(
    pod({ initContainers: [{ name: 'i', volumeMounts: [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }] }),
  );
  assert.equal(await refusal(plugin, request), undefined);
  const spec = specOf<{
    serviceAccountName: string;
    serviceAccount: string;
    imagePullSecrets: unknown;
    volumes: { name: string; projected: unknown }[];
    containers: { volumeMounts: { name: string }[] }[];
    initContainers: { volumeMounts: { name: string }[] }[];
  }>(request);
  assert.deepEqual([spec.serviceAccountName, spec.serviceAccount, spec.imagePullSecrets], ['default', 'default', [{ name: 'registry' }]]);
  assert.match(spec.volumes[0]?.name ?? '', /^kube-api-access-[a-z0-9]{5}$/);
  assert.equal(spec.containers[0]?.volumeMounts[0]?.name, spec.volumes[0]?.name);
  // What is mounted there already stays.
  assert.deepEqual(
    spec.initContainers[0]?.volumeMounts.map((each) => each.name),
    ['own'],
  );
});

test('the account `default` is waited for, others are not', async () => {
  const clock = new ManualClock();
  let looked = 0;
  const plugin = makeServiceAccount({
    clock,
    serviceAccounts: async (_namespace, name) => {
      looked += 1;
      return looked < 3 ? undefined : account(name);
    },
  });
  const waiting = refusal(plugin, podRequest(pod()));
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1000);
  }
  assert.equal(await waiting, undefined);
  looked = 0;
  const text = await refusal(plugin, podRequest(pod({ serviceAccountName: 'robot' })));
  assert.equal(text, 'pods "a" is forbidden: error looking up service account here/robot: serviceaccount "robot" not found');
  assert.equal(looked, 1);
});

test('an account that limits its secrets does so wherever a pod names one', async () => {
  const strict = object('ServiceAccount', 'default', { secrets: [{ name: 'mine' }] });
  strict.metadata.annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(strict) });
  const env = (name: string) => [{ name: 'E', valueFrom: { secretKeyRef: { name, key: 'k' } } }];
  const envFrom = (name: string) => [{ secretRef: { name } }];
  const cases: [spec: { [field: string]: unknown }, subject: string][] = [
    [{ volumes: [{ name: 'v', secret: { secretName: 'other' } }] }, 'volume with secret.secretName="other"'],
    [{ containers: [{ name: 'c', env: env('other') }] }, 'container c with envVar E referencing secret.secretName="other"'],
    [{ containers: [{ name: 'c', envFrom: envFrom('other') }] }, 'container c with envFrom referencing secret.secretName="other"'],
    [{ initContainers: [{ name: 'i', env: env('other') }] }, 'init container i with envVar E referencing secret.secretName="other"'],
    [{ initContainers: [{ name: 'i', envFrom: envFrom('other') }] }, 'init container i with envFrom referencing secret.secretName="other"'],
  ];
  for (const [spec, subject] of cases) {
    const text = await refusal(plugin, podRequest(pod(spec)));
    assert.equal(text, `pods "a" is forbidden: ${subject} is not allowed because service account default does not reference that secret`);
  }
  assert.equal(await refusal(plugin, podRequest(pod({ containers: [{ name: 'c', env: env('mine'), envFrom: envFrom('mine') }] }))), undefined);
  const ephemeral = podRequest(pod({ serviceAccountName: 'default', ephemeralContainers: [{ name: 'e', env: env('other') }] }), {
    operation: 'UPDATE',
    subresource: 'ephemeralcontainers',
  });
  assert.match((await refusal(plugin, ephemeral)) ?? '', /^ephemeral container e with envVar E referencing/);
});

test('a mirror pod names neither account nor secret, and is left as it is', async () => {
  const plugin = makeServiceAccount({ clock: new ManualClock(), serviceAccounts: getterOf(account('default')) });
  const mirror = (spec: { [field: string]: unknown }) => podRequest(pod(spec, { name: 'a', annotations: { 'kubernetes.io/config.mirror': 'x' } }));
  assert.equal(await refusal(plugin, mirror({})), undefined);
  assert.equal(
    await refusal(plugin, mirror({ serviceAccountName: 'default' })),
    'pods "a" is forbidden: a mirror pod may not reference service accounts',
  );
  assert.equal(await refusal(plugin, mirror({ imagePullSecrets: [{ name: 's' }] })), 'pods "a" is forbidden: a mirror pod may not reference secrets');
});
