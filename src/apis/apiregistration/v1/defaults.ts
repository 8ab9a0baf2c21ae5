/** Defaults of API services. */
import type { KubeObject } from '../../../machinery/object.ts';

const HTTPS_PORT = 443;

export function setAPIServiceDefaults(object: KubeObject): void {
  const service = (object.spec as { service?: { port?: number } } | undefined)?.service;
  if (service !== undefined) service.port ??= HTTPS_PORT;
}
