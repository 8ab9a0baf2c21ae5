/** Write rules that workloads share: their status is isolated, and their pod template drops what belongs to features that are off. */
import type { KubeObject } from '../../machinery/object.ts';
import type { Strategy } from '../generic/declaration.ts';
import { dropDisabledPodFields } from './pod-features.ts';
import { clearStatus, keepStatus } from './status.ts';

interface Template {
  readonly spec?: unknown;
}

type TemplateOf = (object: KubeObject) => Template | undefined;

const specTemplate: TemplateOf = (object) => (object.spec as { readonly template?: Template } | undefined)?.template;

/** @param templateOf where the kind has its pod template; most have it at spec.template */
export function workload(templateOf: TemplateOf = specTemplate): Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate' | 'resetFields'>> {
  return {
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
