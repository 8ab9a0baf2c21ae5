/**
 * The types of apiextensions.k8s.io/v1: one declaration per type, one line per field, in the vocabulary of machinery/descriptor.ts. Names, Protobuf
 * numbers and markers are those of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1, release 1.36; they are wire format and never change.
 */
import {
  bool,
  bytes,
  enumeration,
  field,
  float64,
  inline,
  int32,
  int64,
  type ListType,
  list,
  type MapType,
  map,
  type OpaqueType,
  opaque,
  type ScalarType,
  type StructType,
  string,
  struct,
} from '../../../machinery/descriptor.ts';
import { RawExtension, Time, UID } from '../../meta/opaques.ts';
import { ListMeta, ObjectMeta, Status, TypeMeta } from '../../meta/v1/types.ts';

export const ConversionStrategyType: ScalarType = enumeration('v1.ConversionStrategyType');
export const ResourceScope: ScalarType = enumeration('v1.ResourceScope');
export const ConditionStatus: ScalarType = enumeration('v1.ConditionStatus');
export const CustomResourceDefinitionConditionType: ScalarType = enumeration('v1.CustomResourceDefinitionConditionType');
export const FieldValueErrorReason: ScalarType = enumeration('v1.FieldValueErrorReason', [
  'FieldValueDuplicate',
  'FieldValueForbidden',
  'FieldValueInvalid',
  'FieldValueRequired',
]);
export const JSONSchemaURL: ScalarType = enumeration('v1.JSONSchemaURL');

export const CustomResourceDefinitionSpec: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionSpec',
  () => [
    field('group', string, 1, { omitempty: false }),
    field('names', CustomResourceDefinitionNames, 3, { omitempty: false }),
    field('scope', ResourceScope, 4, { omitempty: false }),
    field('versions', list(CustomResourceDefinitionVersion), 7, { omitempty: false, list: 'atomic' }),
    field('conversion', CustomResourceConversion, 9, { pointer: true, optional: true }),
    field('preserveUnknownFields', bool, 10, { optional: true }),
  ],
);

export const CustomResourceConversion: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceConversion',
  () => [
    field('strategy', ConversionStrategyType, 1, { omitempty: false }),
    field('webhook', WebhookConversion, 2, { pointer: true, optional: true }),
  ],
);

export const WebhookConversion: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.WebhookConversion', () => [
  field('clientConfig', WebhookClientConfig, 2, { pointer: true, optional: true }),
  field('conversionReviewVersions', list(string), 3, { omitempty: false, list: 'atomic' }),
]);

export const WebhookClientConfig: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.WebhookClientConfig', () => [
  field('url', string, 3, { go: 'URL', pointer: true, optional: true }),
  field('service', ServiceReference, 1, { pointer: true, optional: true }),
  field('caBundle', bytes, 2, { go: 'CABundle', optional: true }),
]);

export const ServiceReference: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ServiceReference', () => [
  field('namespace', string, 1, { omitempty: false }),
  field('name', string, 2, { omitempty: false }),
  field('path', string, 3, { pointer: true, optional: true }),
  field('port', int32, 4, { pointer: true, optional: true }),
]);

export const CustomResourceDefinitionVersion: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionVersion',
  () => [
    field('name', string, 1, { omitempty: false }),
    field('served', bool, 2, { omitempty: false }),
    field('storage', bool, 3, { omitempty: false }),
    field('deprecated', bool, 7, { optional: true }),
    field('deprecationWarning', string, 8, { pointer: true, optional: true }),
    field('schema', CustomResourceValidation, 4, { pointer: true, optional: true }),
    field('subresources', CustomResourceSubresources, 5, { pointer: true, optional: true }),
    field('additionalPrinterColumns', list(CustomResourceColumnDefinition), 6, { optional: true, list: 'atomic' }),
    field('selectableFields', list(SelectableField), 9, { optional: true, list: 'atomic', gate: 'CustomResourceFieldSelectors' }),
  ],
);

export const SelectableField: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.SelectableField', () => [
  field('jsonPath', string, 1, { go: 'JSONPath', omitempty: false }),
]);

export const CustomResourceColumnDefinition: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceColumnDefinition',
  () => [
    field('name', string, 1, { omitempty: false }),
    field('type', string, 2, { omitempty: false }),
    field('format', string, 3, { optional: true }),
    field('description', string, 4, { optional: true }),
    field('priority', int32, 5, { optional: true }),
    field('jsonPath', string, 6, { go: 'JSONPath', omitempty: false }),
  ],
);

