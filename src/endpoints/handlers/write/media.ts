/** Media types of bodies: which encoding a POST, PUT or DELETE carries, and which patch a PATCH. */
import {
  APPLY_CBOR_PATCH_TYPE,
  APPLY_YAML_PATCH_TYPE,
  CBOR_TYPE,
  JSON_PATCH_TYPE,
  JSON_TYPE,
  MERGE_PATCH_TYPE,
  PROTOBUF_TYPE,
  STRATEGIC_MERGE_PATCH_TYPE,
  YAML_TYPE,
} from '../../../machinery/media.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { RequestContext } from '../../../request/context.ts';

export type InputFormat = 'json' | 'yaml' | 'protobuf' | 'cbor';
/** Patches that are documents of their own. */
export type DocumentFormat = 'json' | 'merge' | 'strategic';
export type PatchFormat = DocumentFormat | 'apply' | 'apply in CBOR';

const FORMATS: ReadonlyMap<string, InputFormat> = new Map([
  [JSON_TYPE, 'json'],
  [YAML_TYPE, 'yaml'],
  [PROTOBUF_TYPE, 'protobuf'],
]);

/** With the gate CBORServingAndStorage. */
const FORMATS_WITH_CBOR: ReadonlyMap<string, InputFormat> = new Map([...FORMATS, [CBOR_TYPE, 'cbor']]);

/** In the order in which the refusal lists them. */
const PATCH_FORMATS: ReadonlyMap<string, PatchFormat> = new Map([
  [JSON_PATCH_TYPE, 'json'],
  [MERGE_PATCH_TYPE, 'merge'],
  [STRATEGIC_MERGE_PATCH_TYPE, 'strategic'],
  [APPLY_YAML_PATCH_TYPE, 'apply'],
]);

const PATCH_FORMATS_WITH_CBOR: ReadonlyMap<string, PatchFormat> = new Map([...PATCH_FORMATS, [APPLY_CBOR_PATCH_TYPE, 'apply in CBOR']]);

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** RFC 7231 as Go's mime.ParseMediaType reads it: parameters may be quoted, a trailing semicolon is allowed. */
const MEDIA_TYPE = new RegExp(`^\\s*(${TOKEN}/${TOKEN})\\s*((?:;\\s*${TOKEN}\\s*=\\s*(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*")\\s*)*);?\\s*$`);

/** A missing Content-Type means JSON. @throws {ApiError} 415 */
export function inputFormat({ request, cbor }: RequestContext): InputFormat {
  const header = request.header('content-type');
  if (header === undefined || header === '' || header === JSON_TYPE) return 'json';
  const found = header.length > 1024 ? undefined : MEDIA_TYPE.exec(header)?.[1];
  const formats = cbor === true ? FORMATS_WITH_CBOR : FORMATS;
  const format = found === undefined ? undefined : formats.get(found.toLowerCase());
  if (format === undefined) throw unsupported([...formats.keys()]);
  return format;
}

/**
 * The kind of a patch. Two readers look at the header upstream: the route takes any of several types and trims, the handler takes the text
 * before the first semicolon as it is; each has a refusal of its own.
 * @throws {ApiError} 415
 */
export function patchFormat({ request, cbor }: RequestContext): PatchFormat {
  const formats = cbor === true ? PATCH_FORMATS_WITH_CBOR : PATCH_FORMATS;
  const header = request.header('content-type') ?? '';
  const semicolon = header.indexOf(';');
  const format = formats.get(semicolon > 0 ? header.slice(0, semicolon) : header);
  if (format !== undefined) return format;
  const routed = header.split(',').some((each) => formats.has((each.split(';')[0] as string).trim()));
  throw routed ? unsupported([...formats.keys()]) : new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

function unsupported(accepted: readonly string[]): ApiError {
  const text = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', text);
}
