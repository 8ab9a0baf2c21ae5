/**
 * Content negotiation for resources: from the Accept header to the rendering that makes the bytes.
 *
 * Two refusals exist upstream and clients see both: the route's (requireRoute, before anything is looked up) and the handler's. A kind of
 * transformation that does not fit the answer (a list asked of an object) is refused only when there is an answer to transform.
 */
import { encodeJson } from '../codec/json/encode.ts';
import type { StructType } from '../machinery/descriptor.ts';
import type { KubeObject } from '../machinery/object.ts';
import { ApiError, badRequest } from '../machinery/status.ts';
import type { TablePrinter } from '../registry/generic/declaration.ts';
import type { RequestContext } from '../request/context.ts';
import { BUILT_IN_OFFERS, type Choice, type Conversion, chooseMedia, type MediaOffer, notAcceptable, requireProducible } from './accept.ts';
import type { Pieces, Rendering } from './rendering/interface.ts';
import { JsonRendering } from './rendering/json.ts';
import { PartialRendering, partialOf } from './rendering/partial.ts';
import type { ServedKind } from './rendering/served.ts';
import { type IncludeObject, TableRendering, tableOfObject } from './rendering/table.ts';
import { YamlRendering, yamlOf } from './rendering/yaml.ts';
import type { ResourceTarget } from './resources.ts';

export type RenderingScope = 'object' | 'list' | 'watch';

/** What can be made; a media type that is not here falls through to the next clause. */
const OFFERS: readonly MediaOffer[] = BUILT_IN_OFFERS.filter((each) => each.encoding !== 'protobuf');
const NEWLINE = Buffer.from('\n');
const MEDIA_TYPES: readonly string[] = BUILT_IN_OFFERS.map((each) => each.mediaType);
const STREAM_TYPES: readonly string[] = BUILT_IN_OFFERS.filter((each) => each.streams).map((each) => `${each.mediaType};stream=watch`);
const LIST_TYPES: readonly string[] = [...MEDIA_TYPES, ...STREAM_TYPES];

/** The route's reading of Accept, once the route is known and before anything is looked up. @throws {ApiError} 406, 415 */
export function requireRoute(context: RequestContext, scope: RenderingScope): void {
  requireProducible(context, scope === 'object' ? MEDIA_TYPES : LIST_TYPES);
}

/**
 * @param now milliseconds since the epoch, for what is shown relative to it (ages); watches pass their clock
 * @throws {ApiError} 406 when nothing that the client accepts can be made; 400 for a bad includeObject of a watch
 */
export function negotiateRendering(
  context: RequestContext,
  target: ResourceTarget,
  scope: RenderingScope,
  now: () => number = () => context.receivedAt,
): Rendering {
  requireRoute(context, scope);
  const choice = chooseMedia(context.request.header('accept') ?? '', OFFERS, allowsConversion);
  if (choice === undefined) throw notAcceptable(MEDIA_TYPES);
  if (scope === 'watch' && !choice.offer.streams) throw notAcceptable(STREAM_TYPES);
  const kind = servedKind(target);
  if (choice.conversion === undefined) return encoded(new JsonRendering(kind), choice);
  return encoded(
    transformed(kind, choice.conversion, scope, { printer: target.installed.declaration.columns, now, query: context.info.query }),
    choice,
  );
}

/** An object that is no entry, in the client's form. `object` is in the wire version, described by `type`. @throws {ApiError} 406, 400 */
export function renderObject(
  context: RequestContext,
  target: ResourceTarget,
  object: KubeObject,
  type: StructType,
): { readonly contentType: string; readonly pieces: Pieces } {
  requireRoute(context, 'object');
  const choice = chooseMedia(
    context.request.header('accept') ?? '',
    OFFERS,
    (conversion, offer) => allowsConversion(conversion, offer) && (conversion?.kind !== 'Table' || printable(target)),
  );
  if (choice === undefined) throw notAcceptable(MEDIA_TYPES);
  const json = encodeJson(object, type);
  const asIs = choice.conversion === undefined || isStatus(object);
  const pieces = asIs ? [json, NEWLINE] : transformObject(context, target, object, json, choice.conversion as Conversion);
  return { contentType: choice.offer.mediaType, pieces: choice.offer.encoding === 'yaml' ? yamlOf(pieces) : pieces };
}

/** A Status is told as it is, whatever form was asked for. */
function isStatus(object: KubeObject): boolean {
  return object.kind === 'Status' && object.apiVersion === 'v1';
}

/** Objects of the resource itself have a printer; those of its subresources and reviews have none. */
function printable(target: ResourceTarget): boolean {
  return target.subresource === undefined || target.subresource.kind === 'stored';
}

