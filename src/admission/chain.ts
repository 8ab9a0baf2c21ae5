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
    async mutate(attributes: AdmissionAttributes): Promise<void> {
      for (const plugin of handlersOf(attributes).mutating) await plugin.mutate?.(attributes);
    },
    async validate(attributes: AdmissionAttributes): Promise<void> {
      for (const plugin of handlersOf(attributes).validating) await plugin.validate?.(attributes);
    },
    handles(operation: AdmissionOperation): boolean {
      const { named, rest } = index.get(operation) as Index;
      return named.size > 0 || rest.mutating.length + rest.validating.length > 0;
    },
  };
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
