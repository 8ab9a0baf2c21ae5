import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { ConfigMap } from '../../apis/core/v1/types.ts';
import { checkUnstructured, wrapIntegers } from './check.ts';

const deployment = (spec: object): { spec: { [key: string]: unknown } } => ({ spec: { ...spec } });

test('a value of the wrong kind is told in the words of the converter', () => {
  assert.equal(checkUnstructured(deployment({ replicas: 'x' }), Deployment), 'unrecognized type: int32');
  assert.equal(checkUnstructured(deployment({ replicas: 1.5 }), Deployment), 'cannot convert float64 to int32');
  assert.equal(checkUnstructured(deployment({ replicas: 2 ** 31 }), Deployment), undefined);
  assert.equal(checkUnstructured({ data: { a: 1e21 } }, ConfigMap), 'unrecognized type: string');
  assert.equal(checkUnstructured({ spec: 1e21 }, Deployment), 'cannot restore struct from: float64');
});

test('bytes may be written as a list of octets, and of nothing else', () => {
  const bytes = (octets: readonly unknown[]): string | undefined => checkUnstructured({ binaryData: { b: octets } }, ConfigMap);
  assert.deepEqual(
    [bytes([1, null]), bytes([{}]), bytes(['x']), bytes([0.5])],
    [undefined, 'unrecognized type: uint8', 'unrecognized type: uint8', 'cannot convert float64 to uint8'],
  );
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

test('a whole number beyond an int64 becomes what Go makes of it', () => {
  const document = deployment({ replicas: 1e20, template: { spec: { activeDeadlineSeconds: 2 ** 63 } } });
  assert.equal(checkUnstructured(document, Deployment), undefined);
  wrapIntegers(document, Deployment);
  assert.deepEqual(document, deployment({ replicas: 0, template: { spec: { activeDeadlineSeconds: -(2n ** 63n) } } }));
});
