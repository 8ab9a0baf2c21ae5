/** The admission chain of one server: which plugins run. */
import { makeAdmissionChain } from '../../admission/chain.ts';
import type { AdmissionChain, AdmissionPlugin } from '../../admission/interface.ts';
import { admissionMetrics } from '../../admission/metrics.ts';
import { MODULES_BEFORE, type PluginHost, pluginOf } from '../../admission/plugin-module.ts';
import { refuse } from '../../admission/refusal.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import { parseApiVersion } from '../../machinery/gvk.ts';
import { type AdmissionDependencies, getter, lister } from './dependencies.ts';
import { PLUGINS, type PluginEntry } from './plugins.ts';

/** Every plugin that upstream has. */
export const ADMISSION_PLUGINS: readonly string[] = PLUGINS.map((each) => each.name);

/** @throws {Error} of one line for unknown names, and for configurations that make no sense */
export function makeAdmission(dependencies: AdmissionDependencies): AdmissionChain {
  const { enableAdmissionPlugins: enabled, disableAdmissionPlugins: disabled } = dependencies.options;
  checkNames(enabled, disabled);
  const running = PLUGINS.filter((each) => (each.on || enabled.includes(each.name)) && !disabled.includes(each.name));
  const made = (entries: readonly PluginEntry[]): AdmissionPlugin[] =>
    entries.flatMap(({ gate, make }) =>
      make === undefined || (gate !== undefined && !dependencies.featureEnabled(gate)) ? [] : [make(dependencies)],
    );
  const place = PLUGINS.findIndex((each) => each.name === MODULES_BEFORE);
  const isLate = (each: PluginEntry): boolean => PLUGINS.indexOf(each) >= place;
  const plugins = [...made(running.filter((each) => !isLate(each))), ...modulePlugins(dependencies), ...made(running.filter(isLate))];
  const metrics = admissionMetrics(dependencies.metrics);
  return metrics.chain(makeAdmissionChain(plugins.map((each) => metrics.plugin(each))));
}

function modulePlugins(dependencies: AdmissionDependencies): AdmissionPlugin[] {
  const { clock, authorizer, options } = dependencies;
  const host: PluginHost = {
    clock,
    authorizer,
    getter: (group, resource) => getter(dependencies, group, resource),
    lister: (group, resource) => lister(dependencies, group, resource),
    configuration: (name) => options.admissionConfiguration?.get(name),
    refuse,
  };
  const taken = new Set(ADMISSION_PLUGINS);
  return options.admissionPluginModules.map((module) => {
    const plugin = pluginOf(module, host, taken);
    taken.add(plugin.name);
    return plugin;
  });
}

function checkNames(enabled: readonly string[], disabled: readonly string[]): void {
  for (const [flag, names] of [
    ['enable-admission-plugins', enabled],
    ['disable-admission-plugins', disabled],
  ] as const) {
    for (const name of names) if (!ADMISSION_PLUGINS.includes(name)) throw new Error(`${flag} plugin ${JSON.stringify(name)} is unknown`);
  }
  for (const name of enabled) {
    if (disabled.includes(name)) throw new Error(`[${name}] in enable-admission-plugins and disable-admission-plugins overlapped`);
  }
}

/** Finds what is served as a kind. */
export function resourcesOf(table: ResourceTable): AdmissionDependencies['resourcesOf'] {
  return (apiVersion, kind) => {
    const parsed = parseApiVersion(apiVersion);
    if (parsed === undefined) return [];
    const served = table.snapshot().version(parsed.group, parsed.version);
    const resources = served?.ofKind(kind) ?? [];
    return resources.map(({ declaration: { resource, namespaced } }) => ({ ...parsed, resource, namespaced }));
  };
}
