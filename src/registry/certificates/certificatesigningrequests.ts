/**
 * Certificate signing requests. Who asks is what authentication found out, never what the request says; the spec is fixed from then on. Approving is
 * a door of its own (`approval`), and the status door can neither approve nor deny.
 */
import { CertificateSigningRequest } from '../../apis/certificates/v1/types.ts';
import type { Clock } from '../../base/clock.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time-text.ts';
import { resource, type StoredSubresource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../vocabulary/selectable.ts';
import {
  carryOver,
  clearStatus,
  keepAllButStatus,
  keepMetadata,
  keepStatus,
  METADATA_KEPT_BY_STATUS,
  STATUS_VERBS,
  statusOf,
} from '../vocabulary/status.ts';
import { certificateSigningRequestColumns } from './columns.ts';

interface Condition {
  readonly type: string;
  readonly status?: string;
  lastUpdateTime?: string | null;
  lastTransitionTime?: string | null;
}

interface RequestStatus {
  conditions?: Condition[] | null;
}

const strategy: Strategy = {
  prepareForCreate: (context, object) => {
    const spec: { [field: string]: unknown } = { ...(object.spec as object | undefined) };
    for (const field of ['username', 'uid', 'groups', 'extra']) delete spec[field];
    const { user } = context;
    if (user.name !== '') spec.username = user.name;
    if (user.uid !== '') spec.uid = user.uid;
    if (user.groups.length > 0) spec.groups = [...user.groups];
    if (user.extra.size > 0) spec.extra = Object.fromEntries([...user.extra].map(([key, values]) => [key, [...values]]));
    object.spec = spec;
    clearStatus(object);
  },
  prepareForUpdate: (_context, object, old) => {
    carryOver('spec', object, old);
    keepStatus(object, old);
  },
  generation: 'client',
  validateName: () => [],
  resetFields: [['status']],
};

const isVerdict = (condition: Condition): boolean => condition.type === 'Approved' || condition.type === 'Denied';

function conditionsOf(object: KubeObject): Condition[] {
  return (object.status as RequestStatus | undefined)?.conditions ?? [];
}

/** New conditions are stamped with the time of the write; a condition that was there keeps its transition time. */
function stampConditions(object: KubeObject, old: KubeObject, clock: Clock): void {
  const now = timeText(clock.now());
  const known = new Map(conditionsOf(old).map((each) => [each.type, each]));
  for (const condition of conditionsOf(object)) {
    condition.lastUpdateTime ??= now;
    if (condition.lastTransitionTime !== undefined && condition.lastTransitionTime !== null) continue;
    const before = known.get(condition.type);
    condition.lastTransitionTime = before?.status === condition.status && before?.lastTransitionTime ? before.lastTransitionTime : now;
  }
}

const status = statusOf(strategy, {
  keeps: METADATA_KEPT_BY_STATUS,
  also: (context, object, old) => {
    // Copies: conditions are stamped below, and stored objects are shared.
    const verdicts = conditionsOf(old)
      .filter(isVerdict)
      .map((each) => ({ ...each }));
    const others = conditionsOf(object).filter((each) => !isVerdict(each));
    const conditions = [...verdicts, ...others];
    const { conditions: _written, ...rest } = (object.status ?? {}) as RequestStatus;
    object.status = conditions.length === 0 ? rest : { ...rest, conditions };
    stampConditions(object, old, context.clock);
  },
});

const approval: StoredSubresource = {
  kind: 'stored',
  verbs: STATUS_VERBS,
  strategy: {
    ...strategy,
    prepareForUpdate: (context, object, old) => {
      const conditions = conditionsOf(object);
      keepAllButStatus(object, old);
      keepMetadata(METADATA_KEPT_BY_STATUS, object, old);
      const { conditions: _stored, ...rest } = (old.status ?? {}) as RequestStatus;
      object.status = conditions.length === 0 ? rest : { ...rest, conditions };
      stampConditions(object, old, context.clock);
    },
    resetFields: [['spec'], ['status', 'certificate']],
  },
};

export const certificatesigningrequests = resource({
  group: 'certificates.k8s.io',
  resource: 'certificatesigningrequests',
  kind: 'CertificateSigningRequest',
  shortNames: ['csr'],
  namespaced: false,
  storageVersionHash: '95fRKMXA+00=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: CertificateSigningRequest }],
  storagePrefix: '/registry/certificatesigningrequests/',
  strategy,
  subresources: { approval, status },
  columns: certificateSigningRequestColumns,
  selectableFields: selectable({ 'spec.signerName': textAt(['spec', 'signerName']) }, { namespaceSelectable: false }),
});
