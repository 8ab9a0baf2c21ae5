/**
 * What writers of pods may change, by endpoint: the pod itself, its status, its ephemeral containers, its containers' resources.
 */
import type { Pod } from '../../../apis/core/v1/objects.gen.ts';
import { validatePodResize } from '../../../apis/core/validation/pods/pod-resize.ts';
import { validatePodStatus } from '../../../apis/core/validation/pods/pod-status.ts';
import { validateEphemeralContainersUpdate, validatePodUpdate } from '../../../apis/core/validation/pods/pod-update.ts';
import { validatePod } from '../../../apis/core/validation/pods/pods.ts';
import { FieldPath } from '../../../machinery/field-errors.ts';
import type { Int64 } from '../../../machinery/int64.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { timeText } from '../../../machinery/time.ts';
import type { StoredSubresource, Strategy, StrategyContext } from '../../generic/declaration.ts';
import { dropDisabledPodFields, dropDisabledStatusFields } from '../../strategies/pod-features.ts';
import { carryOver, keepMetadata, keepStatus, STATUS_VERBS, statusOf } from '../../strategies/status.ts';
import { validated, validatedUpdate } from '../../strategies/validation.ts';
import { addressWarnings } from '../../warnings/addresses.ts';
import { hostNameWarnings, podWarnings, type WarnedPodSpec } from '../../warnings/pods.ts';
import { adoptAppArmorAnnotations } from './app-armor.ts';
import { mergeLabelKeys } from './match-label-keys.ts';
import { qualityOfService } from './quality-of-service.ts';

interface PodSpecFields {
  readonly nodeName?: string;
  readonly terminationGracePeriodSeconds?: Int64 | null;
  readonly schedulingGates?: readonly unknown[] | null;
  readonly resources?: unknown;
  readonly containers?: readonly ContainerFields[] | null;
  readonly initContainers?: readonly ContainerFields[] | null;
  readonly ephemeralContainers?: readonly unknown[] | null;
}

interface ContainerFields {
  readonly name?: string;
  readonly resources?: unknown;
  readonly resizePolicy?: unknown;
}

interface PodStatusFields {
  phase?: string;
  qosClass?: string;
  observedGeneration?: Int64;
  readonly podIPs?: readonly { readonly ip?: string }[] | null;
  readonly hostIPs?: readonly { readonly ip?: string }[] | null;
  conditions?: { readonly type: string; readonly observedGeneration?: Int64 }[];
}

export const podStrategy: Strategy = {
  metadataRules: ['update', 'create'],
  prepareForCreate: (context, object) => {
    // A class that the client brings is believed, as upstream believes it.
    const { qosClass } = (object.status ?? {}) as PodStatusFields;
    dropDisabledPodFields(context, object.spec, undefined);
    raiseGracePeriod(object, undefined);
    mergeLabelKeys(context, object.spec, object.metadata.labels);
    adoptAppArmorAnnotations(context, object);
    object.status = { phase: 'Pending', ...gatedCondition(context, object), qosClass: qosClass || qualityOfService(object.spec) };
  },
  prepareForUpdate: (context, object, old) => {
    keepStatus(object, old);
    dropDisabledPodFields(context, object.spec, old.spec);
    raiseGracePeriod(object, old);
  },
  ...validated<Pod>(validatePod, validatePodUpdate),
  warningsOnCreate: (_context, object) => [
    ...hostNameWarnings(object, "the Pod's hostname"),
    ...podWarnings((object.spec ?? {}) as WarnedPodSpec, object.metadata.annotations),
  ],
  gracefulDeletion,
  returnDeletedObject: true,
  resetFields: [['status']],
};

/** Negative periods were stored once and still are in old pods; they mean the shortest there is. */
function raiseGracePeriod(object: KubeObject, old: KubeObject | undefined): void {
  const spec = object.spec as { terminationGracePeriodSeconds?: Int64 } | undefined;
  const stored = (old?.spec as PodSpecFields | undefined)?.terminationGracePeriodSeconds ?? 0;
  if ((spec?.terminationGracePeriodSeconds ?? 0) < 0 && spec !== undefined && stored >= 0) spec.terminationGracePeriodSeconds = 1;
}

/** A gated pod is born with the condition that says why nobody schedules it. */
function gatedCondition(context: StrategyContext, object: KubeObject): { conditions?: unknown[] } {
  const gates = (object.spec as PodSpecFields | undefined)?.schedulingGates ?? [];
  if (gates.length === 0) return {};
  return {
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: timeText(context.clock.now()),
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ],
  };
}

/** Pods that nobody runs, and pods that are over, go at once. A negative period means "as soon as possible": one second. */
function gracefulDeletion(object: KubeObject, requested: Int64 | undefined): Int64 {
  const spec = (object.spec ?? {}) as PodSpecFields;
  const phase = (object.status as PodStatusFields | undefined)?.phase;
  if ((spec.nodeName ?? '') === '' || phase === 'Succeeded' || phase === 'Failed') return 0;
  const period = requested ?? spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}

