import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { checkUnstructured, wrapIntegers } from './check.ts';

const deployment = (spec: object): { spec: { [key: string]: unknown } } => ({ spec: { ...spec } });

test('a value of the wrong kind is told in the words of the converter', () => {
  assert.equal(checkUnstructured(deployment({ replicas: 'x' }), Deployment), 'unrecognized type: int32');
  assert.equal(checkUnstructured(deployment({ replicas: 1.5 }), Deployment), 'cannot convert float64 to int32');
  assert.equal(checkUnstructured(deployment({ replicas: 2 ** 31 }), Deployment), undefined);
});

test('integers that are too long for their field are cut as Go cuts them', () => {
  const document = deployment({
    replicas: 2 ** 31,
    template: { spec: { activeDeadlineSeconds: 2 ** 33, containers: [{ ports: [{ containerPort: 2 ** 32 + 80 }] }] } },
  });
  wrapIntegers(document, Deployment);
  assert.deepEqual(
    document,
    deployment({ replicas: -(2 ** 31), template: { spec: { activeDeadlineSeconds: 2 ** 33, containers: [{ ports: [{ containerPort: 80 }] }] } } }),
  );
});
