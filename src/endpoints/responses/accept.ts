/**
 * The Accept header as upstream reads it, oddities included: two readings follow each other. The route's (go-restful) compares media types
 * literally and ignores parameters; the handler's (goautoneg) orders clauses by quality and looks at parameters. `q=0` is a quality like any other.
 *
 * Parsed headers are kept: clients send the same few again and again.
 */
import { CBOR_SEQUENCE_TYPE, CBOR_TYPE, JSON_TYPE, PROTOBUF_TYPE, YAML_TYPE } from '../../machinery/media.ts';
import { ApiError } from '../../machinery/status.ts';
import type { RequestContext } from '../../request/context.ts';

export type Encoding = 'json' | 'yaml' | 'protobuf' | 'cbor';

/** A representation that an endpoint offers. */
export interface MediaOffer {
  readonly encoding: Encoding;
  readonly mediaType: string;
  /** The two parts of the media type. */
  readonly type: string;
  readonly subtype: string;
  /** Watches can be sent in it. */
  readonly streams: boolean;
}

const JSON_OFFER = offer('json', JSON_TYPE, true);
const YAML_OFFER = offer('yaml', YAML_TYPE, false);
const PROTOBUF_OFFER = offer('protobuf', PROTOBUF_TYPE, true);

function offer(encoding: Encoding, mediaType: string, streams: boolean): MediaOffer {
  const [type = '', subtype = ''] = mediaType.split('/');
  return { encoding, mediaType, type, subtype, streams };
}

/** What built-in resources offer, in upstream's order (the first is taken when nothing is asked for). */
export const BUILT_IN_OFFERS: readonly MediaOffer[] = [JSON_OFFER, YAML_OFFER, PROTOBUF_OFFER];

const CBOR_OFFER = offer('cbor', CBOR_TYPE, true);

/** What a server offers for resources and documents, with the names of the types in upstream's order. */
export interface Offers {
  readonly all: readonly MediaOffer[];
  readonly mediaTypes: readonly string[];
  /** Of watches. */
  readonly streamTypes: readonly string[];
  /** Of lists, which may be watches. */
  readonly listTypes: readonly string[];
}

function offers(all: readonly MediaOffer[]): Offers {
  const mediaTypes = all.map((each) => each.mediaType);
  const streamTypes = all.filter((each) => each.streams).map((each) => (each === CBOR_OFFER ? CBOR_SEQUENCE_TYPE : `${each.mediaType};stream=watch`));
  return { all, mediaTypes, streamTypes, listTypes: [...mediaTypes, ...streamTypes] };
}

const WITHOUT_CBOR = offers(BUILT_IN_OFFERS);
const WITH_CBOR = offers([...BUILT_IN_OFFERS, CBOR_OFFER]);

/** CBOR is offered when its gate is on. */
export function offersOf({ cbor }: RequestContext): Offers {
  return cbor === true ? WITH_CBOR : WITHOUT_CBOR;
}

