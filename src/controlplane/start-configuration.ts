/** What a fresh server says about itself: how requests are prioritised, whose proxies are believed, since when unused tokens are tracked. */
import { MANDATORY_LEVELS, MANDATORY_SCHEMAS, SUGGESTED_LEVELS, SUGGESTED_SCHEMAS } from '../apis/flowcontrol/bootstrap.ts';
import { clone } from '../machinery/clone.ts';
import { formatTime } from '../machinery/time.ts';
import type { StartObject, StartObjectOptions } from './start-objects.ts';

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io';
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';

export function configObjects(options: StartObjectOptions): StartObject[] {
  return [...flowControl(), tokenTracking(options)];
}

function flowControl(): StartObject[] {
  const object = (kind: string, resource: string, name: string, spec: unknown): StartObject => [
    FLOW_CONTROL,
    resource,
    { kind, apiVersion: `${FLOW_CONTROL}/v1`, metadata: { name, annotations: { [AUTO_UPDATE]: 'true' } }, spec: clone(spec) },
  ];
  const levels = Object.entries({ ...MANDATORY_LEVELS, ...SUGGESTED_LEVELS });
  const schemas = Object.entries({ ...MANDATORY_SCHEMAS, ...SUGGESTED_SCHEMAS });
  return [
    ...levels.map(([name, spec]) => object('PriorityLevelConfiguration', 'prioritylevelconfigurations', name, spec)),
    ...schemas.map(([name, spec]) => object('FlowSchema', 'flowschemas', name, spec)),
  ];
}

const inKubeSystem = (name: string, data: { [key: string]: string }): StartObject => [
  '',
  'configmaps',
  { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name, namespace: 'kube-system' }, data },
];

function tokenTracking({ clock }: StartObjectOptions): StartObject {
  const since = formatTime(clock.now()).slice(0, 10);
  return inKubeSystem('kube-apiserver-legacy-service-account-token-tracking', { since });
}
