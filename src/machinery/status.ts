/**
 * Status: how every failure is told to a client (and some successes). An ApiError is thrown anywhere and becomes a Status at the border.
 *
 * Reasons, codes and sentences are the API's (k8s.io/apimachinery/pkg/api/errors): clients match on them.
 */
import { type GroupResource, groupKindName, groupResourceName } from './gvk.ts';

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  status?: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/** A failure with the Status that the client gets. `headers` are added to the answer (Retry-After is derived from the details). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: StatusDetails, metadata: Status['metadata'] = {}) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

const resourceDetails = (resource: GroupResource, name: string): StatusDetails => ({
  ...(name === '' ? {} : { name }),
  ...(resource.group === '' ? {} : { group: resource.group }),
  kind: resource.resource,
});

export function notFound(resource: GroupResource, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${groupResourceName(resource)} "${name}" not found`, resourceDetails(resource, name));
}

export function alreadyExists(resource: GroupResource, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${groupResourceName(resource)} "${name}" already exists`, resourceDetails(resource, name));
}

export function conflict(resource: GroupResource, name: string, text: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${groupResourceName(resource)} "${name}": ${text}`,
    resourceDetails(resource, name),
  );
}

export function forbidden(resource: GroupResource, name: string, text: string): ApiError {
  const what =
    resource.resource === ''
      ? 'forbidden'
      : name === ''
        ? `${groupResourceName(resource)} is forbidden`
        : `${groupResourceName(resource)} "${name}" is forbidden`;
  return new ApiError(403, 'Forbidden', `${what}: ${text}`, resourceDetails(resource, name));
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** A 500. `reason` is InternalError with the usual prefix; use `rawError` for errors that upstream passes on untyped. */
export function internalError(text: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${text}`, { causes: [{ message: text }] });
}

/** What upstream answers for an error without a type: 500, no reason. */
export function rawError(message: string): ApiError {
  return new ApiError(500, '', message);
}

export function gone(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

export function timeoutError(message: string, retryAfterSeconds: number, causes?: StatusCause[]): ApiError {
  return new ApiError(504, 'Timeout', `Timeout: ${message}`, {
    ...(causes === undefined ? {} : { causes }),
    ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
  });
}

export function tooManyRequests(message: string, retryAfterSeconds: number): ApiError {
  return new ApiError(429, 'TooManyRequests', message, { retryAfterSeconds });
}

export function serviceUnavailable(message: string): ApiError {
  return new ApiError(503, 'ServiceUnavailable', message);
}

export function requestTooLarge(text: string): ApiError {
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${text}`);
}

/** A 422 for an object, one cause per field error; the message names each distinct error once. `kind` with its group ("Deployment.apps"). */
export function invalid(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly StatusCause[],
  text: string,
): ApiError {
  return new ApiError(422, 'Invalid', `${groupKindName(kind)} "${name}" is invalid${text === '' ? '' : `: ${text}`}`, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: [...causes],
  });
}
