/**
 * Component statuses: the health of the control plane's parts, looked at when asked. Deprecated since v1.19; kubectl get componentstatuses still
 * shows it.
 */
import { errorText } from '../../base/errors.ts';
import { encodeServed } from '../../codec/json/encode.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { notFound } from '../../machinery/status.ts';
import type { Entry } from '../../storage/resource-storage.ts';
import { readListOptions } from '../handlers/list-options.ts';
import { filterOf } from '../handlers/selection.ts';
import { negotiateRendering } from '../responses/negotiate.ts';
import { respondEntry, respondList } from '../responses/respond.ts';
import type { ResourceTarget, VirtualHandler } from '../routing/resources.ts';

export interface Component {
  readonly name: string;
  /** What a healthy component says. @throws {Error} when it is not healthy */
  readonly check: () => Promise<string>;
}

export function makeComponentStatuses(components: readonly Component[]): VirtualHandler {
  return async (context, target) => {
    if (target.name !== '') {
      const component = components.find((each) => each.name === target.name);
      if (component === undefined) throw notFound({ group: '', resource: 'componentstatus' }, target.name);
      await respondEntry(context, target, 200, entryOf(target, await statusOf(component)));
      return;
    }
    const rendering = negotiateRendering(context, target, 'list');
    const { matches } = filterOf(context, target, readListOptions(context.info.query));
    const entries = (await Promise.all(components.map(statusOf))).map((each) => entryOf(target, each));
    const shown = matches === undefined ? entries : entries.filter(matches);
    await respondList(context, rendering, { resourceVersion: '', continueToken: '', remainingItemCount: undefined }, shown);
  };
}

async function statusOf({ name, check }: Component): Promise<KubeObject> {
  const condition = await check().then(
    (message) => ({ type: 'Healthy', status: 'True', message }),
    (error: unknown) => ({ type: 'Healthy', status: 'False', message: errorText(error) }),
  );
  return { kind: 'ComponentStatus', apiVersion: 'v1', metadata: { name }, conditions: [condition] };
}

/** An entry of what is stored nowhere; revision 0 is never shown. */
function entryOf({ version }: ResourceTarget, object: KubeObject): Entry {
  const name = object.metadata.name ?? '';
  return {
    ...encodeServed(object, version.type),
    key: name,
    revision: 0,
    namespace: '',
    name,
    labels: {},
    fields: { 'metadata.name': name, 'metadata.namespace': '' },
    object: () => object,
  };
}
