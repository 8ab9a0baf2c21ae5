import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setJobDefaults } from '../../apis/batch/v1/defaults.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { strategyContext } from '../generic/context.fixture.ts';
import { cronjobs } from './cronjobs.ts';
import { jobs } from './jobs.ts';

const context = strategyContext();

function created(spec: object, labels?: { [key: string]: string }): KubeObject {
  const object: KubeObject = {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name: 'j', uid: 'u', ...(labels === undefined ? {} : { labels }) },
    spec,
  };
  setJobDefaults(object);
  jobs.strategy.prepareForCreate?.(context, object);
  jobs.strategy.canonicalize?.(object);
  return object;
}

const GENERATED = { 'batch.kubernetes.io/controller-uid': 'u', 'batch.kubernetes.io/job-name': 'j', 'controller-uid': 'u', 'job-name': 'j' };

test('a job selects its pods by its own uid, and is labelled as they are', () => {
  const job = created({ template: { metadata: { labels: { mine: 'x' } } } });
  const spec = job.spec as { selector: unknown; template: { metadata: { labels: unknown } } };
  assert.deepEqual(spec.selector, { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } });
  assert.deepEqual(spec.template.metadata.labels, { mine: 'x', ...GENERATED });
  assert.deepEqual(job.metadata.labels, { mine: 'x', ...GENERATED });
});

test('labels of its own stay as the client wrote them', () => {
  assert.deepEqual(created({ template: {} }, { own: 'y' }).metadata.labels, { own: 'y' });
  assert.deepEqual(created({ template: { metadata: { labels: { mine: 'x' } } } }, { mine: 'x' }).metadata.labels, { mine: 'x' });
  assert.deepEqual(created({ template: {} }).metadata.labels, GENERATED, "none at all: the template's");
});

test('a client that selects for itself is left alone', () => {
  const spec = { manualSelector: true, selector: { matchLabels: { m: '1' } }, template: { metadata: { labels: { m: '1' } } } };
  const { selector, template } = created(structuredClone(spec)).spec as typeof spec;
  assert.deepEqual(selector, spec.selector);
  assert.deepEqual(template.metadata, spec.template.metadata);
});

test('jobs with very many indexes are warned of, alone and as templates', () => {
  const spec = { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 };
  const warnings = ({ strategy }: typeof jobs, fields: object): readonly string[] | undefined =>
    strategy.warningsOnCreate?.(context, { kind: '', apiVersion: '', metadata: { name: 'j' }, spec: fields });
  assert.match(warnings(jobs, spec)?.[0] ?? '', /^spec: In Indexed Jobs with a number of completions higher than 10\^5 /);
  assert.match(warnings(cronjobs, { jobTemplate: { spec } })?.[0] ?? '', /^spec\.jobTemplate\.spec: In Indexed Jobs /);
  assert.deepEqual(warnings(jobs, { ...spec, completions: 100_000 }), []);
});

test('a time zone in a stored schedule is warned of with every write', () => {
  const object: KubeObject = { kind: 'CronJob', apiVersion: 'batch/v1', metadata: { name: 'j' }, spec: { schedule: 'TZ=UTC * * * * *' } };
  const [warning = ''] = cronjobs.strategy.warningsOnUpdate?.(context, object, object) ?? [];
  assert.match(warning, /^cannot use TZ or CRON_TZ in spec\.spec\.schedule, use timeZone instead, see https:/);
});
