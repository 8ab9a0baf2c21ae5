/**
 * Access to devices for administration passes by who else uses them, so only namespaces that say so may ask for it (KEP-5018): label
 * `resource.kubernetes.io/admin-access: "true"`. Asked when a claim is made and when devices are allocated to it; later nothing can be added.
 */
import type { DeviceRequest, DeviceRequestAllocationResult } from '../../apis/resource/v1/objects.gen.ts';
import { ErrorList, FieldPath } from '../../machinery/field-errors.ts';
import { getKey } from '../../machinery/object.ts';
import type { StrategyContext } from '../generic/declaration.ts';

const LABEL = 'resource.kubernetes.io/admin-access';
const REQUESTS = FieldPath.root('spec').child('devices', 'requests');
const RESULTS = FieldPath.root('status').child('allocation', 'devices', 'results');

/** Errors of a new claim, or of a template for claims: the path is the same for both. */
export function checkAdminRequests(context: StrategyContext, requests: readonly DeviceRequest[] | null | undefined): ErrorList {
  return check(context, REQUESTS, requests?.findIndex(({ exactly }) => exactly?.adminAccess === true) ?? -1);
}

/** Errors of an allocation. */
export function checkAdminResults(
  context: StrategyContext,
  results: readonly DeviceRequestAllocationResult[] | null | undefined,
  old: readonly DeviceRequestAllocationResult[] | null | undefined,
): ErrorList {
  const first = (list: typeof results): number => list?.findIndex(({ adminAccess }) => adminAccess === true) ?? -1;
  return first(old) >= 0 ? new ErrorList() : check(context, RESULTS, first(results));
}

function check({ namespace, namespaceLabels }: StrategyContext, list: FieldPath, i: number): ErrorList {
  const errors = new ErrorList();
  if (i < 0 || getKey(namespaceLabels?.(namespace), LABEL) === 'true') return errors;
  const text = `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`;
  errors.forbidden(list.index(i).child('adminAccess'), text);
  return errors;
}
