/** What the types of the group apps mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const MIN_READY = 'For how many seconds a new pod must be ready, without a container crashing, before it counts as available.';
const HISTORY = 'How many old revisions are kept for rollbacks.';
const COLLISIONS = 'How often the name of a new revision was taken already; the hash of the next one takes it in.';
const AVAILABLE = 'How many pods have been ready for at least minReadySeconds.';
const SELECTOR = "Which pods are meant; it must match the template's labels and never changes.";
const TEMPLATE = 'The pod that is made.';

export const appsDescriptions = (): Descriptions => ({
  ControllerRevision: [
    'An immutable snapshot of the state of a workload, kept by its controller for updates and rollbacks.',
    { data: 'The state, in a form that the controller knows.', revision: 'Its place in the history: higher is later.' },
  ],
  DaemonSet: ['Runs one pod on each node that its template admits.'],
  DaemonSetCondition: ['One aspect of the state of a daemon set.'],
  DaemonSetSpec: [
    'Which pod runs on the nodes, and how it is replaced.',
    {
      selector: SELECTOR,
      template: 'The pod that runs on each node which its node selector and tolerations admit; it restarts always.',
      updateStrategy: 'How pods are replaced when the template changes.',
      minReadySeconds: MIN_READY,
      revisionHistoryLimit: HISTORY,
    },
  ],
  DaemonSetStatus: [
    'How far a daemon set has come.',
    {
      currentNumberScheduled: 'How many nodes run the pod and should.',
      numberMisscheduled: 'How many nodes run the pod and should not.',
      desiredNumberScheduled: 'How many nodes should run the pod.',
      numberReady: 'How many nodes that should run the pod have one that is ready.',
      updatedNumberScheduled: 'How many nodes run the pod of the current template.',
      numberAvailable: 'How many nodes that should run the pod have one that is available.',
      numberUnavailable: 'How many nodes that should run the pod have none that is available.',
      collisionCount: COLLISIONS,
    },
  ],
  DaemonSetUpdateStrategy: [
    'How the pods of a daemon set are replaced.',
    { type: 'RollingUpdate (default), or OnDelete to replace only what somebody deletes.', rollingUpdate: 'The pace of a rolling update.' },
  ],
  Deployment: ['Keeps a number of equal pods running, and replaces them step by step when their template changes.'],
  DeploymentCondition: ['One aspect of the state of a deployment.'],
  DeploymentSpec: [
    'Which pods a deployment runs, how many, and how they are replaced.',
    {
      replicas: 'How many pods there should be; 1 by default.',
      selector: SELECTOR,
      template: 'The pod that is made; a change of it starts a rollout.',
      strategy: 'How old pods give way to new ones.',
      minReadySeconds: MIN_READY,
      revisionHistoryLimit: 'How many old replica sets are kept for rollbacks; 10 by default.',
      paused: 'Changes of the template start no rollout while this is true.',
      progressDeadlineSeconds: 'After how many seconds without progress a rollout counts as failed; 600 by default.',
    },
  ],
  DeploymentStatus: [
    'How far a deployment has come.',
    {
      replicas: 'How many pods there are that are not terminating.',
      updatedReplicas: 'How many of them come from the current template.',
      readyReplicas: 'How many of them are ready.',
      availableReplicas: AVAILABLE,
      unavailableReplicas: 'How many pods are missing, or are there and not available.',
      terminatingReplicas: 'How many pods are on their way out.',
      collisionCount: COLLISIONS,
    },
  ],
  DeploymentStrategy: [
    'How the pods of a deployment are replaced.',
    { type: 'RollingUpdate (default), or Recreate to remove all old pods first.', rollingUpdate: 'The pace of a rolling update.' },
  ],
  ReplicaSet: ['Keeps a number of equal pods running; usually one revision of a deployment.'],
  ReplicaSetCondition: ['One aspect of the state of a replica set.'],
  ReplicaSetSpec: [
    'Which pods a replica set runs, and how many.',
    { replicas: 'How many pods there should be; 1 by default.', minReadySeconds: MIN_READY, selector: SELECTOR, template: TEMPLATE },
  ],
  ReplicaSetStatus: [
    'How far a replica set has come.',
    {
      replicas: 'How many pods there are that are not terminating.',
      fullyLabeledReplicas: 'How many of them have all the labels of the template.',
      readyReplicas: 'How many of them are ready.',
      availableReplicas: AVAILABLE,
      terminatingReplicas: 'How many pods are on their way out.',
    },
  ],
  RollingUpdateDaemonSet: [
    'The pace of a rolling update of a daemon set.',
    {
      maxUnavailable: 'How many nodes, as a number or a percentage, may be without an available pod during the update; 1 by default.',
      maxSurge: 'How many nodes, as a number or a percentage, may run the old and the new pod at once; 0 by default.',
    },
  ],
  RollingUpdateDeployment: [
    'The pace of a rolling update of a deployment.',
    {
      maxUnavailable: 'How many pods, as a number or a percentage, may be missing during the update; 25% by default.',
      maxSurge: 'How many pods, as a number or a percentage, there may be beyond the wanted number; 25% by default.',
    },
  ],
  RollingUpdateStatefulSetStrategy: [
    'The pace of a rolling update of a stateful set.',
    {
      partition: 'Only pods with this ordinal or a higher one are updated; 0 by default.',
      maxUnavailable: 'How many pods, as a number or a percentage, may be unavailable during the update; 1 by default.',
    },
  ],
  StatefulSet: ['Runs pods with stable names, one after the other, each with storage of its own.'],
  StatefulSetCondition: ['One aspect of the state of a stateful set.'],
  StatefulSetOrdinals: ['How the pods of a stateful set are numbered.', { start: 'The number of the first pod; 0 by default.' }],
  StatefulSetPersistentVolumeClaimRetentionPolicy: [
    'What becomes of the claims that were made from templates.',
    {
      whenDeleted: 'When the stateful set is deleted: Retain (default) or Delete.',
      whenScaled: 'When a pod is scaled away: Retain (default) or Delete.',
    },
  ],
  StatefulSetSpec: [
    'Which pods a stateful set runs, how many, and with what storage.',
    {
      replicas: 'How many pods there should be; 1 by default.',
      selector: SELECTOR,
      template: "The pod that is made; its name is the set's and a number.",
      volumeClaimTemplates: 'The claims that each pod gets; one of the same name as a volume of the template takes its place.',
      serviceName: 'The headless service under which the pods have their DNS names.',
      podManagementPolicy: 'OrderedReady (default) makes and removes pods one by one, Parallel all at once.',
      updateStrategy: 'How pods are replaced when the template changes.',
      revisionHistoryLimit: HISTORY,
      minReadySeconds: MIN_READY,
      persistentVolumeClaimRetentionPolicy: 'What becomes of the claims when pods or the set go.',
      ordinals: 'How the pods are numbered.',
    },
  ],
  StatefulSetStatus: [
    'How far a stateful set has come.',
    {
      replicas: 'How many pods there are.',
      readyReplicas: 'How many of them are ready.',
      currentReplicas: 'How many of them are of the current revision.',
      updatedReplicas: 'How many of them are of the revision that is rolled out.',
      currentRevision: 'The revision of the pods with the lowest numbers.',
      updateRevision: 'The revision of the pods with the highest numbers.',
      collisionCount: COLLISIONS,
      availableReplicas: AVAILABLE,
    },
  ],
  StatefulSetUpdateStrategy: [
    'How the pods of a stateful set are replaced.',
    { type: 'RollingUpdate (default), or OnDelete to replace only what somebody deletes.', rollingUpdate: 'The pace of a rolling update.' },
  ],
});
