/** What is said about API services' status. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asKind } from '../../../machinery/object.ts';
import type { APIService } from '../v1/objects.gen.ts';
import { validateAPIServiceStatus } from './apiservices.ts';

function said(status: object | undefined): readonly string[] {
  const service = { kind: 'APIService', apiVersion: 'apiregistration.k8s.io/v1', metadata: { name: 'v1.a.io' }, spec: {}, status };
  return validateAPIServiceStatus(asKind<APIService>(service)).errors.map(({ field, body }) => `${field}: ${body}`);
}

test('conditions of an API service are true, false or unknown', () => {
  const of = (...statuses: readonly string[]) => said({ conditions: statuses.map((status) => ({ type: 'Available', status })) });
  assert.deepEqual(of('True', 'False', 'Unknown'), []);
  assert.deepEqual(of('True', 'true', ''), [
    'status.conditions[1].status: Unsupported value: "true": supported values: "True", "False", "Unknown"',
    'status.conditions[2].status: Unsupported value: "": supported values: "True", "False", "Unknown"',
  ]);
  assert.deepEqual(said(undefined), []);
});