export const CustomResourceDefinitionNames: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionNames',
  () => [
    field('plural', string, 1, { omitempty: false }),
    field('singular', string, 2, { optional: true }),
    field('shortNames', list(string), 3, { optional: true, list: 'atomic' }),
    field('kind', string, 4, { omitempty: false }),
    field('listKind', string, 5, { optional: true }),
    field('categories', list(string), 6, { optional: true, list: 'atomic' }),
  ],
);

export const CustomResourceDefinitionCondition: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionCondition',
  () => [
    field('type', CustomResourceDefinitionConditionType, 1, { omitempty: false }),
    field('status', ConditionStatus, 2, { omitempty: false }),
    field('lastTransitionTime', Time, 3, { omitempty: false, optional: true }),
    field('reason', string, 4, { optional: true }),
    field('message', string, 5, { optional: true }),
    field('observedGeneration', int64, 6, { optional: true, gate: 'CRDObservedGenerationTracking' }),
  ],
);

export const CustomResourceDefinitionStatus: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionStatus',
  () => [
    field('conditions', list(CustomResourceDefinitionCondition), 1, { omitempty: false, optional: true, list: 'map', keys: ['type'] }),
    field('acceptedNames', CustomResourceDefinitionNames, 2, { omitempty: false, optional: true }),
    field('storedVersions', list(string), 3, { omitempty: false, optional: true, list: 'atomic' }),
    field('observedGeneration', int64, 4, { optional: true, gate: 'CRDObservedGenerationTracking' }),
  ],
);

export const CustomResourceDefinition: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinition',
  () => [
    inline(TypeMeta),
    field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
    field('spec', CustomResourceDefinitionSpec, 2, { omitempty: false }),
    field('status', CustomResourceDefinitionStatus, 3, { omitempty: false, optional: true }),
  ],
);

export const CustomResourceDefinitionList: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceDefinitionList',
  () => [
    inline(TypeMeta),
    field('metadata', ListMeta, 1, { go: 'ListMeta', omitempty: false, optional: true }),
    field('items', list(CustomResourceDefinition), 2, { omitempty: false }),
  ],
);

export const CustomResourceValidation: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceValidation',
  () => [field('openAPIV3Schema', JSONSchemaProps, 1, { pointer: true, optional: true })],
);

export const CustomResourceSubresources: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceSubresources',
  () => [
    field('status', CustomResourceSubresourceStatus, 1, { pointer: true, optional: true }),
    field('scale', CustomResourceSubresourceScale, 2, { pointer: true, optional: true }),
  ],
);

export const CustomResourceSubresourceStatus: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceSubresourceStatus',
  () => [],
);

export const CustomResourceSubresourceScale: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.CustomResourceSubresourceScale',
  () => [
    field('specReplicasPath', string, 1, { omitempty: false }),
    field('statusReplicasPath', string, 2, { omitempty: false }),
    field('labelSelectorPath', string, 3, { pointer: true, optional: true }),
  ],
);

export const ConversionReview: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ConversionReview', () => [
  inline(TypeMeta),
  field('request', ConversionRequest, 1, { pointer: true, optional: true }),
  field('response', ConversionResponse, 2, { pointer: true, optional: true }),
]);

export const ConversionRequest: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ConversionRequest', () => [
  field('uid', UID, 1, { go: 'UID', omitempty: false }),
  field('desiredAPIVersion', string, 2, { omitempty: false }),
  field('objects', list(RawExtension), 3, { omitempty: false, list: 'atomic' }),
]);

export const ConversionResponse: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ConversionResponse', () => [
  field('uid', UID, 1, { go: 'UID', omitempty: false }),
  field('convertedObjects', list(RawExtension), 2, { omitempty: false, list: 'atomic' }),
  field('result', Status, 3, { omitempty: false }),
]);

