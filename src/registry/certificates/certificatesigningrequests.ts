/**
 * Certificate signing requests. Who asks is what authentication found out, never what the request says; the spec is fixed from then on. Approving is
 * a subresource of its own (`approval`), and `status` can neither approve nor deny.
 */
import type { CertificateSigningRequest as RequestObject } from '../../apis/certificates/v1/objects.gen.ts';
import { CertificateSigningRequest } from '../../apis/certificates/v1/types.ts';
import { validateSigningRequest, validateSigningRequestUpdate } from '../../apis/certificates/validation/signing-requests.ts';
import type { Clock } from '../../base/clock.ts';
import { nameIsPathSegment } from '../../machinery/grammar/names.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { timeText } from '../../machinery/time.ts';
import { resource, type StoredSubresource, type Strategy } from '../generic/declaration.ts';
import { selectable, textAt } from '../strategies/selectable.ts';
import { carryOver, clearStatus, keepAllButStatus, keepStatus, STATUS_VERBS, statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
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
  ...validated<RequestObject>(validateSigningRequest, (csr, old) => validateSigningRequestUpdate(csr, old, 'main')),
  generation: 'client',
  validateName: nameIsPathSegment,
  resetFields: [['spec'], ['status']],
};

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

/** A verdict that stays keeps its words; one that comes or goes is for validation. Copies: stored objects are shared. */
function keepVerdicts(object: KubeObject, old: KubeObject): void {
  const verdicts = new Map(conditionsOf(old).map((each) => [each.type, each]));
  const conditions = conditionsOf(object).map((each) => {
    const before = each.type === 'Approved' || each.type === 'Denied' ? verdicts.get(each.type) : undefined;
    return { ...(before ?? each) };
  });
  if (conditions.length > 0) object.status = { ...(object.status as RequestStatus), conditions };
}

const status = statusOf(strategy, {
  validateUpdate: validatedUpdate<RequestObject>((csr, old) => validateSigningRequestUpdate(csr, old, 'status')),
  also: (context, object, old) => {
    keepVerdicts(object, old);
    stampConditions(object, old, context.clock);
  },
});

const approval: StoredSubresource = {
  kind: 'stored',
  verbs: STATUS_VERBS,
  strategy: {
    ...strategy,
    validateUpdate: validatedUpdate<RequestObject>((csr, old) => validateSigningRequestUpdate(csr, old, 'approval')),
    prepareForUpdate: (context, object, old) => {
      const conditions = conditionsOf(object);
      keepAllButStatus(object, old);
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
