/**
 * PodTopologyLabels: a pod that is bound to a node, at its creation or by a Binding, carries the node's zone and region (KEP-4742).
 */
import { getKey, type KubeObject, setKey } from '../../../machinery/object.ts';
import type { AdmissionPlugin, Getter } from '../../interface.ts';

const LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

export interface PodTopologyLabelsOptions {
  readonly node: Getter;
}

export function makePodTopologyLabels({ node }: PodTopologyLabelsOptions): AdmissionPlugin {
  return {
    name: 'PodTopologyLabels',
    operations: ['CREATE'],
    resources: ['pods', 'pods/binding'],
    async mutate({ object }) {
      if (object === undefined) return;
      const name = nodeNameOf(object);
      const labels = name === '' ? undefined : (await node('', name))?.metadata.labels;
      const copied = { ...object.metadata.labels };
      let changed = false;
      for (const label of LABELS) {
        const value = getKey(labels, label);
        if (value === undefined) continue;
        setKey(copied, label, value);
        changed = true;
      }
      if (changed) object.metadata.labels = copied;
    },
  };
}

function nodeNameOf(object: KubeObject): string {
  if (object.kind !== 'Binding') return (object.spec as { readonly nodeName?: string } | undefined)?.nodeName ?? '';
  const { kind, name = '' } = (object.target ?? {}) as { readonly kind?: string; readonly name?: string };
  // A target without a kind is a node too, but only one that says so is looked up.
  return kind === 'Node' ? name : '';
}
