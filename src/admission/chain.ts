/**
 * The admission chain: plugins in upstream's order, indexed by operation and resource, so that a request meets only those that handle it. All
 * mutating plugins run before the object is validated, all validating ones after it; the first refusal ends the request with exactly its error.
 */
import type { AdmissionAttributes, AdmissionChain, AdmissionOperation, AdmissionPlugin } from './interface.ts';

const OPERATIONS: readonly AdmissionOperation[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** The plugins of one operation on one resource. */
interface Handlers {
  readonly mutating: readonly AdmissionPlugin[];
  readonly validating: readonly AdmissionPlugin[];
}

interface Index {
  /** Of resources that some plugin names, by `indexKey`. */
  readonly named: ReadonlyMap<string, Handlers>;
  /** Of all others. */
  readonly rest: Handlers;
}

export function makeAdmissionChain(plugins: readonly AdmissionPlugin[]): AdmissionChain {
  const index = new Map(OPERATIONS.map((operation) => [operation, indexOf(plugins.filter((each) => each.operations.includes(operation)))]));
  const handlersOf = ({ operation, group, resource, subresource }: AdmissionAttributes): Handlers => {
    const { named, rest } = index.get(operation) as Index;
    return named.get(indexKey(group, resource, subresource)) ?? rest;
  };
  return {
    mutate: (attributes) => run(handlersOf(attributes).mutating, 'mutate', attributes),
    validate: (attributes) => run(handlersOf(attributes).validating, 'validate', attributes),
    handles(operation: AdmissionOperation): boolean {
      const { named, rest } = index.get(operation) as Index;
      return named.size > 0 || rest.mutating.length + rest.validating.length > 0;
    },
  };
}

/** One after the other. Most plugins decide at once, and then nothing is waited for. */
function run(plugins: readonly AdmissionPlugin[], phase: 'mutate' | 'validate', attributes: AdmissionAttributes): Promise<void> | undefined {
  for (let i = 0; i < plugins.length; i++) {
    const asked = plugins[i]?.[phase]?.(attributes);
    if (asked !== undefined) return goOn(asked, plugins, i + 1, phase, attributes);
  }
  return undefined;
}

async function goOn(
  asked: Promise<void>,
  plugins: readonly AdmissionPlugin[],
  from: number,
  phase: 'mutate' | 'validate',
  attributes: AdmissionAttributes,
): Promise<void> {
  await asked;
  for (let i = from; i < plugins.length; i++) {
    const next = plugins[i]?.[phase]?.(attributes);
    if (next !== undefined) await next;
  }
}

function indexOf(plugins: readonly AdmissionPlugin[]): Index {
  const keys = new Set(plugins.flatMap((each) => each.resources ?? []));
  return {
    named: new Map([...keys].map((key) => [key, phases(plugins.filter((each) => each.resources?.includes(key) ?? true))])),
    rest: phases(plugins.filter((each) => each.resources === undefined)),
  };
}

function phases(plugins: readonly AdmissionPlugin[]): Handlers {
  return {
    mutating: plugins.filter((each) => each.mutate !== undefined),
    validating: plugins.filter((each) => each.validate !== undefined),
  };
}

/** "pods", "pods/binding", "ingresses.networking.k8s.io": how a plugin names what it handles. */
function indexKey(group: string, resource: string, subresource: string): string {
  const name = group === '' ? resource : `${resource}.${group}`;
  return subresource === '' ? name : `${name}/${subresource}`;
}