/** `as`, `v`, `g` of a clause: another kind than the stored one is wanted. */
export interface Conversion {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Whether an endpoint can make a conversion (undefined: the thing as it is) in an encoding. */
export type Allows = (conversion: Conversion | undefined, offer: MediaOffer) => boolean;

/** For endpoints without transformations. */
export const asItIs: Allows = (conversion) => conversion === undefined;

export interface Choice {
  readonly offer: MediaOffer;
  readonly conversion: Conversion | undefined;
  /** The clause says `pretty=1`. */
  readonly pretty: boolean;
}

export interface Clause {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_REMEMBERED_HEADERS = 256;
const MAX_REMEMBERED_LENGTH = 1024;
const remembered = new Map<string, readonly Clause[]>();

/**
 * Picks the first clause, best quality first, for which an offer exists and `allows` agrees. Undefined: 406. An absent or empty header takes
 * the first offer.
 */
export function chooseMedia(header: string, offers: readonly MediaOffer[], allows: Allows): Choice | undefined {
  if (header === '') return { offer: offers[0] as MediaOffer, conversion: undefined, pretty: false };
  for (const clause of parseAccept(header)) {
    for (const offer of offers) {
      if (!matches(clause, offer)) continue;
      const choice = accept(clause, offer, allows);
      if (choice !== undefined) return choice;
    }
  }
  return undefined;
}

/** The route refuses: no handler has seen the request, and it is not counted. */
export class RouteRefusal extends ApiError {}

/** The route's reading: is one of the listed media types produced here? @throws {ApiError} 406 (415 for writes without a body, as upstream) */
export function requireProducible(context: RequestContext, produces: readonly string[]): void {
  const header = context.request.header('accept') ?? '';
  if (header === '' || header === '*/*' || produces.includes(header)) return;
  for (const clause of header.split(',')) {
    const mediaType = trimSpaces(clause.split(';', 1)[0] as string);
    if (mediaType === '*/*' || produces.includes(mediaType)) return;
  }
  const { method } = context.request;
  const length = context.request.header('content-length') ?? '';
  const empty = (method === 'POST' || method === 'PUT' || method === 'PATCH') && (length === '' || length === '0');
  const text = empty ? '415: Unsupported Media Type' : '406: Not Acceptable';
  const message = `${text}\n\nAvailable representations: ${produces.join(', ')}`;
  throw empty ? new RouteRefusal(415, 'UnsupportedMediaType', message, {}) : new RouteRefusal(406, 'NotAcceptable', message, {});
}

/** The handler's refusal. */
export function notAcceptable(mediaTypes: readonly string[]): ApiError {
  return new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${mediaTypes.join(', ')}`);
}

/** `?pretty=`, or a person's user agent when it is absent. */
export function prettyByRequest(context: RequestContext): boolean {
  const asked = context.info.query.get('pretty');
  if (asked !== null && asked !== '') return GO_TRUE.has(asked);
  const agent = context.request.header('user-agent') ?? '';
  return agent.startsWith('curl') || agent.startsWith('Wget') || agent.startsWith('Mozilla/5.0');
}

/** What strconv.ParseBool takes for true. */
const GO_TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

function matches(clause: Clause, offer: MediaOffer): boolean {
  if (clause.type === '*' && clause.subtype === '*') return true;
  return clause.type === offer.type && (clause.subtype === '*' || clause.subtype === offer.subtype);
}

function accept(clause: Clause, offer: MediaOffer, allows: Allows): Choice | undefined {
  const { parameters } = clause;
  if (parameters.size === 0) return allows(undefined, offer) ? { offer, conversion: undefined, pretty: false } : undefined;
  const stream = parameters.get('stream') ?? '';
  if (stream !== '' && (stream !== 'watch' || !offer.streams)) return undefined;
  const serverVersion = parameters.get('sv') ?? '';
  if (serverVersion !== '' && serverVersion !== 'v1') return undefined;
  const converts = parameters.has('as') || parameters.has('g') || parameters.has('v');
  const conversion = converts
    ? { group: parameters.get('g') ?? '', version: parameters.get('v') ?? '', kind: parameters.get('as') ?? '' }
    : undefined;
  if (!allows(conversion, offer)) return undefined;
  return { offer, conversion, pretty: parameters.get('pretty') === '1' };
}

/** The clauses of the header, best first; for endpoints that choose by themselves. */
export function parseAccept(header: string): readonly Clause[] {
  const known = remembered.get(header);
  if (known !== undefined) return known;
  const clauses: Clause[] = [];
  for (const part of header.split(',')) {
    const clause = parseClause(part);
    if (clause !== undefined) insertByQuality(clauses, clause);
  }
  if (header.length <= MAX_REMEMBERED_LENGTH) {
    if (remembered.size >= MAX_REMEMBERED_HEADERS) remembered.clear();
    remembered.set(header, clauses);
  }
  return clauses;
}

function parseClause(text: string): Clause | undefined {
  const [range, ...rest] = trimSpaces(text).split(';');
  const [type, subtype, more] = (range as string).split('/');
  const trimmed = trimSpaces(type as string);
  if (subtype === undefined || subtype === '') {
    if (trimmed !== '*') return undefined;
  } else if (more !== undefined && more !== '') return undefined;
  const parameters = new Map<string, string>();
  let quality = 1;
  for (const each of rest) {
    const pieces = each.split('=');
    if (pieces.length !== 2 || pieces[1] === '') continue;
    const name = trimSpaces(pieces[0] as string);
    if (name === 'q') quality = Number(pieces[1]) || 0;
    else parameters.set(name, trimSpaces(pieces[1] as string));
  }
  return { type: trimmed, subtype: subtype === undefined || subtype === '' ? '*' : trimSpaces(subtype), quality, parameters };
}

/** Insertion by upstream's comparison, which is no order: `*` gives way to a type even against the quality. */
function insertByQuality(clauses: Clause[], clause: Clause): void {
  let at = clauses.length;
  while (at > 0 && goesBefore(clause, clauses[at - 1] as Clause)) at--;
  clauses.splice(at, 0, clause);
}

function goesBefore(a: Clause, b: Clause): boolean {
  return a.quality > b.quality || (a.type !== '*' && b.type === '*') || (a.subtype !== '*' && b.subtype === '*');
}

function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}
