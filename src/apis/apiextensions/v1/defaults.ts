/** Defaults of custom resource definitions. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';

const HTTPS_PORT = 443;

interface Names {
  kind?: string;
  singular?: string;
  listKind?: string;
}

interface Conversion {
  strategy?: string;
  webhook?: { clientConfig?: { service?: { port?: number } } };
}

interface Spec {
  names?: Names;
  conversion?: Conversion;
  versions?: { name: string; storage?: boolean }[] | null;
}

export function setCustomResourceDefinitionDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as Spec;
  spec.names ??= {};
  const { names } = spec;
  const kind = names.kind ?? '';
  if (kind !== '') {
    names.singular ||= kind.toLowerCase();
    names.listKind ||= `${kind}List`;
  }
  spec.conversion ??= { strategy: 'None' };
  const service = spec.conversion.webhook?.clientConfig?.service;
  if (service !== undefined) service.port ??= HTTPS_PORT;
  object.status ??= {};
  const status = object.status as { storedVersions?: string[] | null };
  if ((status.storedVersions?.length ?? 0) > 0) return;
  const stored = spec.versions?.find((each) => each.storage === true);
  if (stored !== undefined) status.storedVersions = [stored.name];
}
