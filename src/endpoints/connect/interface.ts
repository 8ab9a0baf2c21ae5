/** What handlers of connected subresources and virtual resources are made from. */
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { WriteDeps } from '../handlers/write/deps.ts';
import type { ConnectHandler } from '../resources.ts';

export interface ConnectDeps extends WriteDeps {
  /** The registry of a built-in resource. @throws {ApiError} 500 when it is not served */
  registry(group: string, resource: string): RegistryStore;
}

export type MakeConnect = (deps: ConnectDeps) => ConnectHandler;
