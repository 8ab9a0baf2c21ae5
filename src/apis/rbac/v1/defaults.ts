/** Defaults of bindings: which group a role, a user or a group is of. */
import type { KubeObject } from '../../../machinery/object.ts';

const GROUP = 'rbac.authorization.k8s.io';

export function setBindingDefaults(object: KubeObject): void {
  object.roleRef ??= {};
  const role = object.roleRef as { apiGroup?: string };
  role.apiGroup ||= GROUP;
  for (const subject of (object.subjects as { kind?: string; apiGroup?: string }[] | null | undefined) ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP;
  }
}
