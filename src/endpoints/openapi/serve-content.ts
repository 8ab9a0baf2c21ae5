/** Answers with a document that clients may cache: ETag, Last-Modified, 304. What Go's http.ServeContent does for whole documents. */
import type { RequestContext } from '../../request/context.ts';
import { respondVerbatim } from '../responses/respond.ts';

export interface Content {
  readonly contentType: string;
  /** With its quotes; '' when there is none. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly body: Uint8Array;
}

/** @param extra more headers, names and values in turn */
export async function serveContent(context: RequestContext, content: Content, extra: readonly string[] = []): Promise<void> {
  const etag = content.etag === '' ? [] : ['etag', content.etag];
  const modified = ['last-modified', new Date(content.modifiedAt).toUTCString()];
  if (isKnown(context, content)) {
    await respondVerbatim(context, 304, '', [], [...extra, ...(content.etag === '' ? modified : etag)]);
    return;
  }
  await respondVerbatim(context, 200, content.contentType, [content.body], [...extra, ...etag, ...modified]);
}

/** RFC 9110, section 13.2.2: If-None-Match decides when it is there, else If-Modified-Since. */
function isKnown(context: RequestContext, content: Content): boolean {
  const { request } = context;
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const tags = request.header('if-none-match');
  if (tags !== undefined && tags !== '') return tags.split(',').some((each) => matches(each.trim(), content.etag));
  const since = Date.parse(request.header('if-modified-since') ?? '');
  return !Number.isNaN(since) && Math.floor(content.modifiedAt / 1000) * 1000 <= since;
}

function matches(tag: string, etag: string): boolean {
  return tag === '*' || (etag !== '' && tag.replace(/^W\//, '') === etag);
}
