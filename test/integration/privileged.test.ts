/** --allow-privileged=false: no kind that holds pods may ask for privileged containers; without the flag all of them may. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Server, startTestServer } from '../../src/testing/index.ts';

const SPEC = { containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] };
const labels = { app: 'a' };
const template = { metadata: { labels }, spec: SPEC };
const workload = { selector: { matchLabels: labels }, template };
const job = { template: { spec: { ...SPEC, restartPolicy: 'Never' } } };
const metadata = { name: 'a', labels };

const KINDS: readonly (readonly [string, object, string])[] = [
  ['/api/v1/namespaces/default/pods', { spec: SPEC }, 'spec'],
  ['/api/v1/namespaces/default/podtemplates', { template }, 'template.spec'],
  ['/api/v1/namespaces/default/replicationcontrollers', { spec: { selector: labels, template } }, 'spec.template.spec'],
  ['/apis/apps/v1/namespaces/default/deployments', { spec: workload }, 'spec.template.spec'],
  ['/apis/apps/v1/namespaces/default/replicasets', { spec: workload }, 'spec.template.spec'],
  ['/apis/apps/v1/namespaces/default/daemonsets', { spec: workload }, 'spec.template.spec'],
  ['/apis/apps/v1/namespaces/default/statefulsets', { spec: { ...workload, serviceName: 's' } }, 'spec.template.spec'],
  ['/apis/batch/v1/namespaces/default/jobs', { spec: job }, 'spec.template.spec'],
  ['/apis/batch/v1/namespaces/default/cronjobs', { spec: { schedule: '@daily', jobTemplate: { spec: job } } }, 'spec.jobTemplate.spec.template.spec'],
];

async function create(server: Server, path: string, rest: object): Promise<{ readonly status: number; readonly text: string }> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ metadata, ...rest }) };
  const response = await server.fetch(path, init);
  return { status: response.status, text: await response.text() };
}

test('privileged containers are refused in every kind that holds pods', async () => {
  await using strict = await startTestServer({ allowPrivileged: false, disableAdmissionPlugins: ['ServiceAccount'] });
  for (const [path, rest, place] of KINDS) {
    const { status, text } = await create(strict, path, rest);
    assert.equal(status, 422, `${path}: ${text}`);
    assert.ok(text.includes(`${place}.containers[0].securityContext.privileged: Forbidden: disallowed by cluster policy`), text);
  }
});

test('they are allowed unless somebody says no', async () => {
  await using server = await startTestServer({ disableAdmissionPlugins: ['ServiceAccount'] });
  for (const [path, rest] of KINDS) assert.equal((await create(server, path, rest)).status, 201, path);
});
