/** Write rules that workloads share: their status is isolated, their pod template drops what belongs to features that are off, and
 * its oddities are warned of. */
import { FieldPath } from '../../machinery/field-errors.ts';
import type { KubeObject, StringMap } from '../../machinery/object.ts';
import type { Strategy } from '../generic/declaration.ts';
import { hostNameWarnings, podWarnings, type WarnedPodSpec } from '../warnings/pods.ts';
import { dropDisabledPodFields } from './pod-features.ts';
import { clearStatus, keepStatus } from './status.ts';

interface Template {
  readonly metadata?: { readonly annotations?: StringMap | null };
  readonly spec?: unknown;
}

type TemplateOf = (object: KubeObject) => Template | undefined;

export interface WorkloadOptions {
  /** Where the kind has its pod template; most have it at spec.template. */
  readonly templateOf?: TemplateOf;
  /** The path of it, for messages. */
  readonly at?: readonly string[];
  /** Pods are named after the object, so its name should be a DNS label. */
  readonly namesPods?: boolean;
  /** What the kind warns of besides its template, before it. */
  readonly warnings?: (object: KubeObject) => readonly string[];
}

const specTemplate: TemplateOf = (object) => (object.spec as { readonly template?: Template } | undefined)?.template;

type WorkloadRules = Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate' | 'warningsOnCreate' | 'warningsOnUpdate' | 'resetFields'>>;

export function workload({
  templateOf = specTemplate,
  at = ['spec', 'template'],
  namesPods = false,
  warnings: own,
}: WorkloadOptions = {}): WorkloadRules {
  const path = FieldPath.root().child(...at);
  const warnings = (object: KubeObject): readonly string[] => {
    const template = templateOf(object);
    const ofTemplate = template === undefined ? [] : podWarnings((template.spec ?? {}) as WarnedPodSpec, template.metadata?.annotations, path);
    return [...(own?.(object) ?? []), ...ofTemplate];
  };
  return {
    warningsOnCreate: (_context, object) => [...(namesPods ? hostNameWarnings(object, 'Pod names and hostnames') : []), ...warnings(object)],
    // What has not changed has been warned of before.
    warningsOnUpdate: (_context, object, old) => (object.metadata.generation === old.metadata.generation ? [] : warnings(object)),
    prepareForCreate: (context, object) => {
      clearStatus(object);
      dropDisabledPodFields(context, templateOf(object)?.spec, undefined);
    },
    prepareForUpdate: (context, object, old) => {
      keepStatus(object, old);
      dropDisabledPodFields(context, templateOf(object)?.spec, templateOf(old)?.spec);
    },
    resetFields: [['status']],
  };
}
