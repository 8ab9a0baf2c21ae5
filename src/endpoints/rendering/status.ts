/** Status in its wire form: members in the order and with the omissions of Go's struct, whatever order they were set in. */
import type { Status, StatusCause, StatusDetails } from '../../machinery/status.ts';

/** A copy with members in wire order, empty ones left out. */
export function wireStatus(status: Status): Status {
  const { resourceVersion, continue: token, remainingItemCount } = status.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {
      ...text('resourceVersion', resourceVersion),
      ...text('continue', token),
      ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
    },
    ...text('status', status.status),
    ...text('message', status.message),
    ...text('reason', status.reason),
    ...(status.details === undefined ? {} : { details: wireDetails(status.details) }),
    code: status.code,
  };
}

function wireDetails(details: StatusDetails): StatusDetails {
  return {
    ...text('name', details.name),
    ...text('group', details.group),
    ...text('kind', details.kind),
    ...text('uid', details.uid),
    ...(details.causes === undefined || details.causes.length === 0 ? {} : { causes: details.causes.map(wireCause) }),
    ...(details.retryAfterSeconds === undefined || details.retryAfterSeconds === 0 ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
  };
}

function wireCause(cause: StatusCause): StatusCause {
  return { ...text('reason', cause.reason), ...text('message', cause.message), ...text('field', cause.field) };
}

function text<K extends string, V extends string>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { [key in K]?: V });
}
