/** What the types of the group batch mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const batchDescriptions = (): Descriptions => ({
  CronJob: ['Makes a job at the times that a schedule names.'],
  CronJobSpec: [
    'When jobs are made, and from what.',
    {
      schedule: 'The times, in the format of cron.',
      timeZone: "The name of the time zone that the schedule is meant in; the controller manager's own by default.",
      startingDeadlineSeconds: 'How many seconds late a job may still be started; later it counts as missed.',
      concurrencyPolicy: 'What happens while the last job still runs: Allow (default), Forbid skips the new one, Replace ends the old one.',
      suspend: 'No further jobs are made while this is true.',
      jobTemplate: 'The job that is made.',
      successfulJobsHistoryLimit: 'How many successful jobs are kept; 3 by default.',
      failedJobsHistoryLimit: 'How many failed jobs are kept; 1 by default.',
    },
  ],
  CronJobStatus: [
    'What a cron job has done.',
    {
      active: 'The jobs that are running.',
      lastScheduleTime: 'When a job was last made.',
      lastSuccessfulTime: 'When a job last completed successfully.',
    },
  ],
  Job: ['Runs pods until enough of them have succeeded.'],
  JobCondition: ['One aspect of the state of a job.'],
  JobSpec: [
    'Which pods a job runs, how many, and when it is done.',
    {
      parallelism: 'How many pods may run at once; 1 by default.',
      completions: 'How many pods must succeed; without it, one success ends a job of several workers.',
      activeDeadlineSeconds: 'After how many seconds the job is ended as failed, whatever runs.',
      podFailurePolicy: 'What failures of pods mean; without it, all of them count against backoffLimit.',
      successPolicy: 'When the job counts as successful before all indexes have succeeded.',
      backoffLimit: 'How many failures are retried before the job fails; 6 by default.',
      backoffLimitPerIndex: 'How many failures of one index are retried before the index fails.',
      maxFailedIndexes: 'How many indexes may fail before the job does.',
      selector: 'Which pods belong to the job; made by the server unless manualSelector is true.',
      manualSelector: "The selector and the labels of the template are the author's; needs care, as jobs can take the pods of others.",
      template: 'The pod that is made; its restart policy is Never or OnFailure.',
      ttlSecondsAfterFinished: 'How many seconds after its end the job is deleted; never without it.',
      completionMode: 'NonIndexed (default), or Indexed to give each pod an index and want a success for each.',
      suspend: 'No pods are made while this is true, and running ones are ended.',
      podReplacementPolicy: 'When a pod is replaced: TerminatingOrFailed as soon as it is on its way out, Failed when it has ended.',
      managedBy: 'The controller that works on this job; the built-in one by default.',
    },
  ],
  JobStatus: [
    'How far a job has come.',
    {
      startTime: 'When the controller began to work on the job; set anew when it is resumed.',
      completionTime: 'When the job completed successfully.',
      active: 'How many pods are pending or running and not on their way out.',
      succeeded: 'How many pods have succeeded.',
      failed: 'How many pods have failed.',
      terminating: 'How many pods are on their way out.',
      completedIndexes: 'The indexes that have succeeded, as numbers and ranges ("1,3-5").',
      failedIndexes: 'The indexes that have failed, as numbers and ranges ("1,3-5").',
      uncountedTerminatedPods: 'Pods that have ended and are not counted yet.',
      ready: 'How many active pods are ready.',
    },
  ],
  JobTemplateSpec: ['The job that a cron job makes.', { spec: 'The desired state of the job.' }],
  PodFailurePolicy: ['What failures of pods mean to a job.', { rules: 'Asked in order; the first that matches decides.' }],
  PodFailurePolicyOnExitCodesRequirement: [
    'Matches the exit codes of containers.',
    {
      containerName: 'Only the container of this name; all containers without it.',
      operator: 'In or NotIn.',
      values: 'The exit codes.',
    },
  ],
  PodFailurePolicyOnPodConditionsPattern: [
    'Matches a condition of a pod.',
    { type: 'The type of the condition.', status: 'The status of the condition; True by default.' },
  ],
  PodFailurePolicyRule: [
    'What one sort of failure means.',
    {
      action: 'What to do: FailJob, FailIndex, Ignore or Count.',
      onExitCodes: 'The exit codes that match.',
      onPodConditions: 'The conditions of the pod that match, any of them.',
    },
  ],
  SuccessPolicy: ['When a job counts as successful before its end.', { rules: 'Asked in order; one that holds is enough.' }],
  SuccessPolicyRule: [
    'Which indexes must have succeeded.',
    {
      succeededIndexes: 'The indexes that matter, as numbers and ranges ("1,3-5").',
      succeededCount: 'How many of them must have succeeded; all without it.',
    },
  ],
  UncountedTerminatedPods: [
    'The uids of pods that have ended and are not counted yet.',
    { succeeded: 'Those that succeeded.', failed: 'Those that failed.' },
  ],
});
