import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../machinery/status.ts';
import { readDeleteOptions, readPatchOptions, readWriteOptions, validDeleteOptions } from './options.ts';

const query = (text: string): URLSearchParams => new URLSearchParams(text);
const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
};

test('without options a write is real and warns about unknown fields', () => {
  assert.deepEqual(readWriteOptions('CreateOptions', query('')), { dryRun: false, fieldManager: '', fieldValidation: 'Warn' });
  assert.deepEqual(readWriteOptions('CreateOptions', query('dryRun=All&dryRun=All&fieldValidation=Strict&fieldManager=me')), {
    dryRun: true,
    fieldManager: 'me',
    fieldValidation: 'Strict',
  });
});

test('every bad option is told, in order', () => {
  assert.equal(
    refusal(() => readWriteOptions('CreateOptions', query('fieldValidation=Lax&dryRun=x&fieldManager=%07'))),
    '422 CreateOptions.meta.k8s.io "" is invalid: [fieldManager: Invalid value: "\\a": invalid character U+0007 (at position 0), dryRun: Unsupported value: ["x"]: supported values: "All", fieldValidation: Unsupported value: "Lax": supported values: "", "Ignore", "Strict", "Warn"]',
  );
});

test('an apply needs a manager, other patches may not be forced', () => {
  assert.match(
    refusal(() => readPatchOptions(query(''), true)),
    /fieldManager: Required value: is required for apply patch$/,
  );
  assert.match(
    refusal(() => readPatchOptions(query('force=false'), false)),
    /force: Forbidden: may not be specified for non-apply patch$/,
  );
  assert.equal(readPatchOptions(query('force=1&fieldManager=m'), true).force, true);
});

test('deletions: any text but 0 and false is true, numbers must be numbers, uid and resourceVersion are preconditions', () => {
  assert.equal(readDeleteOptions(query('orphanDependents=maybe')).orphanDependents, true);
  assert.equal(readDeleteOptions(query('orphanDependents=0')).orphanDependents, false);
  assert.deepEqual(readDeleteOptions(query('uid=u&resourceVersion=7')).preconditions, { uid: 'u', resourceVersion: '7' });
  assert.equal(
    refusal(() => readDeleteOptions(query('gracePeriodSeconds=abc'))),
    '400 strconv.ParseInt: parsing "abc": invalid syntax',
  );
  assert.match(
    refusal(() => readDeleteOptions(query('propagationPolicy=Orphan&orphanDependents=false'))),
    /cannot be both set$/,
  );
  assert.match(
    refusal(() => validDeleteOptions({ propagationPolicy: '' })),
    /Unsupported value: "": supported values: "Foreground", "Background", "Orphan", "nil"$/,
  );
});
