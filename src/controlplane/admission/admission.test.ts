import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServer } from '../server.ts';

const start = (options: { readonly enableAdmissionPlugins?: readonly string[]; readonly disableAdmissionPlugins?: readonly string[] }) =>
  createServer({ storage: { backend: 'memory' }, ...options });

const POD = { metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const post = (body: object): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('unknown plugins, and plugins that are wanted and not wanted, refuse the start', async () => {
  await assert.rejects(start({ enableAdmissionPlugins: ['NoSuch'] }), /^Error: enable-admission-plugins plugin "NoSuch" is unknown$/);
  await assert.rejects(start({ enableAdmissionPlugins: ['AlwaysAdmit'], disableAdmissionPlugins: ['AlwaysAdmit'] }), /overlapped/);
  await assert.rejects(start({ enableAdmissionPlugins: ['ImagePolicyWebhook'] }), /admission plugin ImagePolicyWebhook: no config specified/);
});

test('a plugin that was left out is not missed, one that was added acts', async () => {
  await using server = await start({ disableAdmissionPlugins: ['ServiceAccount'], enableAdmissionPlugins: ['AlwaysPullImages'] });
  const response = await server.fetch('/api/v1/namespaces/default/pods', post(POD));
  const pod = (await response.json()) as {
    readonly spec: { readonly priority: number; readonly containers: readonly { imagePullPolicy: string }[] };
  };
  assert.equal(response.status, 201);
  assert.deepEqual([pod.spec.priority, pod.spec.containers[0]?.imagePullPolicy], [0, 'Always']);
});

test('what a pod names that can be no name is not found', async () => {
  await using server = await start({ disableAdmissionPlugins: ['ServiceAccount'] });
  for (const name of ['%', 'a/b', '..']) {
    const response = await server.fetch('/api/v1/namespaces/default/pods', post({ ...POD, spec: { ...POD.spec, priorityClassName: name } }));
    assert.equal(response.status, 403);
    assert.match(await response.text(), /no PriorityClass with name .+ was found/);
  }
});

test('configurations are read when the plugins are made', async () => {
  const kind = { apiVersion: 'pod-security.admission.config.k8s.io/v1', kind: 'PodSecurityConfiguration' };
  const configuration = (value: object) =>
    createServer({
      storage: { backend: 'memory' },
      disableAdmissionPlugins: ['ServiceAccount'],
      admissionConfiguration: new Map([['PodSecurity', { ...kind, ...value }]]),
    });
  await assert.rejects(
    configuration({ defaults: { enforce: 'strict' } }),
    /admission plugin PodSecurity: configuration\.defaults\.enforce: must be one of/,
  );
  await using server = await configuration({ defaults: { enforce: 'restricted' } });
  const response = await server.fetch('/api/v1/namespaces/default/pods', post(POD));
  assert.equal(response.status, 403);
  assert.match(await response.text(), /violates PodSecurity \\"restricted:latest\\"/);
});

test('what a quota counts is written by the server under its own name', async () => {
  await using server = await start({});
  const quotas = '/api/v1/namespaces/default/resourcequotas';
  const hard = { 'count/configmaps': '2' };
  await server.fetch(quotas, post({ metadata: { name: 'q' }, spec: { hard } }));
  const status = {
    ...post({ status: { hard, used: { 'count/configmaps': '0' } } }),
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
  };
  await server.fetch(`${quotas}/q/status`, status);
  const create = (name: string) => server.fetch('/api/v1/namespaces/default/configmaps', post({ metadata: { name } }));
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map(create));
  assert.deepEqual(answers.map((each) => each.status).sort(), [201, 201, 403, 403]);
  const quota = (await (await server.fetch(`${quotas}/q`)).json()) as {
    readonly metadata: { readonly managedFields: readonly { readonly manager: string; readonly subresource?: string; readonly fieldsV1: object }[] };
    readonly status: { readonly used: object };
  };
  assert.deepEqual(quota.status.used, { 'count/configmaps': '2' });
  const own = quota.metadata.managedFields.find((each) => each.manager === 'kube-apiserver');
  assert.equal(own?.subresource, 'status');
  assert.deepEqual(own?.fieldsV1, { 'f:status': { 'f:used': { 'f:count/configmaps': {} } } });
});
