/**
 * The types of apiextensions.k8s.io/v1beta1 that differ from v1: this version is not served any more, but upstream still keeps custom resource
 * definitions in it, because what all versions of a definition have in common is written once. Numbers are those of
 * k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1, release 1.36.
 */
import { bool, enumeration, field, inline, int32, list, type ScalarType, type StructType, string, struct } from '../../../machinery/descriptor.ts';
import { ObjectMeta, TypeMeta } from '../../meta/v1/types.ts';
import {
  CustomResourceDefinitionNames,
  CustomResourceDefinitionStatus,
  CustomResourceSubresources,
  CustomResourceValidation,
  ResourceScope,
  SelectableField,
  WebhookClientConfig,
} from '../v1/types.ts';

export const ConversionStrategyType: ScalarType = enumeration('v1beta1.ConversionStrategyType');

export const CustomResourceDefinition: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1.CustomResourceDefinition',
  () => [
    inline(TypeMeta),
    field('metadata', ObjectMeta, 1, { go: 'ObjectMeta', omitempty: false, optional: true }),
    field('spec', CustomResourceDefinitionSpec, 2, { omitempty: false }),
    field('status', CustomResourceDefinitionStatus, 3, { omitempty: false, optional: true }),
  ],
);

export const CustomResourceDefinitionSpec: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1.CustomResourceDefinitionSpec',
  () => [
    field('group', string, 1, { omitempty: false }),
    field('version', string, 2, { optional: true }),
    field('names', CustomResourceDefinitionNames, 3, { omitempty: false }),
    field('scope', ResourceScope, 4, { omitempty: false }),
    field('validation', CustomResourceValidation, 5, { pointer: true, optional: true }),
    field('subresources', CustomResourceSubresources, 6, { pointer: true, optional: true }),
    field('versions', list(CustomResourceDefinitionVersion), 7, { optional: true, list: 'atomic' }),
    field('additionalPrinterColumns', list(CustomResourceColumnDefinition), 8, { optional: true, list: 'atomic' }),
    field('selectableFields', list(SelectableField), 11, { optional: true, list: 'atomic' }),
    field('conversion', CustomResourceConversion, 9, { pointer: true, optional: true }),
    field('preserveUnknownFields', bool, 10, { pointer: true, optional: true }),
  ],
);

export const CustomResourceDefinitionVersion: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1.CustomResourceDefinitionVersion',
  () => [
    field('name', string, 1, { omitempty: false }),
    field('served', bool, 2, { omitempty: false }),
    field('storage', bool, 3, { omitempty: false }),
    field('deprecated', bool, 7, { optional: true }),
    field('deprecationWarning', string, 8, { pointer: true, optional: true }),
    field('schema', CustomResourceValidation, 4, { pointer: true, optional: true }),
    field('subresources', CustomResourceSubresources, 5, { pointer: true, optional: true }),
    field('additionalPrinterColumns', list(CustomResourceColumnDefinition), 6, { optional: true, list: 'atomic' }),
    field('selectableFields', list(SelectableField), 9, { optional: true, list: 'atomic' }),
  ],
);

export const CustomResourceColumnDefinition: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1.CustomResourceColumnDefinition',
  () => [
    field('name', string, 1, { omitempty: false }),
    field('type', string, 2, { omitempty: false }),
    field('format', string, 3, { optional: true }),
    field('description', string, 4, { optional: true }),
    field('priority', int32, 5, { optional: true }),
    field('JSONPath', string, 6, { omitempty: false }),
  ],
);

export const CustomResourceConversion: StructType = struct(
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1.CustomResourceConversion',
  () => [
    field('strategy', ConversionStrategyType, 1, { omitempty: false }),
    field('webhookClientConfig', WebhookClientConfig, 2, { pointer: true, optional: true }),
    field('conversionReviewVersions', list(string), 3, { optional: true, list: 'atomic' }),
  ],
);
