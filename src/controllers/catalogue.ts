/** The controllers by name. */
import type { Controller } from './framework/interface.ts';
import { garbageCollector } from './garbage-collector/garbage-collector.ts';
import type { ControllerName } from './names.ts';
import { namespaceController } from './namespace/namespace.ts';
import { resourceQuotaController } from './resource-quota/resource-quota.ts';
import { rootCaPublisher } from './root-ca.ts';
import { serviceAccountController } from './service-account.ts';

const CONTROLLERS: readonly Controller[] = [
  serviceAccountController,
  rootCaPublisher,
  namespaceController,
  resourceQuotaController,
  garbageCollector,
];

export function controllersNamed(names: readonly ControllerName[]): readonly Controller[] {
  return CONTROLLERS.filter((each) => (names as readonly string[]).includes(each.name));
}
