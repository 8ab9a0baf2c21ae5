/**
 * Content negotiation for resources: from the Accept header to the rendering that makes the bytes.
 *
 * Two refusals exist upstream and clients see both: the route's (requireRoute, before anything is looked up) and the handler's. A kind of
 * transformation that does not fit the answer (a list asked of an object) is refused only when there is an answer to transform.
 */
import { PartialObjectMetadata } from '../../apis/meta/v1/types.ts';
import { jsonToCbor } from '../../codec/cbor/encode.ts';
import { encodeJson } from '../../codec/json/encode.ts';
import { encodeProtobuf } from '../../codec/protobuf/encode.ts';
import type { StructType } from '../../machinery/descriptor.ts';
import { CBOR_SEQUENCE_TYPE, CBOR_TYPE } from '../../machinery/media.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, badRequest } from '../../machinery/status.ts';
import type { TablePrinter, VersionDeclaration } from '../../registry/generic/declaration.ts';
import type { RequestContext } from '../../request/context.ts';
import { CborRendering } from '../rendering/cbor.ts';
import type { Pieces, Rendering } from '../rendering/interface.ts';
import { JsonRendering } from '../rendering/json.ts';
import { PartialRendering, partialOf } from '../rendering/partial.ts';
import { type ProtobufForm, ProtobufRendering, wholeForm } from '../rendering/protobuf.ts';
import type { ServedKind } from '../rendering/served.ts';
import { type IncludeObject, TableRendering, tableOfObject } from '../rendering/table.ts';
import { YamlRendering, yamlOf } from '../rendering/yaml.ts';
import type { ResourceTarget } from '../routing/resources.ts';
import { type Conversion, chooseMedia, type MediaOffer, notAcceptable, offersOf, requireProducible } from './accept.ts';

export type RenderingScope = 'object' | 'list' | 'watch';

const NEWLINE = Buffer.from('\n');

/** The route's reading of Accept, once the route is known and before anything is looked up. @throws {ApiError} 406, 415 */
export function requireRoute(context: RequestContext, scope: RenderingScope): void {
  const { mediaTypes, listTypes } = offersOf(context);
  requireProducible(context, scope === 'object' ? mediaTypes : listTypes);
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
  const header = context.request.header('accept') ?? '';
  const known = knownKind(target);
  const understood = target.subresource === undefined && context.cbor !== true ? known.understood[scope] : undefined;
  if (understood?.json === header) return known.json;
  if (understood?.protobuf === header) return known.protobuf;
  const rendering = negotiate(context, target, scope, now, header);
  if (understood === undefined || header.length > MAX_UNDERSTOOD) return rendering;
  if (rendering === known.json) understood.json = header;
  else if (rendering === known.protobuf) understood.protobuf = header;
  return rendering;
}

function negotiate(context: RequestContext, target: ResourceTarget, scope: RenderingScope, now: () => number, header: string): Rendering {
  requireRoute(context, scope);
  const { all, mediaTypes, streamTypes } = offersOf(context);
  // A watch may be asked for by the type of a sequence or by that of its items.
  const accept = scope === 'watch' && context.cbor === true ? header.replaceAll(CBOR_SEQUENCE_TYPE, CBOR_TYPE) : header;
  const printer = printerOf(target);
  const choice = chooseMedia(accept, all, printer === undefined ? allowsMetadata : allowsConversion);
  if (choice === undefined) throw notAcceptable(mediaTypes);
  if (scope === 'watch' && !choice.offer.streams) throw notAcceptable(streamTypes);
  const { kind, json: plain, protobuf, protobufForm } = knownKind(target);
  const { conversion } = choice;
  if (conversion === undefined && choice.offer.encoding === 'json') return plain;
  if (choice.offer.encoding === 'protobuf') {
    if (conversion === undefined && scope !== 'list') return protobuf;
    const form = conversion === undefined ? protobufForm : partialForm(conversion.version);
    return fitting(new ProtobufRendering(kind, form), kind, conversion, scope);
  }
  const json = conversion === undefined ? plain : jsonRendering(kind, conversion, scope, { printer, now, query: context.info.query });
  if (choice.offer.encoding === 'cbor') return new CborRendering(json, conversion === undefined ? kind.version.type : undefined);
  return choice.offer.encoding === 'yaml' ? new YamlRendering(json) : json;
}

/** An object that is no entry, in the client's form. `object` is in the wire version, described by `type`. @throws {ApiError} 406, 400 */
export function renderObject(
  context: RequestContext,
  target: ResourceTarget,
  object: KubeObject,
  type: StructType,
): { readonly contentType: string; readonly pieces: Pieces } {
  requireRoute(context, 'object');
  const { all, mediaTypes } = offersOf(context);
  const choice = chooseMedia(context.request.header('accept') ?? '', all, printerOf(target) === undefined ? allowsMetadata : allowsConversion);
  if (choice === undefined) throw notAcceptable(mediaTypes);
  const asIs = choice.conversion === undefined || isStatus(object);
  if (choice.offer.encoding === 'protobuf')
    return { contentType: choice.offer.mediaType, pieces: [protobufObject(target, object, type, asIs ? undefined : choice.conversion)] };
  const json = encodeJson(object, type);
  const pieces = asIs ? [json, NEWLINE] : transformObject(context, target, object, json, choice.conversion as Conversion);
  const contentType = choice.offer.mediaType;
  if (choice.offer.encoding === 'cbor') return { contentType, pieces: [jsonToCbor(Buffer.concat(pieces as Uint8Array[]), asIs ? type : undefined)] };
  return { contentType, pieces: choice.offer.encoding === 'yaml' ? yamlOf(pieces) : pieces };
}

