import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, reportsOf, workload } from '../../core/validation/workloads.fixture.ts';
import { setJobDefaults } from '../v1/defaults.ts';
import type { Job } from '../v1/objects.gen.ts';
import { validateJobStatus } from './job-status.ts';

const START = '2024-01-01T00:00:00Z';
const END = '2024-01-01T01:00:00Z';

const conditions = (...types: readonly string[]): readonly object[] => types.map((type) => ({ type, status: 'True' }));

function write(status: object, old: object = {}, spec: object = {}): readonly string[] {
  const stored = workload(setJobDefaults, spec);
  return reportsOf(validateJobStatus(changed<Job>(stored, [['status', status]]), changed<Job>(stored, [['status', old]])));
}

test('a job ends by conditions in order', () => {
  assert.deepEqual(
    write({ startTime: START, completionTime: END, conditions: conditions('SuccessCriteriaMet', 'Complete') }, { startTime: START }),
    [],
  );
  assert.deepEqual(write({ startTime: START, conditions: conditions('FailureTarget', 'Failed') }, { startTime: START }), []);
  assert.deepEqual(write({ startTime: START, conditions: conditions('Failed') }, { startTime: START }), [
    'status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition',
  ]);
  assert.deepEqual(write({ active: 1, conditions: conditions('SuccessCriteriaMet', 'Complete') }), [
    'status.completionTime: Required value: completionTime is required for Complete jobs',
    'status.active: Invalid value: 1: active>0 is invalid for finished job',
    'status.startTime: Required value: startTime is required for finished job',
  ]);
});

test('what was stored before its rule stays writable', () => {
  const stored = { startTime: START, active: 1, conditions: conditions('FailureTarget', 'Failed') };
  assert.deepEqual(write({ ...stored, ready: 0 }, stored), []);
  const failed = { startTime: START, conditions: conditions('Failed') };
  assert.deepEqual(write({ ...failed, ready: 0 }, failed), []);
});

test('nothing goes back', () => {
  const old = { startTime: START, failed: 2, succeeded: 2, conditions: conditions('FailureTarget') };
  assert.deepEqual(write({ startTime: END, failed: 1, succeeded: 1 }, old), [
    'status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition',
    'status.failed: Invalid value: 1: cannot decrease the failed counter',
    'status.succeeded: Invalid value: 1: cannot decrease the succeeded counter',
    `status.startTime: Invalid value: "${END}": field is immutable for unsuspended job once set`,
  ]);
  assert.deepEqual(write({}, { startTime: START }), ['status.startTime: Invalid value: null: field is immutable for unsuspended job once set']);
  const suspended = (status: string): object => ({ conditions: [{ type: 'Suspended', status }] });
  assert.deepEqual(write({ startTime: END, ...suspended('False') }, { startTime: START, ...suspended('True') }), [], 'it starts anew');
  const elastic = { completionMode: 'Indexed', completions: 2, parallelism: 2 };
  assert.deepEqual(write({ succeeded: 1 }, { succeeded: 2 }, elastic), [], 'an indexed job may shrink');
});

test('indexes are in order, in range, and either completed or failed', () => {
  const spec = { completionMode: 'Indexed', completions: 5, parallelism: 1, backoffLimitPerIndex: 1 };
  assert.deepEqual(write({ completedIndexes: '0-1', failedIndexes: '2' }, {}, spec), []);
  assert.deepEqual(write({ completedIndexes: '0-2', failedIndexes: '2' }, {}, spec), [
    'status.failedIndexes: Invalid value: "2": failedIndexes and completedIndexes overlap at index: 2',
  ]);
  assert.deepEqual(write({ completedIndexes: '5' }, {}, spec), [
    'status.completedIndexes: Invalid value: "5": error parsing completedIndexes: too large index: "5"',
  ]);
  assert.deepEqual(write({ completedIndexes: '0' }, {}, { completions: 5 }), [
    'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
  ]);
});

test('pods are counted once', () => {
  assert.deepEqual(write({ uncountedTerminatedPods: { succeeded: ['a', ''], failed: ['a'] } }), [
    'status.uncountedTerminatedPods.succeeded[1]: Invalid value: "": must not be empty',
    'status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"',
  ]);
  const finished = { startTime: START, uncountedTerminatedPods: { failed: ['a'] }, conditions: conditions('FailureTarget', 'Failed') };
  assert.deepEqual(write(finished, { startTime: START }), [
    'status.uncountedTerminatedPods: Invalid value: {"Succeeded":null,"Failed":["a"]}: must be empty for finished job',
  ]);
  assert.deepEqual(write({ active: 1, ready: 2 }), ['status.ready: Invalid value: 2: cannot set more ready pods than active']);
});
