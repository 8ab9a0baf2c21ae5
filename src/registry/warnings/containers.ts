/** What is odd about one container: annotations that nobody reads any more, fractions of bytes, variables that hide each other. */
import type { FieldPath } from '../../machinery/field-errors.ts';
import { getKey, type StringMap } from '../../machinery/object.ts';
import { fractionWarnings, NO_WARNINGS, type ResourceRequirements } from './fractions.ts';

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
  readonly env?: readonly Variable[] | null;
  readonly ports?: readonly Port[] | null;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
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

export function containerWarnings({ container, at }: Visited, surroundings: Surroundings): readonly string[] {
  const { resources } = container;
  const hasAnnotations = surroundings.annotations !== undefined && surroundings.annotations !== null;
  const ofAnnotations = hasAnnotations ? annotationWarnings(container, surroundings) : NO_WARNINGS;
  const ofVariables = hiddenVariables(container, at.child('env'));
  if (resources === undefined) return ofAnnotations.length === 0 ? ofVariables : [...ofAnnotations, ...ofVariables];
  const ofAmounts = BYTES.flatMap((resource) => LISTS.flatMap((list) => fractionWarnings(resources[list], at.child('resources', list), resource)));
  return [...ofAnnotations, ...ofAmounts, ...ofVariables];
}

const BYTES = [['memory'], ['ephemeral-storage']] as const;
const LISTS = ['limits', 'requests'] as const;

function annotationWarnings(container: Container, { annotations, at, isTemplate, podProfile }: Surroundings): readonly string[] {
  const warnings: string[] = [];
  const tell = (key: string, text: string): void => {
    if (getKey(annotations, key) !== undefined) warnings.push(`${at.child('metadata', 'annotations').key(key)}: ${text}`);
  };
  const { securityContext, name = '' } = container;
  if (securityContext?.seccompProfile === undefined) {
    tell(SECCOMP_PREFIX + name, 'non-functional in v1.27+; use the "seccompProfile" field instead');
  }
  if (isTemplate && podProfile === undefined && securityContext?.appArmorProfile === undefined) {
    tell(APP_ARMOR_PREFIX + name, 'deprecated since v1.30; use the "appArmorProfile" field instead');
  }
  return warnings;
}

/** Repeating a name is fine where the new value builds on the old one. */
function hiddenVariables({ env }: Container, at: FieldPath): readonly string[] {
  if (env === undefined || env === null) return NO_WARNINGS;
  const seen = new Set<string>();
  const warnings: string[] = [];
  env.forEach((variable, i) => {
    const { name } = variable;
    if (seen.has(name) && !buildsOnItself(variable))
      warnings.push(`${at.index(i)}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`);
    seen.add(name);
  });
  return warnings;
}

function buildsOnItself({ name, value, valueFrom }: Variable): boolean {
  const reference = `$(${name})`;
  return valueFrom === undefined && value !== undefined && value !== reference && value.includes(reference);
}
