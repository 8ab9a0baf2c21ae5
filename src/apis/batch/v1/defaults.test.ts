import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { setCronJobDefaults, setJobDefaults } from './defaults.ts';

function job(spec: object, labels?: { [key: string]: string }): { [field: string]: unknown } {
  const object: KubeObject = { kind: 'Job', apiVersion: 'batch/v1', metadata: { name: 'j' }, spec: { template: { metadata: { labels } }, ...spec } };
  setJobDefaults(object);
  assert.deepEqual(object.metadata.labels, labels);
  const { template: _template, ...rest } = object.spec as { [field: string]: unknown };
  return rest;
}

test('a job runs one pod once, unless it is a queue', () => {
  const rest = { backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, manualSelector: false, podReplacementPolicy: 'TerminatingOrFailed' };
  assert.deepEqual(job({}, { a: 'b' }), { completions: 1, parallelism: 1, ...rest });
  assert.deepEqual(job({ parallelism: 3 }), { parallelism: 3, ...rest });
});

test('a limit for each index and a failure policy change other defaults', () => {
  assert.equal(job({ backoffLimitPerIndex: 1 }).backoffLimit, 2147483647);
  const spec = job({ podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } });
  assert.equal(spec.podReplacementPolicy, 'Failed');
  assert.deepEqual(spec.podFailurePolicy, { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] });
});

test('the job inside a cron job is defaulted when it is made, its pods already now', () => {
  const object: KubeObject = { kind: 'CronJob', apiVersion: 'batch/v1', metadata: { name: 'c' }, spec: { schedule: '* * * * *' } };
  setCronJobDefaults(object);
  const { jobTemplate, ...rest } = object.spec as { jobTemplate: { spec: { template: { spec: { dnsPolicy: string } } } } };
  assert.deepEqual(rest, {
    schedule: '* * * * *',
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  assert.deepEqual(Object.keys(jobTemplate.spec), ['template']);
  assert.equal(jobTemplate.spec.template.spec.dnsPolicy, 'ClusterFirst');
});
