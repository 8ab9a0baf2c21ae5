/**
 * Pods. A new pod is pending, with a quality-of-service class that never changes; nearly all of its spec is fixed from then on. Deletion is
 * graceful for pods that run somewhere: they stay, with a deletion timestamp, until their kubelet deletes them with grace 0.
 */
import { setPodDefaults } from '../../../apis/core/v1/defaults.ts';
import { Binding, Pod, PodAttachOptions, PodExecOptions, PodPortForwardOptions, PodProxyOptions } from '../../../apis/core/v1/types.ts';
import { Eviction } from '../../../apis/policy/v1/types.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { resource } from '../../generic/declaration.ts';
import { selectable, textAt } from '../../strategies/selectable.ts';
import { PROXY_VERBS, virtualSubresource } from '../../strategies/virtual.ts';
import { podColumns } from './columns.ts';
import { ephemeralContainers, podStatus, podStrategy, resize } from './strategy.ts';

const nodeName = textAt(['spec', 'nodeName']);

const core = (kind: string): { group: string; version: string; kind: string } => ({ group: '', version: 'v1', kind });

export const pods = resource({
  group: '',
  resource: 'pods',
  kind: 'Pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: 'xPOwRZ+Yhw8=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Pod, setDefaults: setPodDefaults }],
  storagePrefix: '/registry/pods/',
  strategy: podStrategy,
  subresources: {
    attach: virtualSubresource(['create', 'get'], { ...core('PodAttachOptions'), type: PodAttachOptions }),
    binding: virtualSubresource(['create'], { ...core('Binding'), type: Binding }),
    ephemeralcontainers: ephemeralContainers,
    eviction: virtualSubresource(['create'], { group: 'policy', version: 'v1', kind: 'Eviction', type: Eviction }),
    exec: virtualSubresource(['create', 'get'], { ...core('PodExecOptions'), type: PodExecOptions }),
    log: virtualSubresource(['get'], { ...core('Pod'), type: Pod }),
    portforward: virtualSubresource(['create', 'get'], { ...core('PodPortForwardOptions'), type: PodPortForwardOptions }),
    proxy: virtualSubresource(PROXY_VERBS, { ...core('PodProxyOptions'), type: PodProxyOptions }),
    resize,
    status: podStatus,
  },
  columns: podColumns,
  selectableFields: selectable(
    {
      'spec.nodeName': nodeName,
      // The name of the field in versions long gone.
      'spec.host': nodeName,
      'spec.restartPolicy': textAt(['spec', 'restartPolicy']),
      'spec.schedulerName': textAt(['spec', 'schedulerName']),
      'spec.serviceAccountName': textAt(['spec', 'serviceAccountName']),
      'spec.hostNetwork': textAt(['spec', 'hostNetwork'], 'false'),
      'status.phase': textAt(['status', 'phase']),
      'status.podIP': podIP,
      // Accepted, but pods have no value for it.
      'status.podIPs': () => '',
      'status.nominatedNodeName': textAt(['status', 'nominatedNodeName']),
    },
    { indexed: ['spec.nodeName'] },
  ),
});

function podIP(object: KubeObject): string {
  const status = object.status as { readonly podIP?: string; readonly podIPs?: readonly { readonly ip: string }[] | null } | undefined;
  return status?.podIPs?.[0]?.ip ?? status?.podIP ?? '';
}
