import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../base/manual-clock.ts';
import type { JsonObject } from '../../../machinery/loose-json.ts';
import { pod, podRequest, refusal } from '../../admission.fixture.ts';
import { imagePolicyConfiguration } from '../../configuration.ts';
import { makeImagePolicyWebhook } from './image-policy-webhook.ts';

const SETTINGS = { allowTtl: 5_000, denyTtl: 1_000, defaultAllow: false };

function world(answer: JsonObject | Error, settings: Partial<typeof SETTINGS> = {}) {
  const clock = new ManualClock();
  const reviews: JsonObject[] = [];
  const webhook = {
    async post(body: JsonObject): Promise<JsonObject> {
      reviews.push(body);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { clock, reviews, plugin: makeImagePolicyWebhook({ clock, webhook, ...SETTINGS, ...settings }) };
}

const says = (status: object): JsonObject => ({ kind: 'ImageReview', apiVersion: 'imagepolicy.k8s.io/v1alpha1', status });
const request = () =>
  podRequest(
    pod(
      { initContainers: [{ name: 'i', image: 'init' }], ephemeralContainers: [{ name: 'e', image: 'debug' }] },
      {
        annotations: { 'mine.image-policy.k8s.io/ticket': '1', other: '2' },
      },
    ),
  );

test('the service is told the images, the namespace and the annotations that are meant for it', async () => {
  const { plugin, reviews } = world(says({ allowed: true }));
  assert.equal(await refusal(plugin, request()), undefined);
  assert.equal(await refusal(plugin, { ...request(), subresource: 'ephemeralcontainers', operation: 'UPDATE' }), undefined);
  const annotations = { 'mine.image-policy.k8s.io/ticket': '1' };
  assert.deepEqual(
    reviews.map(({ spec }) => spec),
    [
      { containers: [{ image: 'i' }, { image: 'init' }], annotations, namespace: 'here' },
      { containers: [{ image: 'debug' }], annotations, namespace: 'here' },
    ],
  );
});

test('verdicts are remembered as long as is configured', async () => {
  const { plugin, reviews, clock } = world(says({ allowed: false, reason: 'old' }));
  const denied = 'pods "a" is forbidden: image policy webhook backend denied one or more images: old';
  for (const [ms, calls] of [
    [0, 1],
    [999, 1],
    [1, 2],
  ] as const) {
    clock.advance(ms);
    assert.equal(await refusal(plugin, request()), denied);
    assert.equal(reviews.length, calls);
  }
  assert.match((await refusal(world(says({})).plugin, request())) ?? '', /: one or more images rejected by webhook backend$/);
});

test('when the service cannot be asked, the configuration decides', async () => {
  const down = new Error('Post "https://images": EOF');
  assert.equal(await refusal(world(down).plugin, request()), 'pods "a" is forbidden: Post "https://images": EOF');
  const open = request();
  const noted: string[] = [];
  assert.equal(
    await refusal(world(down, { defaultAllow: true }).plugin, { ...open, annotate: (key, value) => void noted.push(`${key}=${value}`) }),
    undefined,
  );
  assert.equal(open.object?.metadata.annotations?.['alpha.image-policy.k8s.io/failed-open'], 'true');
  assert.deepEqual(noted, ['imagepolicywebhook.image-policy.k8s.io/failed-open=true']);
});

test('an answer of another kind is no verdict, and annotations of a verdict reach the audit event', async () => {
  assert.match((await refusal(world({ kind: 'Pod', status: { allowed: true } }).plugin, request())) ?? '', /unable to decode/);
  const noted: string[] = [];
  const { plugin } = world(says({ allowed: true, auditAnnotations: { why: 'signed' } }));
  await refusal(plugin, { ...request(), annotate: (key, value) => void noted.push(`${key}=${value}`) });
  assert.deepEqual(noted, ['imagepolicywebhook.image-policy.k8s.io/why=signed']);
});

test('lifetimes have defaults, can be switched off, and are bounded', () => {
  const read = (imagePolicy: object) => imagePolicyConfiguration({ imagePolicy: { kubeConfigFile: 'f', ...imagePolicy } });
  assert.deepEqual(read({}), { kubeConfigFile: 'f', allowTtl: 300_000, denyTtl: 30_000, retryBackoff: 500, defaultAllow: false });
  assert.deepEqual(read({ allowTTL: 7, denyTTL: -1, retryBackoff: 20, defaultAllow: true }), {
    kubeConfigFile: 'f',
    allowTtl: 7_000,
    denyTtl: 0,
    retryBackoff: 20,
    defaultAllow: true,
  });
  assert.throws(() => read({ allowTTL: 1801 }), /imagePolicy.allowTTL: must be between 1s and 30m0s$/);
  assert.throws(() => read({ defaultAllow: 'yes' }), /defaultAllow: must be a boolean$/);
  assert.throws(() => imagePolicyConfiguration(undefined), /no config specified$/);
});
