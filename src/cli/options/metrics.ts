/** Flags about metrics -> options. The rules and messages are upstream's (k8s.io/component-base/metrics). */
import { errorText } from '../../base/errors.ts';
import { DecodeError } from '../../codec/interface.ts';
import { parseYaml } from '../../codec/yaml/parse.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import { KUBERNETES_MINOR } from '../../machinery/release.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { readNamed } from './read-file.ts';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const FAMILY = new RegExp(`^${NAME}$`);
const FAMILY_AND_LABEL = new RegExp(`^${NAME},[a-zA-Z_][a-zA-Z0-9_]*$`);
const MANIFEST = 'allow-metric-labels-manifest';

/** @throws {UsageError} */
export function metricsOptions(flags: FlagSet): Pick<ServerOptions, 'metricsLimits'> {
  const shown = flags.string('show-hidden-metrics-for-version');
  const before = `1.${KUBERNETES_MINOR - 1}`;
  // No metric is hidden here, but whoever names another version expects what upstream does not do either.
  if (shown !== '' && shown !== before)
    throw new UsageError(
      `--show-hidden-metrics-for-version must be omitted or have the value '${before}'. Only the previous minor version is allowed`,
    );
  const disabled = flags.list('disabled-metrics');
  for (const name of disabled) {
    if (!FAMILY.test(name))
      throw new UsageError(
        `--disabled-metrics must be fully qualified metric names matching ${JSON.stringify(FAMILY.source)}, got ${JSON.stringify(name)}`,
      );
  }
  const allowed = checkKeys(flags.map('allow-metric-labels'));
  const listed = allowed.size > 0 ? allowed : fromManifest(flags);
  const allowedLabelValues = new Map([...listed].map(([key, values]) => [key, values.split(',')]));
  return disabled.length === 0 && allowedLabelValues.size === 0 ? {} : { metricsLimits: { disabled, allowedLabelValues } };
}

function checkKeys(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  for (const key of map.keys()) {
    if (!FAMILY_AND_LABEL.test(key))
      throw new UsageError('--allow-metric-labels must have a list of kv pair with format `metricName,labelName=labelValue, labelValue,...`');
  }
  return map;
}

function fromManifest(flags: FlagSet): ReadonlyMap<string, string> {
  const file = flags.string(MANIFEST);
  if (file === '') return new Map();
  const refuse = (why: string): UsageError => new UsageError(`--${MANIFEST} ${file}: failed to parse allow list manifest: ${why}`);
  let manifest: unknown;
  try {
    manifest = parseYaml(readNamed(file, MANIFEST)).value ?? {};
  } catch (error) {
    throw error instanceof DecodeError ? refuse(errorText(error)) : error;
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) throw refuse('it is no map');
  return checkKeys(new Map(Object.entries(manifest).map(([key, values]) => [key, String(values)])));
}
