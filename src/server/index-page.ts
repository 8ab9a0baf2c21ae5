/** `/` and `/index.html`: which paths there are, for people and for old clients. Any method is answered, as upstream. */

import { respondText } from '../endpoints/responses/respond.ts';
import type { PathTable } from '../endpoints/routing/paths.ts';
import type { ResourceTable } from '../endpoints/routing/resources.ts';
import { JSON_TYPE } from '../machinery/media.ts';
import type { RequestContext } from '../request/context.ts';

export function installIndex(paths: PathTable, table: ResourceTable): void {
  const answer = (context: RequestContext): Promise<void> =>
    respondText(context, 200, JSON.stringify({ paths: allPaths(paths, table) }, null, 2), JSON_TYPE);
  paths.exact('/', answer, { unlisted: true });
  paths.exact('/index.html', answer, { unlisted: true });
}

function allPaths(paths: PathTable, table: ResourceTable): string[] {
  const served = table.snapshot().groups.flatMap(({ group, versions }) => {
    const root = group === '' ? '/api' : `/apis/${group}`;
    return [root, ...versions.map(({ version }) => `${root}/${version}`)];
  });
  return [...new Set([...paths.listed(), ...served, '/api', '/apis', '/apis/'])].sort();
}
