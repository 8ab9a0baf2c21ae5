/** Kernel parameters that a pod sets (docs/tasks/administer-cluster/sysctl-cluster): their names, and whose namespace they change. */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import type { PodSpec } from '../v1/objects.gen.ts';

const MAX_LENGTH = 253;
const PATTERN_TEXT = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
const PATTERN = /^[a-z0-9](?:[-_]*[a-z0-9])*(?:[./][a-z0-9](?:[-_]*[a-z0-9])*)*$/;

const IPC_NAMES = new Set(['kernel.sem']);
const IPC_PREFIXES: readonly string[] = ['kernel.shm', 'kernel.msg', 'fs.mqueue.'];

type HostNamespaces = Pick<PodSpec, 'hostNetwork' | 'hostIPC'>;

/** Why a parameter may not be set by a pod that shares the host's namespaces; undefined when it may. */
export function hostSysctl(name: string, spec: HostNamespaces): string | undefined {
  const dotted = withDots(name);
  if (spec.hostNetwork === true && dotted.startsWith('net.')) return "may not be specified when 'hostNetwork' is true";
  if (spec.hostIPC === true && (IPC_NAMES.has(dotted) || IPC_PREFIXES.some((each) => dotted.startsWith(each))))
    return "may not be specified when 'hostIPC' is true";
  return undefined;
}

/** Whichever of '.' and '/' comes first separates; the other one belongs to the name (sysctl.d(5)). */
function withDots(name: string): string {
  if (/^[^./]*\./.test(name) || !name.includes('/')) return name;
  return name.replace(/[./]/g, (each) => (each === '/' ? '.' : '/'));
}

export function checkSysctls(errors: ErrorList, path: FieldPath, spec: PodSpec, allowOnHost: boolean): void {
  const names = new Set<string>();
  spec.securityContext?.sysctls?.forEach(({ name }, i) => {
    const at = path.index(i).child('name');
    if (name === '') errors.required(at);
    else if (name.length > MAX_LENGTH || !PATTERN.test(name))
      errors.invalid(at, name, `must have at most ${MAX_LENGTH} characters and match regex ${PATTERN_TEXT}`);
    else if (names.has(name)) errors.duplicate(at, name);
    const reason = allowOnHost ? undefined : hostSysctl(name, spec);
    if (reason !== undefined) errors.invalid(at, name, reason);
    names.add(name);
  });
}