function protobufObject(target: ResourceTarget, object: KubeObject, type: StructType, conversion: Conversion | undefined): Uint8Array {
  if (conversion === undefined) return encodeProtobuf(object, type);
  if (conversion.kind === 'PartialObjectMetadataList') throw notAList(servedKind(target));
  return encodeProtobuf(metadataOnly(conversion.version, object), PartialObjectMetadata);
}

/** A Status is told as it is, whatever form was asked for. */
function isStatus(object: KubeObject): boolean {
  return object.kind === 'Status' && object.apiVersion === 'v1';
}

/** Objects of the resource itself are printed, through their status too, and so are scales; other subresources and reviews are not. */
function printerOf({ subresource, subresourceName, installed: { declaration } }: ResourceTarget): TablePrinter | undefined {
  if (subresource === undefined || subresourceName === 'status') return declaration.columns;
  return subresource.kind === 'projected' ? subresource.columns : undefined;
}

function transformObject(context: RequestContext, target: ResourceTarget, object: KubeObject, json: Uint8Array, conversion: Conversion): Pieces {
  if (conversion.kind === 'PartialObjectMetadataList') throw notAList(servedKind(target));
  if (conversion.kind === 'PartialObjectMetadata') return [...partialOf(json, `meta.k8s.io/${conversion.version}`), NEWLINE];
  const includeObject = includeObjectOf(context.info.query);
  if (includeObject instanceof ApiError) throw includeObject;
  const printed = target.subresource?.kind === 'projected' ? object : (target.version.toHub?.(object) ?? object);
  return tableOfObject(printed, json, {
    printer: printerOf(target) as TablePrinter,
    metaVersion: conversion.version,
    includeObject,
    now: () => context.receivedAt,
  });
}

interface KnownKind {
  readonly installed: ResourceTarget['installed'];
  readonly kind: ServedKind;
  /** The rendering of most requests. */
  readonly json: JsonRendering;
  /** Of single objects and watches; lists have one of their own each, which measures them. */
  readonly protobuf: ProtobufRendering;
  readonly protobufForm: ProtobufForm;
  readonly understood: Readonly<Record<RenderingScope, Understood>>;
}

/** The Accept headers that were last found to ask for objects of the resource as they are: most requests bring one of them. */
interface Understood {
  json: string | undefined;
  protobuf: string | undefined;
}

/** Characters; a longer header is read anew each time. */
const MAX_UNDERSTOOD = 256;

function nothingUnderstood(): Understood {
  return { json: undefined, protobuf: undefined };
}

const knownKinds = new WeakMap<VersionDeclaration, KnownKind>();

function knownKind(target: ResourceTarget): KnownKind {
  const known = knownKinds.get(target.version);
  if (known?.installed === target.installed && known.kind.group === target.group) return known;
  const kind = servedKind(target);
  const protobufForm = wholeForm(kind);
  const protobuf = new ProtobufRendering(kind, protobufForm);
  const understood = { object: nothingUnderstood(), list: nothingUnderstood(), watch: nothingUnderstood() };
  const made = { installed: target.installed, kind, json: new JsonRendering(kind), protobuf, protobufForm, understood };
  knownKinds.set(target.version, made);
  return made;
}

function servedKind(target: ResourceTarget): ServedKind {
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

function allowsMetadata(conversion: Conversion | undefined, offer: MediaOffer): boolean {
  return conversion?.kind !== 'Table' && allowsConversion(conversion, offer);
}

function jsonRendering(kind: ServedKind, conversion: Conversion, scope: RenderingScope, table: TableSource): Rendering {
  const partial = new PartialRendering(kind, conversion.version);
  return conversion.kind === 'Table' ? tableRendering(kind, conversion, scope, table, partial) : fitting(partial, kind, conversion, scope);
}

/** A transformation that does not fit the answer is refused when there is an answer: a missing object is a 404 all the same. */
function fitting(rendering: Rendering, kind: ServedKind, conversion: Conversion | undefined, scope: RenderingScope): Rendering {
  if (conversion?.kind === 'PartialObjectMetadataList') {
    if (scope === 'watch') return silent(rendering);
    return scope === 'list' ? rendering : refusing(rendering, notAList(kind));
  }
  return conversion?.kind === 'PartialObjectMetadata' && scope === 'list' ? refusing(rendering, isAList(kind)) : rendering;
}

/** Metadata only, in Protobuf. The two versions number the members of a list the other way round. */
function partialForm(metaVersion: string): ProtobufForm {
  return {
    kind: 'PartialObjectMetadata',
    listKind: 'PartialObjectMetadataList',
    apiVersion: `meta.k8s.io/${metaVersion}`,
    type: PartialObjectMetadata,
    show: (object) => metadataOnly(metaVersion, object),
    listNumbers: metaVersion === 'v1' ? { metadata: 1, items: 2 } : { metadata: 2, items: 1 },
  };
}

function metadataOnly(metaVersion: string, { metadata }: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${metaVersion}`, metadata };
}

interface TableSource {
  /** Undefined where tables are not allowed. */
  readonly printer: TablePrinter | undefined;
  readonly now: () => number;
  readonly query: URLSearchParams;
}

function tableRendering(kind: ServedKind, conversion: Conversion, scope: RenderingScope, table: TableSource, fallback: Rendering): Rendering {
  const { printer, now } = table;
  if (printer === undefined) return fallback;
  const includeObject = includeObjectOf(table.query);
  if (!(includeObject instanceof ApiError)) return new TableRendering(kind, { printer, metaVersion: conversion.version, includeObject, now });
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
function refusing(like: Rendering, refusal: ApiError): Rendering {
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
