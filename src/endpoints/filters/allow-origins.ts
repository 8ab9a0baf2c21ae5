/**
 * --cors-allowed-origins: pages of these origins may call from a browser. Before authentication, as a browser asks first (preflight) without saying who
 * it is (k8s.io/apiserver: pkg/server/filters, WithCORS).
 */
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import { respondVerbatim } from '../responses/respond.ts';
import type { Next, StepParts } from './step.ts';

const METHODS = 'POST, GET, OPTIONS, PUT, DELETE, PATCH';
const HEADERS = 'Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since';

export function allowOrigins(context: RequestContext, parts: StepParts, next: Next): Pending {
  const { allowsOrigin } = parts;
  if (allowsOrigin === undefined) return next();
  const origin = context.request.header('origin') ?? '';
  if (origin === '' || !allowsOrigin(origin)) return next();
  context.responseHeaders.push('access-control-allow-origin', origin);
  context.responseHeaders.push('access-control-allow-methods', METHODS, 'access-control-allow-headers', HEADERS);
  context.responseHeaders.push('access-control-expose-headers', 'Date', 'access-control-allow-credentials', 'true');
  return context.request.method === 'OPTIONS' ? respondVerbatim(context, 204, '', []) : next();
}
