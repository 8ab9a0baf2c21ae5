/**
 * ResourceQuota: what a namespace may use in total. The last plugin of all, because it is the only one that writes: a request that is charged and
 * then refused would be paid for.
 */
import type { ResourceQuotaStatus } from '../../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../../base/clock.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { internalError } from '../../../machinery/status.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../../interface.ts';
import { QuotaAccountant } from './accountant.ts';
import { type LimitedResource, quotaState } from './check.ts';
import type { DeviceSources } from './device-claims.ts';
import { quotaEvaluators } from './evaluators.ts';
import { usageFields } from './usage.ts';

const TIMEOUT_MS = 10_000;

export interface ResourceQuotaOptions {
  readonly clock: Clock;
  /** Cheap: without any quota nothing needs to be looked at. */
  readonly mayHaveAny: () => boolean;
  /** The quotas of a namespace, sorted by name; `fresh`: beyond what a cache knows. */
  readonly list: (namespace: string, fresh: boolean) => Promise<readonly KubeObject[]>;
  /** Changes one quota that must be at `resourceVersion`. @throws {ApiError} 409 when it is not */
  readonly update: (namespace: string, name: string, resourceVersion: string, change: (quota: KubeObject) => KubeObject) => Promise<void>;
  readonly limitedResources?: readonly LimitedResource[];
  readonly devices: DeviceSources;
}

export function makeResourceQuota({ clock, mayHaveAny, list, update, limitedResources = [], devices }: ResourceQuotaOptions): AdmissionPlugin {
  const evaluatorOf = quotaEvaluators(clock, devices);
  const accountant = new QuotaAccountant(
    {
      read: async (namespace, fresh) => (await list(namespace, fresh)).map(quotaState),
      write: (namespace, { name, version, used }) =>
        update(namespace, name, version, (quota) => ({
          ...quota,
          status: { ...(quota.status as ResourceQuotaStatus | undefined), used: usageFields(used) },
        })),
    },
    limitedResources,
  );
  const charge = async (attributes: AdmissionAttributes): Promise<void> => {
    const { namespace, group, resource } = attributes;
    const evaluator = evaluatorOf(group, resource);
    if (evaluator === undefined || !evaluator.handles(attributes)) return;
    if (limitedResources.length === 0 && (await list(namespace, false)).length === 0) return;
    await evaluator.prepare?.([attributes.object, attributes.oldObject].filter((each) => each !== undefined));
    await withTimeout(clock, accountant.charge(attributes, evaluator));
  };
  return {
    name: 'ResourceQuota',
    operations: ['CREATE', 'UPDATE'],
    validate(attributes) {
      if (!mayHaveAny() && limitedResources.length === 0) return undefined;
      return mayBeCharged(attributes) ? charge(attributes) : undefined;
    },
  };
}

function mayBeCharged({ namespace, group, resource, subresource }: AdmissionAttributes): boolean {
  if (namespace === '' || (group === '' && resource === 'namespaces')) return false;
  return subresource === '' || (group === '' && resource === 'pods' && subresource === 'resize');
}

/** Nobody waits for ever behind a store that does not answer. */
function withTimeout(clock: Clock, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(TIMEOUT_MS, () => reject(internalError('resource quota evaluation timed out')));
    work.then(resolve, reject).finally(cancel);
  });
}