export const podStatus: StoredSubresource = statusOf(podStrategy, {
  // Old kubelets wrote owner references back wrongly, and none may start a deletion.
  keeps: ['ownerReferences', 'deletionTimestamp'],
  validateUpdate: validatedUpdate<Pod>(validatePodStatus),
  warnings: (_context, { status }) => {
    const { podIPs, hostIPs } = (status ?? {}) as PodStatusFields;
    const at = FieldPath.root('status');
    return Object.entries({ podIPs, hostIPs }).flatMap(([field, list]) =>
      (list ?? []).flatMap(({ ip = '' }, i) => addressWarnings(ip, at.child(field).index(i).child('ip'))),
    );
  },
  also: (context, object, old) => {
    dropDisabledStatusFields(context, object.status, old.status);
    const status = (object.status ?? {}) as PodStatusFields;
    const before = (old.status ?? {}) as PodStatusFields;
    object.status = status;
    if ((status.qosClass ?? '') === '' && before.qosClass !== undefined) status.qosClass = before.qosClass;
    keepObservedGeneration(status, before);
  },
  resetFields: [['spec'], ['metadata', 'deletionTimestamp'], ['metadata', 'ownerReferences']],
});

/** Writers that do not know observedGeneration drop it by accident: an absent one keeps the stored value. */
function keepObservedGeneration(status: PodStatusFields, before: PodStatusFields): void {
  if (status.observedGeneration === undefined && before.observedGeneration !== undefined) status.observedGeneration = before.observedGeneration;
  if (status.conditions === undefined || status.conditions === null) return;
  const stored = Map.groupBy(before.conditions ?? [], (each) => each.type);
  status.conditions = status.conditions.map((each) => {
    // The first of a type goes with the first, the second with the second.
    const generation = stored.get(each.type)?.shift()?.observedGeneration;
    return each.observedGeneration === undefined && generation !== undefined ? { ...each, observedGeneration: generation } : each;
  });
}

/** Everything but spec.ephemeralContainers stays as it is. */
export const ephemeralContainers: StoredSubresource = {
  kind: 'stored',
  verbs: STATUS_VERBS,
  strategy: {
    ...podStrategy,
    prepareForUpdate: (context, object, old) => {
      const written = (object.spec as PodSpecFields | undefined)?.ephemeralContainers;
      restore(object, old);
      const spec: { [field: string]: unknown } = { ...(old.spec as PodSpecFields) };
      if (written === undefined || written === null || written.length === 0) delete spec.ephemeralContainers;
      else spec.ephemeralContainers = written;
      object.spec = spec;
      dropDisabledPodFields(context, spec, old.spec);
    },
    validateUpdate: validatedUpdate<Pod>(validateEphemeralContainersUpdate),
    resetFields: [],
    ownableFields: [['spec', 'ephemeralContainers']],
  },
};

/** Everything but the resources and resize policies of containers that exist stays as it is. */
export const resize: StoredSubresource = {
  kind: 'stored',
  verbs: STATUS_VERBS,
  strategy: {
    ...podStrategy,
    prepareForUpdate: (context, object, old) => {
      const written = (object.spec ?? {}) as PodSpecFields;
      const spec = old.spec as PodSpecFields;
      // Containers that come, go or change places are for validation to refuse.
      if (!sameNumber(spec.containers, written.containers) || !sameNumber(spec.initContainers, written.initContainers)) return;
      restore(object, old);
      const { resources, ...rest } = spec;
      const podLevel = context.featureEnabled('InPlacePodLevelResourcesVerticalScaling') ? written.resources : resources;
      object.spec = {
        ...rest,
        ...resized('containers', spec.containers, written.containers),
        ...resized('initContainers', spec.initContainers, written.initContainers),
        ...(podLevel === undefined ? {} : { resources: podLevel }),
      };
    },
    validateUpdate: validatedUpdate<Pod>((pod, old, gate, policy) => validatePodResize(pod, old, gate, qualityOfService, policy)),
    resetFields: [],
    ownableFields: [
      ['spec', 'resources'],
      ...['containers', 'initContainers'].flatMap((list) => ['resources', 'resizePolicy'].map((field) => ['spec', list, '*', field])),
    ],
  },
};

/** All that a client could write; the version that the write is based on stays the client's. */
const METADATA = [
  'generateName',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

function restore(object: KubeObject, old: KubeObject): void {
  keepMetadata(METADATA, object, old);
  carryOver('status', object, old);
}

type Containers = PodSpecFields['containers'];

function sameNumber(stored: Containers, written: Containers): boolean {
  return (stored?.length ?? 0) === (written?.length ?? 0);
}

/** A list with other names stays as it was written. */
function resized(field: string, stored: Containers, written: Containers): { readonly [field: string]: unknown } {
  if (stored === undefined || stored === null) return {};
  if (stored.some(({ name }, i) => written?.[i]?.name !== name)) return { [field]: written };
  return {
    [field]: stored.map((container, i) => {
      const merged: { [field: string]: unknown } = { ...container };
      for (const part of ['resources', 'resizePolicy'] as const) {
        const wanted = written?.[i]?.[part];
        if (wanted === undefined) delete merged[part];
        else merged[part] = wanted;
      }
      return merged;
    }),
  };
}