function transformObject(context: RequestContext, target: ResourceTarget, object: KubeObject, json: Uint8Array, conversion: Conversion): Pieces {
  if (conversion.kind === 'PartialObjectMetadataList') throw notAList(servedKind(target));
  if (conversion.kind === 'PartialObjectMetadata') return [...partialOf(json, `meta.k8s.io/${conversion.version}`), NEWLINE];
  const includeObject = includeObjectOf(context.info.query);
  if (includeObject instanceof ApiError) throw includeObject;
  const printed = target.version.toHub === undefined ? object : target.version.toHub(object);
  return tableOfObject(printed, json, {
    printer: target.installed.declaration.columns,
    metaVersion: conversion.version,
    includeObject,
    now: () => context.receivedAt,
  });
}

export function servedKind(target: ResourceTarget): ServedKind {
  const { declaration } = target.installed;
  const internalPackage = declaration.group === '' ? 'core' : (declaration.group.split('.', 1)[0] as string);
  return {
    group: target.group,
    kind: declaration.kind,
    listKind: declaration.listKind,
    version: target.version,
    itemsCarryKind: false,
    goName: `*${internalPackage}.${declaration.kind}`,
  };
}

/** Which transformations there are at all; whether one fits the answer is seen later. */
export function allowsConversion(conversion: Conversion | undefined, offer: MediaOffer): boolean {
  if (conversion === undefined) return true;
  if (conversion.group !== 'meta.k8s.io' || (conversion.version !== 'v1' && conversion.version !== 'v1beta1')) return false;
  if (conversion.kind === 'Table') return offer.encoding !== 'protobuf';
  return conversion.kind === 'PartialObjectMetadata' || conversion.kind === 'PartialObjectMetadataList';
}

/** JSON as it is or in the encoding that was chosen. */
function encoded(json: Rendering, choice: Choice): Rendering {
  return choice.offer.encoding === 'yaml' ? new YamlRendering(json) : json;
}

/** A kind of transformation that does not fit the answer is refused when there is an answer: a missing object is a 404 all the same. */
function transformed(kind: ServedKind, conversion: Conversion, scope: RenderingScope, table: TableSource): Rendering {
  const partial = new PartialRendering(kind, conversion.version);
  switch (conversion.kind) {
    case 'Table':
      return tableRendering(kind, conversion, scope, table, partial);
    case 'PartialObjectMetadataList':
      if (scope === 'watch') return silent(partial);
      return scope === 'list' ? partial : refusing(partial, notAList(kind));
    default:
      return scope === 'list' ? refusing(partial, isAList(kind)) : partial;
  }
}

interface TableSource {
  readonly printer: TablePrinter;
  readonly now: () => number;
  readonly query: URLSearchParams;
}

function tableRendering(kind: ServedKind, conversion: Conversion, scope: RenderingScope, table: TableSource, fallback: Rendering): Rendering {
  const includeObject = includeObjectOf(table.query);
  if (!(includeObject instanceof ApiError)) {
    return new TableRendering(kind, { printer: table.printer, metaVersion: conversion.version, includeObject, now: table.now });
  }
  if (scope === 'watch') throw includeObject;
  return refusing(fallback, includeObject);
}

function notAList(kind: ServedKind): ApiError {
  return new ApiError(406, 'NotAcceptable', `you requested PartialObjectMetadataList, but the requested object is not a list (${kind.goName})`);
}

function isAList(kind: ServedKind): ApiError {
  return new ApiError(406, 'NotAcceptable', `you requested PartialObjectMetadata, but the requested object is a list (${kind.goName}List)`);
}

/** A rendering that refuses as soon as there is something to render. */
export function refusing(like: Rendering, refusal: ApiError): Rendering {
  const refuse = (): Pieces => {
    throw refusal;
  };
  return {
    contentType: like.contentType,
    watchContentType: like.watchContentType,
    shareKey: `refusing|${like.shareKey}`,
    object: refuse,
    listHead: refuse,
    listItem: refuse,
    listTail: refuse,
    watchItem: refuse,
    watchError: (status) => like.watchError(status),
  };
}

/** A list cannot be made of a watch's object: upstream opens the watch and never gets an event out. */
function silent(like: Rendering): Rendering {
  return { ...refusing(like, new ApiError(406, 'NotAcceptable', '')), watchItem: () => [] };
}

function includeObjectOf(query: URLSearchParams): IncludeObject | ApiError {
  const asked = query.get('includeObject') ?? '';
  if (asked === '') return 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  return badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}
