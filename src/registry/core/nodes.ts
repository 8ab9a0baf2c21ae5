/**
 * Nodes. Kubelets create them with their status filled in, so creation keeps it; later the two halves are apart as everywhere.
 */
import { setNodeDefaults } from '../../apis/core/v1/defaults.ts';
import type { Node as NodeObject } from '../../apis/core/v1/objects.gen.ts';
import { Node, NodeProxyOptions } from '../../apis/core/v1/types.ts';
import { validateNode, validateNodeChange, validateNodeUpdate } from '../../apis/core/validation/nodes/nodes.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { keepStatus, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { PROXY_VERBS, virtualSubresource } from '../strategies/virtual.ts';
import { nodeWarnings } from '../warnings/nodes.ts';
import { nodeColumns } from './nodes-columns.ts';

interface NodeSpec {
  configSource?: object;
}

interface NodeStatus {
  config?: object;
}

/** Kubelets cannot be configured through the API any more; nodes that still say so keep it. */
function dropConfigSource(object: KubeObject, old: KubeObject | undefined): void {
  if ((old?.spec as NodeSpec | undefined)?.configSource === undefined) delete (object.spec as NodeSpec | undefined)?.configSource;
}

function dropConfig(object: KubeObject, old: KubeObject | undefined): void {
  if ((old?.status as NodeStatus | undefined)?.config === undefined) delete (object.status as NodeStatus | undefined)?.config;
}

const strategy: Strategy = {
  ...validated<NodeObject>(validateNode, validateNodeUpdate),
  metadataRules: ['create', 'update'],
  prepareForCreate: (_context, object) => {
    dropConfigSource(object, undefined);
    dropConfig(object, undefined);
  },
  prepareForUpdate: (_context, object, old) => {
    keepStatus(object, old);
    dropConfigSource(object, old);
  },
  warningsOnCreate: (_context, object) => nodeWarnings(object),
  warningsOnUpdate: (_context, object) => nodeWarnings(object),
  generation: 'client',
  resetFields: [['status']],
};

export const nodes = resource({
  group: '',
  resource: 'nodes',
  kind: 'Node',
  shortNames: ['no'],
  namespaced: false,
  storageVersionHash: 'XwShjMxG9Fs=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Node, setDefaults: setNodeDefaults }],
  storagePrefix: '/registry/minions/',
  strategy,
  subresources: {
    proxy: virtualSubresource(PROXY_VERBS, { group: '', version: 'v1', kind: 'NodeProxyOptions', type: NodeProxyOptions }),
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate<NodeObject>(validateNodeChange),
      also: (_context, object, old) => dropConfig(object, old),
    }),
  },
  columns: nodeColumns,
  selectableFields: selectable({ 'spec.unschedulable': textAt(['spec', 'unschedulable'], 'false') }, { namespaceSelectable: false }),
});
