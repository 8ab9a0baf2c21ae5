/**
 * What a fresh server says about itself: how requests are prioritised, whose proxies are believed, since when unused tokens are tracked, and a lease
 * by which other servers know that this one is alive.
 */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { MANDATORY_LEVELS, MANDATORY_SCHEMAS, SUGGESTED_LEVELS, SUGGESTED_SCHEMAS } from '../apis/flowcontrol/bootstrap.ts';
import type { FlowSchemaSpec } from '../apis/flowcontrol/v1/objects.gen.ts';
import { clone } from '../machinery/clone.ts';
import type { KubeObject } from '../machinery/object.ts';
import { formatMicroTime, formatTime } from '../machinery/time.ts';
import { loopbackContext } from './loopback.ts';
import type { StartObject, StartObjectOptions } from './start-objects.ts';

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io';
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
const LEASE_SECONDS = 3600;

export function configObjects(options: StartObjectOptions): StartObject[] {
  return [...flowControl(), authentication(options), tokenTracking(options), identity(options)];
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

/** Aggregated servers read from it whom to believe. */
function authentication({ authentication: known }: StartObjectOptions): StartObject {
  const list = (values: readonly string[]): string => JSON.stringify(values);
  const { clientCa, requestHeader } = known ?? {};
  return inKubeSystem('extension-apiserver-authentication', {
    ...(clientCa === undefined ? {} : { 'client-ca-file': clientCa }),
    'requestheader-allowed-names': list(requestHeader?.allowedNames ?? []),
    ...(requestHeader?.clientCa === undefined ? {} : { 'requestheader-client-ca-file': requestHeader.clientCa }),
    'requestheader-extra-headers-prefix': list(requestHeader?.extraHeaderPrefixes ?? ['X-Remote-Extra-']),
    'requestheader-group-headers': list(requestHeader?.groupHeaders ?? ['X-Remote-Group']),
    ...(requestHeader?.uidHeaders === undefined ? {} : { 'requestheader-uid-headers': list(requestHeader.uidHeaders) }),
    'requestheader-username-headers': list(requestHeader?.usernameHeaders ?? ['X-Remote-User']),
  });
}

function tokenTracking({ clock }: StartObjectOptions): StartObject {
  const since = formatTime(clock.now()).slice(0, 10);
  return inKubeSystem('kube-apiserver-legacy-service-account-token-tracking', { since });
}

/** KEP-1965. The name is stable for a host, so that a restart finds its own lease. */
function identity({ clock, securePort }: StartObjectOptions): StartObject {
  const host = hostname();
  const name = `apiserver-${createHash('sha256')
    .update(`${host}/${securePort}`)
    .digest('base64url')
    .slice(0, 26)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}`;
  const now = formatMicroTime(clock.now());
  const labels = { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': host };
  return [
    'coordination.k8s.io',
    'leases',
    {
      kind: 'Lease',
      apiVersion: 'coordination.k8s.io/v1',
      metadata: { name, namespace: 'kube-system', labels },
      spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: now },
    },
  ];
}

/** Says of every flow schema whether its priority level exists. */
export async function markSchemasSettled(options: StartObjectOptions): Promise<void> {
  const store = options.store(FLOW_CONTROL, 'flowschemas');
  const status = store?.declaration.subresources.status;
  if (store === undefined || status?.kind !== 'stored') return;
  const names = Object.keys({ ...MANDATORY_SCHEMAS, ...SUGGESTED_SCHEMAS });
  await Promise.all(
    names.map(async (name) => {
      if (hasCondition((await store.storage.get(store.keyOf('', name), '0'))?.object())) return;
      await store.update({
        context: loopbackContext(options.clock, options.featureEnabled, '', 'status'),
        name,
        strategy: status.strategy,
        transform: async (current) => settled(current?.object() as KubeObject, options.clock.now()),
        admitCreate: async () => {},
        admitUpdate: async () => {},
      });
    }),
  );
}

function hasCondition(object: KubeObject | undefined): boolean {
  return ((object?.status as { readonly conditions?: readonly unknown[] } | undefined)?.conditions?.length ?? 0) > 0;
}

function settled(object: KubeObject, now: number): KubeObject {
  const level = (object.spec as FlowSchemaSpec).priorityLevelConfiguration.name;
  const message = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} and it exists`;
  const condition = { type: 'Dangling', status: 'False', lastTransitionTime: formatTime(now), reason: 'Found', message };
  return { ...object, metadata: { ...object.metadata }, status: { conditions: [condition] } };
}
