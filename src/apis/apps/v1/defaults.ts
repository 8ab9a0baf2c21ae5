/** Defaults of workloads. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';
import { defaultPersistentVolumeClaim } from '../../core/v1/defaults.ts';
import { defaultPodTemplate, type PodTemplate } from '../../core/v1/pod-defaults.ts';

const REVISION_HISTORY_LIMIT = 10;
const PROGRESS_DEADLINE_SECONDS = 600;
const ROLLING_UPDATE = 'RollingUpdate';

interface WorkloadSpec {
  replicas?: number;
  template?: PodTemplate;
  revisionHistoryLimit?: number;
}

interface RollingUpdate {
  maxUnavailable?: number | string;
  maxSurge?: number | string;
}

interface DeploymentSpec extends WorkloadSpec {
  strategy?: { type?: string; rollingUpdate?: RollingUpdate };
  progressDeadlineSeconds?: number;
}

function specOf<T extends WorkloadSpec>(object: KubeObject): T {
  object.spec ??= {};
  const spec = object.spec as T;
  spec.template ??= {};
  defaultPodTemplate(spec.template);
  return spec;
}

export function setDeploymentDefaults(object: KubeObject): void {
  const spec = specOf<DeploymentSpec>(object);
  spec.replicas ??= 1;
  spec.strategy ??= {};
  const { strategy } = spec;
  strategy.type ||= ROLLING_UPDATE;
  if (strategy.type === ROLLING_UPDATE) {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= '25%';
    strategy.rollingUpdate.maxSurge ??= '25%';
  }
  spec.revisionHistoryLimit ??= REVISION_HISTORY_LIMIT;
  spec.progressDeadlineSeconds ??= PROGRESS_DEADLINE_SECONDS;
}

export function setReplicaSetDefaults(object: KubeObject): void {
  specOf(object).replicas ??= 1;
}

interface DaemonSetSpec extends WorkloadSpec {
  updateStrategy?: { type?: string; rollingUpdate?: RollingUpdate };
}

export function setDaemonSetDefaults(object: KubeObject): void {
  const spec = specOf<DaemonSetSpec>(object);
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  updateStrategy.type ||= ROLLING_UPDATE;
  if (updateStrategy.type === ROLLING_UPDATE) {
    updateStrategy.rollingUpdate ??= {};
    updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    updateStrategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= REVISION_HISTORY_LIMIT;
}

interface Claim {
  kind?: string;
  apiVersion?: string;
  spec?: unknown;
  status?: unknown;
}

interface StatefulSetSpec extends WorkloadSpec {
  podManagementPolicy?: string;
  updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
  volumeClaimTemplates?: Claim[] | null;
}

export function setStatefulSetDefaults(object: KubeObject): void {
  const spec = specOf<StatefulSetSpec>(object);
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  if (!updateStrategy.type) {
    updateStrategy.type = ROLLING_UPDATE;
    updateStrategy.rollingUpdate ??= {};
  }
  if (updateStrategy.type === ROLLING_UPDATE && updateStrategy.rollingUpdate !== undefined) {
    updateStrategy.rollingUpdate.partition ??= 0;
  }
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= REVISION_HISTORY_LIMIT;
  for (const claim of spec.volumeClaimTemplates ?? []) {
    // Claims inside a set name their kind, whatever the client wrote.
    claim.kind = 'PersistentVolumeClaim';
    claim.apiVersion = 'v1';
    defaultPersistentVolumeClaim(claim);
  }
}
