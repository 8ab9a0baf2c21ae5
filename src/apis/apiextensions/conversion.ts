/**
 * Custom resource definitions between v1, in which they are served, and v1beta1, in which they are stored. What all versions of a definition have in
 * common (schema, subresources, columns, selectable fields) stands once at the top in v1beta1, and in every version in v1.
 * (apiextensions-apiserver: pkg/apis/apiextensions/{v1,v1beta1}/conversion.go)
 */
import { isDeepStrictEqual } from 'node:util';
import type { Fields, KubeObject } from '../../machinery/object.ts';

interface Version {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Spec {
  readonly version?: string;
  readonly versions?: readonly Version[] | null;
  readonly conversion?: Fields | null;
  readonly preserveUnknownFields?: boolean;
  readonly [field: string]: unknown;
}

/** What may be common: its name in a version, and at the top of v1beta1. */
const COMMON: readonly (readonly [string, string])[] = [
  ['schema', 'validation'],
  ['subresources', 'subresources'],
  ['additionalPrinterColumns', 'additionalPrinterColumns'],
  ['selectableFields', 'selectableFields'],
];

export function definitionToBeta(object: KubeObject): KubeObject {
  const { versions: given, conversion, preserveUnknownFields, ...rest } = object.spec as Spec;
  const versions = (given ?? []).map((version) => withColumns(version, betaColumn));
  const spec: Fields = { ...rest, versions };
  const [first] = versions;
  if (first !== undefined) {
    spec.version = first.name;
    for (const [inVersion, atTop] of COMMON) {
      const value = first[inVersion];
      if (!versions.every((version) => isDeepStrictEqual(version[inVersion], value))) continue;
      if (value !== undefined) spec[atTop] = value;
      spec.versions = (spec.versions as Version[]).map((version) => without(version, inVersion));
    }
  }
  if (conversion !== undefined && conversion !== null) spec.conversion = betaConversion(conversion);
  spec.preserveUnknownFields = preserveUnknownFields ?? false;
  return { ...object, spec };
}

export function definitionFromBeta(object: KubeObject): KubeObject {
  const { version, versions: given, conversion, preserveUnknownFields, ...top } = object.spec as Spec;
  const named = version === undefined || version === '' ? [] : [{ name: version, served: true, storage: true }];
  const versions = (given ?? []).length > 0 ? (given ?? []) : named;
  const spec: Fields = { ...top };
  const common: Fields = {};
  for (const [inVersion, atTop] of COMMON) {
    if (spec[atTop] !== undefined && spec[atTop] !== null) common[inVersion] = spec[atTop];
    delete spec[atTop];
  }
  spec.versions = versions.map((each) => withColumns({ ...each, ...common }, stableColumn));
  if (conversion !== undefined && conversion !== null) spec.conversion = stableConversion(conversion);
  if (preserveUnknownFields === true) spec.preserveUnknownFields = true;
  return { ...object, spec };
}

/** Of the stored form; run before the conversion to v1. They change the object in place. */
export function setBetaDefinitionDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as Fields;
  spec.scope ||= 'Namespaced';
  spec.preserveUnknownFields ??= true;
  spec.conversion ??= { strategy: 'None' };
}

function without(version: Version, field: string): Version {
  const { [field]: _, ...rest } = version;
  return rest as Version;
}

function withColumns(version: Version, convert: (column: Fields) => Fields): Version {
  const columns = version.additionalPrinterColumns as readonly Fields[] | undefined | null;
  return columns === undefined || columns === null ? version : { ...version, additionalPrinterColumns: columns.map(convert) };
}

function betaColumn({ jsonPath, ...column }: Fields): Fields {
  return { ...column, JSONPath: jsonPath };
}

function stableColumn({ JSONPath, ...column }: Fields): Fields {
  return { ...column, jsonPath: JSONPath };
}

function betaConversion({ strategy, webhook }: Fields): Fields {
  const { clientConfig, conversionReviewVersions } = (webhook ?? {}) as Fields;
  return {
    strategy,
    ...(clientConfig === undefined ? {} : { webhookClientConfig: clientConfig }),
    ...(conversionReviewVersions === undefined || conversionReviewVersions === null ? {} : { conversionReviewVersions }),
  };
}

/** v1 has a webhook when there is anything to say about it. */
function stableConversion({ strategy, webhookClientConfig, conversionReviewVersions }: Fields): Fields {
  if (webhookClientConfig === undefined && conversionReviewVersions === undefined) return { strategy };
  const clientConfig = webhookClientConfig === undefined ? {} : { clientConfig: webhookClientConfig };
  return { strategy, webhook: { ...clientConfig, conversionReviewVersions: conversionReviewVersions ?? null } };
}
