import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MetricsRegistry } from '../base/metrics.ts';
import { badRequest } from '../machinery/status.ts';
import { makeAdmissionChain } from './chain.ts';
import type { AdmissionAttributes } from './interface.ts';
import { admissionMetrics } from './metrics.ts';

const CREATE = { operation: 'CREATE', group: '', resource: 'pods', subresource: '' } as AdmissionAttributes;

test('plugins and phases are measured under upstream names, refusals apart', async () => {
  const registry = new MetricsRegistry();
  const metrics = admissionMetrics(registry);
  const quick = metrics.plugin({ name: 'Quick', operations: ['CREATE'], mutate() {} });
  const strict = metrics.plugin({
    name: 'Strict',
    operations: ['CREATE'],
    validate: async () => {
      throw badRequest('no');
    },
  });
  const chain = metrics.chain(makeAdmissionChain([quick, strict]));
  assert.equal(chain.mutate(CREATE), undefined);
  await assert.rejects(async () => chain.validate(CREATE), /no/);
  const text = registry.render();
  for (const line of [
    'apiserver_admission_controller_admission_duration_seconds_count{name="Quick",operation="CREATE",rejected="false",type="admit"} 1',
    'apiserver_admission_controller_admission_duration_seconds_count{name="Strict",operation="CREATE",rejected="true",type="validate"} 1',
    'apiserver_admission_step_admission_duration_seconds_count{operation="CREATE",rejected="false",type="admit"} 1',
    'apiserver_admission_step_admission_duration_seconds_count{operation="CREATE",rejected="true",type="validate"} 1',
  ])
    assert.ok(text.includes(`${line}\n`), line);
});
