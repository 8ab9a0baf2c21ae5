import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { type Case, type Change, changed, NO_GATES, reportsOf } from '../../core/validation/workloads.fixture.ts';
import { setCronJobDefaults } from '../v1/defaults.ts';
import type { CronJob } from '../v1/objects.gen.ts';
import { validateCronJob, validateCronJobUpdate } from './cronjobs.ts';

function stored(): KubeObject {
  const template = { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'c', image: 'i' }] } };
  const spec = { schedule: '0 0 * * *', jobTemplate: { spec: { template } } };
  const object: KubeObject = { kind: 'CronJob', apiVersion: 'batch/v1', metadata: { name: 'w', namespace: 'n' }, spec };
  setCronJobDefaults(object);
  return object;
}

const IN_SCHEDULE = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';

const CASES: readonly Case[] = [
  ['nothing', [], []],
  ['no schedule', [['spec.schedule', '']], ['spec.schedule: Required value']],
  ['half a schedule', [['spec.schedule', '0 0']], ['spec.schedule: Invalid value: "0 0": expected exactly 5 fields, found 2: [0 0]']],
  ['a time zone in the schedule', [['spec.schedule', 'TZ=UTC 0 0 * * *']], [`spec.schedule: Invalid value: "TZ=UTC 0 0 * * *": ${IN_SCHEDULE}`]],
  [
    'a bad time zone in the schedule',
    [['spec.schedule', 'TZ=Nope 0 0 * * *']],
    [
      'spec.schedule: Invalid value: "TZ=Nope 0 0 * * *": provided bad location Nope: unknown time zone Nope',
      `spec.schedule: Invalid value: "TZ=Nope 0 0 * * *": ${IN_SCHEDULE}`,
    ],
  ],
  ['a time zone', [['spec.timeZone', 'Europe/Zurich']], []],
  ['an empty time zone', [['spec.timeZone', '']], ['spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string']],
  ['an unknown time zone', [['spec.timeZone', 'europe/zurich']], ['spec.timeZone: Invalid value: "europe/zurich": unknown time zone europe/zurich']],
  ['a path', [['spec.timeZone', '../etc']], ['spec.timeZone: Invalid value: "../etc": unknown time zone ../etc']],
  [
    "the server's own time zone",
    [['spec.timeZone', 'Local']],
    ['spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'],
  ],
  [
    'an unknown policy',
    [['spec.concurrencyPolicy', 'Maybe']],
    ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    "a selector of the client's own",
    [
      ['spec.jobTemplate.spec.selector', { matchLabels: { a: 'b' } }],
      ['spec.jobTemplate.spec.manualSelector', true],
    ],
    [
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
      'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
    ],
  ],
  [
    'a job that cannot be',
    [['spec.jobTemplate.spec.parallelism', -1]],
    ['spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
  ],
  ['a long name', [['metadata.name', 'n'.repeat(53)]], [`metadata.name: Invalid value: "${'n'.repeat(53)}": must be no more than 52 characters`]],
];

test('cron jobs: what is refused at creation', () => {
  for (const [what, changes, reports] of CASES)
    assert.deepEqual(reportsOf(validateCronJob(changed<CronJob>(stored(), changes), NO_GATES)), reports, what);
});

test('cron jobs: an update does not refuse what is stored', () => {
  const update = (changes: readonly Change[], before: readonly Change[]): readonly string[] =>
    reportsOf(validateCronJobUpdate(changed<CronJob>(stored(), [...before, ...changes]), changed<CronJob>(stored(), before), NO_GATES));
  assert.deepEqual(update([['spec.suspend', true]], [['spec.schedule', 'TZ=UTC 0 0 * * *']]), []);
  assert.deepEqual(update([['spec.timeZone', 'UTC']], [['spec.schedule', 'TZ=UTC 0 0 * * *']]), [
    'spec.schedule: Invalid value: "TZ=UTC 0 0 * * *": cannot use both timeZone field and TZ or CRON_TZ in schedule',
  ]);
  assert.deepEqual(update([['spec.suspend', true]], [['spec.timeZone', 'Mars/Olympus']]), []);
  assert.deepEqual(update([['spec.suspend', true]], [['metadata.name', 'n'.repeat(60)]]), []);
});
