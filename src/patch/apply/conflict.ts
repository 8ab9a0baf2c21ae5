/** How conflicts of server-side apply are told: a 409 with a cause for each field, grouped by manager in the message. */
import { goQuote } from '../../machinery/go/text.ts';
import { ApiError, type StatusCause } from '../../machinery/status.ts';
import { printPath } from './field-set.ts';
import { parseManager } from './managers.ts';
import type { Conflict } from './updater.ts';

/** `"name"`, for updates with the version they used, for subresources with their name. */
function printManager(identifier: string): string {
  const { manager, operation, apiVersion, subresource } = parseManager(identifier);
  const name = goQuote(manager ?? '');
  const where = subresource ? ` with subresource ${goQuote(subresource)}` : '';
  return operation === 'Update' ? `${name}${where} using ${apiVersion}` : `${name}${where}`;
}

export function conflictError(conflicts: readonly Conflict[]): ApiError {
  const sorted = [...conflicts].sort((a, b) => (a.manager < b.manager ? -1 : 1));
  const paths = sorted.map(({ manager, fields }) => ({ manager: printManager(manager), paths: [...fields.paths()].map(printPath) }));
  const causes = paths.flatMap(({ manager, paths: each }) =>
    each.map((field): StatusCause => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field })),
  );
  const [only] = causes;
  const message =
    causes.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${paths
          .map(({ manager, paths: each }) => [`conflicts with ${manager}:`, ...each.map((path) => `- ${path}`)].join('\n'))
          .join('\n')}`;
  return new ApiError(409, 'Conflict', message, { causes });
}
