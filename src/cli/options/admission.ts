/**
 * Flags about admission plugins. All of upstream's names are known, so that a misspelt one is noticed.
 */
import path from 'node:path';
import { DecodeError } from '../../codec/interface.ts';
import { parseYaml } from '../../codec/yaml/parse.ts';
import { ADMISSION_PLUGINS } from '../../controlplane/admission/admission.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { readNamed } from './read-file.ts';

type AdmissionOptions = Pick<
  ServerOptions,
  'enableAdmissionPlugins' | 'disableAdmissionPlugins' | 'admissionConfiguration' | 'notReadyTolerationSeconds' | 'unreachableTolerationSeconds'
>;

const CONFIG_FLAG = 'admission-control-config-file';
const CONFIG_VERSIONS: readonly unknown[] = ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1'];

/** @throws {UsageError} */
export function admissionOptions(flags: FlagSet): AdmissionOptions {
  const { enabled, disabled } = chosenPlugins(flags);
  const file = flags.string(CONFIG_FLAG);
  return {
    enableAdmissionPlugins: enabled,
    disableAdmissionPlugins: disabled,
    notReadyTolerationSeconds: flags.number('default-not-ready-toleration-seconds'),
    unreachableTolerationSeconds: flags.number('default-unreachable-toleration-seconds'),
    ...(file === '' ? {} : { admissionConfiguration: configurations(file) }),
  };
}

interface ChosenPlugins {
  readonly enabled: readonly string[];
  readonly disabled: readonly string[];
}

/** The defaults, with more or without some; or the deprecated list of all that run. @throws {UsageError} */
function chosenPlugins(flags: FlagSet): ChosenPlugins {
  const listed = known(flags, 'admission-control');
  const enabled = known(flags, 'enable-admission-plugins');
  const disabled = known(flags, 'disable-admission-plugins');
  if (flags.given('admission-control')) {
    if (flags.given('enable-admission-plugins') || flags.given('disable-admission-plugins'))
      throw new UsageError('admission-control and enable-admission-plugins/disable-admission-plugins flags are mutually exclusive');
    return { enabled: listed, disabled: ADMISSION_PLUGINS.filter((name) => !listed.includes(name)) };
  }
  for (const name of enabled) {
    if (disabled.includes(name)) throw new UsageError(`[${name}] in enable-admission-plugins and disable-admission-plugins overlapped`);
  }
  return { enabled, disabled };
}

function known(flags: FlagSet, flag: string): readonly string[] {
  const names = flags.list(flag);
  for (const name of names) if (!ADMISSION_PLUGINS.includes(name)) throw new UsageError(`${flag} plugin ${JSON.stringify(name)} is unknown`);
  return names;
}

/** What an AdmissionConfiguration says of one plugin: in place, or in a file beside it. */
interface PluginConfiguration {
  readonly name?: unknown;
  readonly path?: unknown;
  readonly configuration?: unknown;
}

/** Each plugin's configuration by its name. @throws {UsageError} */
function configurations(file: string): ReadonlyMap<string, unknown> {
  const document = readYaml(file) as { readonly apiVersion?: unknown; readonly kind?: unknown; readonly plugins?: unknown } | null;
  if (document?.kind !== 'AdmissionConfiguration' || !CONFIG_VERSIONS.includes(document.apiVersion))
    throw new UsageError(`--${CONFIG_FLAG} ${file}: is no AdmissionConfiguration`);
  const { plugins = null } = document;
  if (plugins !== null && !Array.isArray(plugins)) throw new UsageError(`--${CONFIG_FLAG} ${file}: plugins is no list`);
  const found = new Map<string, unknown>();
  for (const each of (plugins ?? []) as readonly (PluginConfiguration | null)[]) {
    const name = each?.name;
    if (typeof name !== 'string') throw new UsageError(`--${CONFIG_FLAG} ${file}: a plugin without a name`);
    // The first entry of a name counts.
    if (found.has(name)) continue;
    const place = each?.path;
    if (each?.configuration !== undefined && each.configuration !== null) found.set(name, each.configuration);
    else if (typeof place === 'string' && place !== '') found.set(name, readYaml(path.resolve(path.dirname(file), place)));
  }
  return found;
}

function readYaml(file: string): unknown {
  try {
    return parseYaml(readNamed(file, CONFIG_FLAG)).value;
  } catch (error) {
    throw error instanceof DecodeError ? new UsageError(`--${CONFIG_FLAG} ${file}: ${error.message}`) : error;
  }
}
