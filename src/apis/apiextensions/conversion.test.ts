/** Custom resource definitions in the store: the older form that upstream keeps, and back without loss. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJson } from '../../codec/json/decode.ts';
import { encodeJson } from '../../codec/json/encode.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { definitionFromBeta, definitionToBeta, setBetaDefinitionDefaults } from './conversion.ts';
import { CustomResourceDefinition } from './v1/types.ts';
import { CustomResourceDefinition as Beta } from './v1beta1/types.ts';

const schema = { openAPIV3Schema: { type: 'object' } };
const column = { name: 'Size', type: 'integer', jsonPath: '.spec.size' };

function definition(spec: object): KubeObject {
  const whole = {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: { name: 'boats.x.io' },
    spec: { group: 'x.io', names: { plural: 'boats', kind: 'Boat' }, scope: 'Namespaced', ...spec },
  };
  return decodeJson(Buffer.from(JSON.stringify(whole)), CustomResourceDefinition, 'ignore').object;
}

const specOf = (object: KubeObject): unknown => JSON.parse(Buffer.from(encodeJson(object, Beta)).toString()).spec;

test('what all versions have in common is stored once', () => {
  const v1 = { name: 'v1', served: true, storage: true, schema, additionalPrinterColumns: [column] };
  const v2 = { name: 'v2', served: true, storage: false, schema, subresources: { status: {} }, additionalPrinterColumns: [column] };
  assert.deepEqual(specOf(definitionToBeta(definition({ versions: [v1, v2] }))), {
    group: 'x.io',
    version: 'v1',
    names: { plural: 'boats', kind: 'Boat' },
    scope: 'Namespaced',
    validation: schema,
    versions: [
      { name: 'v1', served: true, storage: true },
      { name: 'v2', served: true, storage: false, subresources: { status: {} } },
    ],
    additionalPrinterColumns: [{ name: 'Size', type: 'integer', JSONPath: '.spec.size' }],
    preserveUnknownFields: false,
  });
});

test('back again nothing is lost', () => {
  const webhook = { clientConfig: { url: 'https://x' }, conversionReviewVersions: ['v1'] };
  const cases = [
    { versions: [{ name: 'v1', served: true, storage: true, schema, selectableFields: [{ jsonPath: '.spec.a' }] }] },
    {
      versions: [
        { name: 'v1', served: true, storage: true, schema, additionalPrinterColumns: [column] },
        { name: 'v2', served: true, storage: false },
      ],
    },
    { versions: [{ name: 'v1', served: true, storage: true }], conversion: { strategy: 'Webhook', webhook }, preserveUnknownFields: true },
    { versions: [{ name: 'v1', served: true, storage: true }], conversion: { strategy: 'None' } },
  ];
  for (const spec of cases) {
    const object = definition(spec);
    const text = (each: KubeObject): string => Buffer.from(encodeJson(each, CustomResourceDefinition)).toString();
    const stored = decodeJson(encodeJson(definitionToBeta(object), Beta), Beta, 'ignore').object;
    assert.equal(text(definitionFromBeta(stored)), text(object));
  }
});

test('what an old release stored: one version by its name, and unknown fields kept', () => {
  const old = definition({ versions: [] });
  const object: KubeObject = { ...old, spec: { group: 'x.io', version: 'v1', names: {}, subresources: { status: {} } } };
  setBetaDefinitionDefaults(object);
  const { spec } = definitionFromBeta(object);
  const versions = [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }];
  assert.deepEqual(spec, { group: 'x.io', names: {}, scope: 'Namespaced', versions, conversion: { strategy: 'None' }, preserveUnknownFields: true });
});
