/** One request on its way through the pipeline. Steps fill it in from top to bottom; handlers read it. */

import type { HttpRequest, ResponseSink } from './http.ts';
import type { RequestInfo } from './request-info.ts';
import type { UserInfo } from './user.ts';
import { ENOUGH_WARNINGS } from './warning-limits.ts';

export interface RequestContext {
  readonly request: HttpRequest;
  readonly sink: ResponseSink;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly auditId: string;
  /** Set by the request-info step, before anything that answers with a Status. */
  info: RequestInfo;
  /** Set by authentication; impersonation replaces it. */
  user: UserInfo;
  /** Aborted when the client goes away or the request's deadline passes. Long-running requests have no deadline. */
  signal: AbortSignal;
  /** Milliseconds since the epoch; undefined for long-running requests. */
  deadline: number | undefined;
  /** Aborts `signal`: the deadline has passed, or the server stops. */
  expire?(): void;
  /** The server speaks CBOR (gate CBORServingAndStorage). */
  readonly cbor?: boolean;
  /** Texts for Warning headers, in order; must be added before the head is sent. Absent while there is none. */
  warnings?: Set<string>;
  /** Headers that every answer of this request carries (Audit-Id, Cache-Control ...): names and values in turn. */
  readonly responseHeaders: string[];
  /** How long the body is; absent until it has been read. */
  bodyBytes?: number;
  /** What steps noted for the audit event, by key; absent while nobody did. */
  auditAnnotations?: Map<string, string>;
}

/** Adds a text that can be told: upstream drops what cannot stand in a header. */
export function addWarning(context: RequestContext, text: string): void {
  if (text === '' || hasControlCharacter(text)) return;
  context.warnings ??= new Set();
  if (context.warnings.size < ENOUGH_WARNINGS) context.warnings.add(text);
}

function hasControlCharacter(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** Of several notes under one key the first stays. */
export function annotateAudit(context: RequestContext, key: string, value: string): void {
  context.auditAnnotations ??= new Map();
  if (!context.auditAnnotations.has(key)) context.auditAnnotations.set(key, value);
}
