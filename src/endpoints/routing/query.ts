/** Values of query parameters as Go reads them into the fields of options (k8s.io/apimachinery/pkg/conversion/queryparams, strconv). */
import { goQuote } from '../../machinery/go/text.ts';
import { type Int64, int64, parseInt64 } from '../../machinery/int64.ts';
import { badRequest } from '../../machinery/status.ts';

/** Everything but "0" and "false" is true, the empty text included; undefined: not given. */
export function readBool(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  return text === null ? undefined : text !== '0' && text.toLowerCase() !== 'false';
}

/** @throws {ApiError} 400 in Go's words */
export function readInt64(query: URLSearchParams, name: string): Int64 | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = parseInt64(text);
  if (typeof value === 'string') throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: ${value}`);
  return int64(value);
}

/** As `readInt64`; beyond 2^53 digits are lost. @throws {ApiError} 400 in Go's words */
export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const value = readInt64(query, name);
  return value === undefined ? undefined : Number(value);
}
