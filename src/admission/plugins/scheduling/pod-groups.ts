/**
 * PodGroupProtection, PodGroupWorkloadExists, JobValidation: groups of pods that are scheduled together (KEP-4671) stay while pods use them, are made
 * from a template that exists, and keep their size when it is all or nothing.
 */
import type { JobSpec } from '../../../apis/batch/v1/objects.gen.ts';
import type { PodGroupSpec, WorkloadSpec } from '../../../apis/scheduling/v1alpha2/objects.gen.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { AdmissionPlugin, Getter, Lister } from '../../interface.ts';
import { refuse } from '../../refusal.ts';

const POD_GROUPS = 'podgroups.scheduling.k8s.io';
/** A controller takes it away when no pod refers to the group any more. */
const FINALIZER = 'scheduling.k8s.io/podgroup-protection';

export function makePodGroupProtection(): AdmissionPlugin {
  return {
    name: 'PodGroupProtection',
    operations: ['CREATE'],
    resources: [POD_GROUPS],
    mutate({ object }) {
      if (object === undefined || object.metadata.finalizers?.includes(FINALIZER) === true) return;
      object.metadata = { ...object.metadata, finalizers: [...(object.metadata.finalizers ?? []), FINALIZER] };
    },
  };
}

export function makePodGroupWorkloadExists({ workload }: { readonly workload: Getter }): AdmissionPlugin {
  return {
    name: 'PodGroupWorkloadExists',
    operations: ['CREATE'],
    resources: [POD_GROUPS],
    async validate(attributes) {
      const template = (attributes.object?.spec as Partial<PodGroupSpec> | undefined)?.podGroupTemplateRef?.workload;
      if (template === undefined || template === null) return;
      const { workloadName, podGroupTemplateName } = template;
      const found = await workload(attributes.namespace, workloadName);
      if (found === undefined) throw refuse(attributes, `PodGroup rejected: Workload ${goQuote(workloadName)} not found`);
      if (found.metadata.deletionTimestamp !== undefined)
        throw refuse(attributes, `PodGroup rejected: Workload ${goQuote(workloadName)} is being deleted`);
      const { podGroupTemplates } = found.spec as WorkloadSpec;
      if (podGroupTemplates?.some((each) => each.name === podGroupTemplateName) === true) return;
      throw refuse(attributes, `PodGroup rejected: PodGroupTemplate ${goQuote(podGroupTemplateName)} not found in Workload ${goQuote(workloadName)}`);
    },
  };
}

export interface JobValidationOptions {
  readonly podGroup: Getter;
  readonly podGroups: Lister;
}

export function makeJobValidation({ podGroup, podGroups }: JobValidationOptions): AdmissionPlugin {
  /** The group that the job names, or those that it owns. */
  const groupsOf = async (job: KubeObject): Promise<readonly KubeObject[]> => {
    const namespace = job.metadata.namespace ?? '';
    const name = (job.spec as JobSpec).template.spec?.schedulingGroup?.podGroupName;
    if (name !== undefined && name !== null) {
      const named = await podGroup(namespace, name);
      return named === undefined ? [] : [named];
    }
    return (await podGroups(namespace)).filter(({ metadata }) =>
      metadata.ownerReferences?.some((each) => each.controller === true && each.uid === job.metadata.uid),
    );
  };
  return {
    name: 'JobValidation',
    operations: ['UPDATE'],
    resources: ['jobs.batch'],
    async validate(attributes) {
      const { object, oldObject } = attributes;
      if (object === undefined || oldObject === undefined) return;
      if ((object.spec as JobSpec).parallelism === (oldObject.spec as JobSpec).parallelism) return;
      const gang = (await groupsOf(oldObject)).find(({ spec }) => (spec as PodGroupSpec).schedulingPolicy?.gang !== undefined);
      if (gang === undefined) return;
      throw refuse(attributes, `cannot change parallelism for a Job referencing gang-scheduled PodGroup ${goQuote(gang.metadata.name ?? '')}`);
    },
  };
}
