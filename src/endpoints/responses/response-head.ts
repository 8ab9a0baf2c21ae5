/** The head of every answer. */
import type { RequestContext } from '../../request/context.ts';
import { warningHeaders } from './warnings.ts';

/**
 * The header lines of an answer: the content type, the context's own, Warning headers. For answers that stream (watch, log); everything else
 * goes through the functions below. `extra` replaces the context's headers of the same name. Names and values in turn.
 */
export function responseHead(context: RequestContext, contentType: string, extra: readonly string[] = []): string[] {
  const { responseHeaders } = context;
  const head = extra.length === 0 ? responseHeaders.slice() : without(responseHeaders, extra);
  if (contentType !== '') head.push('content-type', contentType);
  if (extra.length > 0) head.push(...extra);
  if (context.warnings !== undefined) for (const value of warningHeaders(context.warnings)) head.push('warning', value);
  return head;
}

function without(headers: readonly string[], replaced: readonly string[]): string[] {
  const head: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (!names(replaced, headers[i] as string)) head.push(headers[i] as string, headers[i + 1] as string);
  }
  return head;
}

function names(headers: readonly string[], name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return true;
  return false;
}
