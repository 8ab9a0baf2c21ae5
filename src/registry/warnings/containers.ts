/** What is odd about one container: annotations that nobody reads any more, fractions of bytes, variables that hide each other. */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../machinery/object.ts';
import { fractionWarnings, type ResourceRequirements } from './fractions.ts';

export interface Port {
  readonly name?: string;
  readonly hostPort?: number;
  readonly containerPort: number;
  readonly protocol?: string;
  readonly hostIP?: string;
}

export interface Container {
  readonly name?: string;
  readonly resources?: ResourceRequirements;
  readonly securityContext?: { readonly seccompProfile?: object; readonly appArmorProfile?: object };
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[] | null;
  readonly ports?: readonly Port[] | null;
}

export interface Visited {
  readonly container: Container;
  readonly at: FieldPath;
}

/** What a container's warnings depend on besides it. */
export interface Surroundings {
  readonly annotations: StringMap | null | undefined;
  /** Where the pod or template stands. */
  readonly at: FieldPath;
  /** Pods convert AppArmor annotations, and are warned then. */
  readonly isTemplate: boolean;
  readonly podProfile: object | undefined;
}

const SECCOMP_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

export function containerWarnings({ container, at }: Visited, { annotations, at: root, isTemplate, podProfile }: Surroundings): string[] {
  const warnings: string[] = [];
  const annotationWarning = (key: string, text: string): void => {
    if (getKey(annotations, key) !== undefined) warnings.push(`${root.child('metadata', 'annotations').key(key)}: ${text}`);
  };
  const { securityContext, resources } = container;
  const name = container.name ?? '';
  if (securityContext?.seccompProfile === undefined) {
    annotationWarning(SECCOMP_PREFIX + name, 'non-functional in v1.27+; use the "seccompProfile" field instead');
  }
  if (isTemplate && podProfile === undefined && securityContext?.appArmorProfile === undefined) {
    annotationWarning(APP_ARMOR_PREFIX + name, 'deprecated since v1.30; use the "appArmorProfile" field instead');
  }
  for (const resource of ['memory', 'ephemeral-storage']) {
    for (const list of ['limits', 'requests'] as const)
      warnings.push(...fractionWarnings(resources?.[list], at.child('resources', list), [resource]));
  }
  warnings.push(...hiddenVariables(container, at.child('env')));
  return warnings;
}

/** Repeating a name is fine where the new value builds on the old one. */
function hiddenVariables({ env }: Container, at: FieldPath): string[] {
  const seen = new Set<string>();
  return (env ?? []).flatMap(({ name, value, valueFrom }, i) => {
    const again = seen.has(name);
    seen.add(name);
    const reference = `$(${name})`;
    const builds = valueFrom === undefined && value !== undefined && value !== reference && value.includes(reference);
    return again && !builds ? [`${at.index(i)}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`] : [];
  });
}