export const JSONSchemaProps: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaProps', () => [
  field('id', string, 1, { go: 'ID', optional: true }),
  field('$schema', JSONSchemaURL, 2, { go: 'Schema', optional: true }),
  field('$ref', string, 3, { go: 'Ref', pointer: true, optional: true }),
  field('description', string, 4, { optional: true }),
  field('type', string, 5, { optional: true }),
  field('format', string, 6, { optional: true }),
  field('title', string, 7, { optional: true }),
  field('default', JSONValue, 8, { pointer: true, optional: true }),
  field('maximum', float64, 9, { pointer: true, optional: true }),
  field('exclusiveMaximum', bool, 10, { optional: true }),
  field('minimum', float64, 11, { pointer: true, optional: true }),
  field('exclusiveMinimum', bool, 12, { optional: true }),
  field('maxLength', int64, 13, { pointer: true, optional: true }),
  field('minLength', int64, 14, { pointer: true, optional: true }),
  field('pattern', string, 15, { optional: true }),
  field('maxItems', int64, 16, { pointer: true, optional: true }),
  field('minItems', int64, 17, { pointer: true, optional: true }),
  field('uniqueItems', bool, 18, { optional: true }),
  field('multipleOf', float64, 19, { pointer: true, optional: true }),
  field('enum', list(JSONValue), 20, { optional: true, list: 'atomic' }),
  field('maxProperties', int64, 21, { pointer: true, optional: true }),
  field('minProperties', int64, 22, { pointer: true, optional: true }),
  field('required', list(string), 23, { optional: true, list: 'atomic' }),
  field('items', JSONSchemaPropsOrArray, 24, { pointer: true, optional: true }),
  field('allOf', list(JSONSchemaProps), 25, { optional: true, list: 'atomic' }),
  field('oneOf', list(JSONSchemaProps), 26, { optional: true, list: 'atomic' }),
  field('anyOf', list(JSONSchemaProps), 27, { optional: true, list: 'atomic' }),
  field('not', JSONSchemaProps, 28, { pointer: true, optional: true }),
  field('properties', map(JSONSchemaProps), 29, { optional: true }),
  field('additionalProperties', JSONSchemaPropsOrBool, 30, { pointer: true, optional: true }),
  field('patternProperties', map(JSONSchemaProps), 31, { optional: true }),
  field('dependencies', JSONSchemaDependencies, 32, { optional: true }),
  field('additionalItems', JSONSchemaPropsOrBool, 33, { pointer: true, optional: true }),
  field('definitions', JSONSchemaDefinitions, 34, { optional: true }),
  field('externalDocs', ExternalDocumentation, 35, { pointer: true, optional: true }),
  field('example', JSONValue, 36, { pointer: true, optional: true }),
  field('nullable', bool, 37, { optional: true }),
  field('x-kubernetes-preserve-unknown-fields', bool, 38, { go: 'XPreserveUnknownFields', pointer: true, optional: true }),
  field('x-kubernetes-embedded-resource', bool, 39, { go: 'XEmbeddedResource', optional: true }),
  field('x-kubernetes-int-or-string', bool, 40, { go: 'XIntOrString', optional: true }),
  field('x-kubernetes-list-map-keys', list(string), 41, { go: 'XListMapKeys', optional: true, list: 'atomic' }),
  field('x-kubernetes-list-type', string, 42, { go: 'XListType', pointer: true, optional: true }),
  field('x-kubernetes-map-type', string, 43, { go: 'XMapType', pointer: true, optional: true }),
  field('x-kubernetes-validations', ValidationRules, 44, {
    go: 'XValidations',
    optional: true,
    patch: 'merge',
    mergeKey: 'rule',
    list: 'map',
    keys: ['rule'],
  }),
]);

export const ValidationRule: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ValidationRule', () => [
  field('rule', string, 1, { omitempty: false }),
  field('message', string, 2, { optional: true }),
  field('messageExpression', string, 3, { optional: true }),
  field('reason', FieldValueErrorReason, 4, { pointer: true, optional: true }),
  field('fieldPath', string, 5, { optional: true }),
  field('optionalOldSelf', bool, 6, { pointer: true, optional: true, gate: 'CRDValidationRatcheting' }),
]);

export const ExternalDocumentation: StructType = struct('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.ExternalDocumentation', () => [
  field('description', string, 1, { optional: true }),
  field('url', string, 2, { go: 'URL', optional: true }),
]);

export const JSONValue: OpaqueType = opaque('JSON', 'v1.JSON');
export const JSONSchemaPropsOrBool: OpaqueType = opaque('JSONSchemaPropsOrBool', 'v1.JSONSchemaPropsOrBool', JSONSchemaProps);
export const JSONSchemaPropsOrArray: OpaqueType = opaque('JSONSchemaPropsOrArray', 'v1.JSONSchemaPropsOrArray', JSONSchemaProps);
export const JSONSchemaPropsOrStringArray: OpaqueType = opaque('JSONSchemaPropsOrStringArray', 'v1.JSONSchemaPropsOrStringArray', JSONSchemaProps);
export const ValidationRules: ListType = list(ValidationRule, 'v1.ValidationRules');
export const JSONSchemaDependencies: MapType = map(JSONSchemaPropsOrStringArray, string, 'v1.JSONSchemaDependencies');
export const JSONSchemaDefinitions: MapType = map(JSONSchemaProps, string, 'v1.JSONSchemaDefinitions');
