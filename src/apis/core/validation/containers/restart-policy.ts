/** When containers start again: policies of pods, of containers, and rules by exit code (KEP-5307). */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { isSidecar } from '../../container-resources.ts';
import type { Container, ContainerRestartRule } from '../../v1/objects.gen.ts';
import type { PodRules } from '../pod-rules.ts';

const POD_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const CONTAINER_POLICIES: readonly string[] = ['Always', 'Never', 'OnFailure'];
const OPERATORS: readonly string[] = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

export function checkPodRestartPolicy(errors: ErrorList, path: FieldPath, policy = ''): void {
  if (policy === '') errors.required(path);
  else if (!POD_POLICIES.includes(policy)) errors.notSupported(path, policy, POD_POLICIES);
}

const NEEDS_POLICY = 'must specify restartPolicy when restart rules are used';

/** Of an init container: without a policy its rules are not looked at, and sidecars have rules as far as these may restart all containers. */
export function checkInitRestartPolicy(errors: ErrorList, path: FieldPath, container: Container, rules: PodRules): void {
  const { restartPolicy, restartPolicyRules = [] } = container;
  const ruled = restartPolicyRules.length > 0;
  if (restartPolicy === undefined) {
    if (ruled) errors.required(path.child('restartPolicy'), NEEDS_POLICY);
  } else if (!isSidecar(container) || rules.restartsOfAll) checkRestartPolicy(errors, path, container, rules);
  else if (ruled)
    errors.forbidden(path.child('restartPolicyRules'), 'restartPolicyRules are not allowed for init containers with restart policy Always');
}

export function checkRestartPolicy(errors: ErrorList, path: FieldPath, container: Container, rules: PodRules): void {
  const { restartPolicy, restartPolicyRules = [] } = container;
  if (restartPolicy === undefined) {
    if (restartPolicyRules.length > 0) errors.required(path.child('restartPolicy'), NEEDS_POLICY);
  } else if (!CONTAINER_POLICIES.includes(restartPolicy)) errors.notSupported(path.child('restartPolicy'), restartPolicy, CONTAINER_POLICIES);
  if (restartPolicyRules.length > MAX_RULES) errors.tooMany(path.child('restartPolicyRules'), restartPolicyRules.length, MAX_RULES);
  const actions = rules.restartsOfAll ? ['Restart', 'RestartAllContainers'] : ['Restart'];
  restartPolicyRules.forEach((rule, i) => {
    checkRule(errors, path.child('restartPolicyRules').index(i), rule, actions);
  });
}

function checkRule(errors: ErrorList, path: FieldPath, { action = '', exitCodes }: ContainerRestartRule, actions: readonly string[]): void {
  if (!actions.includes(action)) errors.notSupported(path.child('action'), action, actions);
  if (exitCodes === undefined) {
    errors.required(path.child('exitCodes'), 'must be specified');
    return;
  }
  const { operator = '', values = [] } = exitCodes;
  if (!OPERATORS.includes(operator)) errors.notSupported(path.child('exitCodes', 'operator'), operator, OPERATORS);
  if (values.length > MAX_EXIT_CODES) errors.tooMany(path.child('exitCodes', 'values'), values.length, MAX_EXIT_CODES);
}

/** @returns whether the container starts again after such an end, by its rules, its policy or the pod's */
export function startsAgain({ restartPolicy, restartPolicyRules = [] }: Container, podPolicy: string | undefined, exitCode: number): boolean {
  if (restartPolicy === undefined) return policyRestarts(podPolicy, exitCode);
  const rule = restartPolicyRules.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false;
    return (exitCodes?.operator === 'In' && listed) || (exitCodes?.operator === 'NotIn' && !listed);
  });
  return rule?.action === 'Restart' || policyRestarts(restartPolicy, exitCode);
}

export function policyRestarts(policy: string | undefined, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}
