/** When images are pulled: of containers and of image volumes. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';

const POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

export function checkPullPolicy(errors: ErrorList, at: FieldPath, policy = ''): void {
  if (policy === '') errors.required(at);
  else if (!POLICIES.includes(policy)) errors.notSupported(at, policy, POLICIES);
}
