import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MutatingAdmissionPolicy } from '../v1/objects.gen.ts';
import { validateMutatingBinding, validateMutatingPolicy } from './mutating-policies.ts';

const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const match = (operations: readonly string[]) => ({
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  resourceRules: [{ ...rule, operations: [...operations], scope: '*' }],
});
const good = {
  failurePolicy: 'Fail',
  matchConstraints: match(['CREATE']),
  reinvocationPolicy: 'Never',
  mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
};

function fieldsOf(spec: object): readonly string[] {
  const policy = { metadata: { name: 'p' }, spec: { ...good, ...spec } } as unknown as MutatingAdmissionPolicy;
  const { details } = validateMutatingPolicy(policy).toApiError({ group: '', kind: 'P' }, 'p').status;
  return (details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
}

test('a policy says what it changes, with one patch of the type that it names', () => {
  assert.deepEqual(fieldsOf({}), []);
  assert.deepEqual(fieldsOf({ mutations: [] }), ['spec.mutations: Required value: mutations must contain at least one item']);
  assert.deepEqual(fieldsOf({ mutations: [{ patchType: 'JSONPatch', applyConfiguration: { expression: 'x' } }] }), [
    'spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch',
    'spec.mutations[0].applyConfiguration: Invalid value: "{applyConfiguration}": must not be specified when patchType is JSONPatch',
  ]);
  assert.deepEqual(fieldsOf({ reinvocationPolicy: undefined }), ['spec.reinvocationPolicy: Required value']);
});

test('nothing is changed on its way out', () => {
  assert.deepEqual(fieldsOf({ matchConstraints: match(['DELETE']) }), [
    'spec.matchConstraints.resourceRules.operations: Unsupported value: "DELETE": supported values: "*", "CONNECT", "CREATE", "UPDATE"',
  ]);
});

test('a binding names its policy', () => {
  assert.equal(validateMutatingBinding({ metadata: { name: 'b' }, spec: {} } as never).length, 1);
});
