/**
 * Plugins from outside this tree: a module with a function that makes one. It is trusted as the server itself is; what it returns is only checked so
 * that a mistake is told at the start and not by the first request.
 */
import type { Clock } from '../base/clock.ts';
import type { ApiError } from '../machinery/status.ts';
import type { Authorizer } from '../request/authorizer.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter, Lister } from './interface.ts';

/** What such a plugin may use. */
export interface PluginHost {
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  /** Reads from the watch caches. What they return is shared: it is never changed. @throws {Error} for a resource that is not served */
  getter(group: string, resource: string): Getter;
  lister(group: string, resource: string): Lister;
  /** What the admission configuration says of the plugin of this name, as it was parsed; undefined without an entry. */
  configuration(name: string): unknown;
  /** A 403 that names the object. */
  refuse(attributes: AdmissionAttributes, text: string): ApiError;
}

export interface PluginModule {
  makeAdmissionPlugin(host: PluginHost): AdmissionPlugin;
}

/** Where a module's plugins stand: after all that are compiled in, before policies and webhooks. */
export const MODULES_BEFORE = 'MutatingAdmissionPolicy';

const OPERATIONS: readonly unknown[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** @param taken names that exist already. @throws {Error} of one line for what is no plugin */
export function pluginOf(module: PluginModule, host: PluginHost, taken: ReadonlySet<string>): AdmissionPlugin {
  const plugin: Partial<AdmissionPlugin> | undefined = module.makeAdmissionPlugin(host);
  if (typeof plugin !== 'object' || plugin === null) throw new Error('admission plugin module: makeAdmissionPlugin returned no plugin');
  const { name, operations, resources, mutate, validate } = plugin;
  if (typeof name !== 'string' || name === '') throw new Error('admission plugin module: the plugin has no name');
  const wrong = (what: string): Error => new Error(`admission plugin ${name}: ${what}`);
  if (taken.has(name)) throw wrong('there is another plugin of this name');
  if (!Array.isArray(operations) || operations.length === 0 || !operations.every((each) => OPERATIONS.includes(each)))
    throw wrong('operations must be a list of CREATE, UPDATE, DELETE, CONNECT');
  if (resources !== undefined && !(Array.isArray(resources) && resources.every((each) => typeof each === 'string')))
    throw wrong('resources must be a list of names');
  if (![mutate, validate].every((each) => each === undefined || typeof each === 'function') || (mutate ?? validate) === undefined)
    throw wrong('mutate, validate or both must be functions');
  return plugin as AdmissionPlugin;
}
