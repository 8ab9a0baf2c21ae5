/**
 * Priority: a pod's priority is the number behind its priority class, never a number that its author chose. Only one class is the default.
 */
import type { PriorityClass } from '../../../apis/scheduling/v1/objects.gen.ts';
import { asKind, type KubeObject } from '../../../machinery/object.ts';
import { whenFound } from '../../found.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter, Lister, MaybePromise } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

const PREEMPT = 'PreemptLowerPriority';

export interface PriorityOptions {
  readonly priorityClass: Getter;
  readonly priorityClasses: Lister;
}

type Class = Pick<PriorityClass, 'value' | 'preemptionPolicy'> & { readonly name: string };

export function makePriority({ priorityClass, priorityClasses }: PriorityOptions): AdmissionPlugin {
  /** The smallest, should there be several. */
  const defaultClass = (): MaybePromise<KubeObject | undefined> => whenFound(priorityClasses(''), leastDefault);
  const classOf = (attributes: AdmissionAttributes, name: string): MaybePromise<Class> =>
    whenFound(name === '' ? defaultClass() : priorityClass('', name), (found) => described(attributes, name, found));
  const described = (attributes: AdmissionAttributes, name: string, found: KubeObject | undefined): Class => {
    if (found !== undefined) return { ...asKind<PriorityClass>(found), name: found.metadata.name ?? '' };
    if (name !== '') throw refuse(attributes, `no PriorityClass with name ${name} was found`);
    return { name: '', value: 0, preemptionPolicy: PREEMPT };
  };
  return {
    name: 'Priority',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods', 'priorityclasses.scheduling.k8s.io'],
    mutate(attributes) {
      if (attributes.resource !== 'pods') return;
      if (attributes.operation === 'UPDATE') return keepPriority(attributes);
      return whenFound(classOf(attributes, asPod(attributes.object).spec.priorityClassName ?? ''), (found) => setPriority(attributes, found));
    },
    validate(attributes) {
      const { object, operation } = attributes;
      if (attributes.resource === 'pods' || object?.globalDefault !== true) return;
      return whenFound(defaultClass(), (found) => {
        const present = found?.metadata.name;
        if (present !== undefined && (operation === 'CREATE' || present !== object.metadata.name))
          throw refuse(attributes, `PriorityClass ${present} is already marked as default. Only one default can exist`);
      });
    },
  };
}

function leastDefault(classes: readonly KubeObject[]): KubeObject | undefined {
  let least: KubeObject | undefined;
  for (const each of classes) {
    if (each.globalDefault === true && (least === undefined || numberOf(each) < numberOf(least))) least = each;
  }
  return least;
}

function numberOf(object: KubeObject): number {
  return (object.value as number | undefined) ?? 0;
}

/** Writers that do not know the fields keep them. */
function keepPriority({ object, oldObject }: AdmissionAttributes): void {
  const pod = asPod(object);
  const { priority, preemptionPolicy } = asPod(oldObject).spec;
  const spec = { ...pod.spec };
  if (priority !== undefined) spec.priority ??= priority;
  if (preemptionPolicy !== undefined) spec.preemptionPolicy ??= preemptionPolicy;
  pod.spec = spec;
}

/** @throws {ApiError} 403 when the pod says something else */
function setPriority(attributes: AdmissionAttributes, { name, value, preemptionPolicy }: Class): void {
  const { spec } = asPod(attributes.object);
  const refuseGiven = (what: string, given: string | number, computed: string | number): never => {
    throw refuse(
      attributes,
      `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`,
    );
  };
  if (name !== '') spec.priorityClassName = name;
  if (spec.priority !== undefined && spec.priority !== value) refuseGiven('integer value of priority', spec.priority, value);
  spec.priority = value;
  if (preemptionPolicy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    refuseGiven('string value of PreemptionPolicy', spec.preemptionPolicy, preemptionPolicy);
  spec.preemptionPolicy = preemptionPolicy;
}
