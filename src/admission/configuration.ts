/**
 * Configurations of plugins, as `--admission-control-config-file` holds them: parsed YAML in, typed options out. Whatever is wrong refuses the
 * start with one line that names the plugin and the field.
 */
import type { ScopedResourceSelectorRequirement, Toleration } from '../apis/core/v1/objects.gen.ts';
import { formatDuration } from '../base/duration.ts';
import { validateDns1123Label, validateDns1123Subdomain } from '../machinery/grammar/names.ts';
import { type StringMap, setKey } from '../machinery/object.ts';
import type { EventLimit, EventLimitType } from './plugins/event-rate-limit.ts';
import type { PodSecurityOptions } from './plugins/pod-security/pod-security.ts';
import { LATEST, type LevelVersion, type Mode, parseLevel, parseVersion } from './plugins/pod-security/policy.ts';
import type { LimitedResource } from './plugins/resource-quota/check.ts';

/** One line about a configuration that makes no sense. */
export class AdmissionConfigurationError extends Error {
  override readonly name = 'AdmissionConfigurationError';
}

/** A part of a configuration, with the way to it for messages. */
class Part {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  get absent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  get(name: string): Part {
    if (this.absent) return new Part(undefined, `${this.#path}.${name}`);
    if (typeof this.#value !== 'object' || Array.isArray(this.#value)) throw this.wrong('a map');
    const map = this.#value as { readonly [key: string]: unknown };
    return new Part(Object.hasOwn(map, name) ? map[name] : undefined, `${this.#path}.${name}`);
  }

  text(initial: string): string {
    if (this.absent) return initial;
    if (typeof this.#value !== 'string') throw this.wrong('a string');
    return this.#value;
  }

  boolean(): boolean {
    if (this.absent) return false;
    if (typeof this.#value !== 'boolean') throw this.wrong('a boolean');
    return this.#value;
  }

  number(initial: number): number {
    if (this.absent) return initial;
    const value = typeof this.#value === 'bigint' ? Number(this.#value) : this.#value;
    if (typeof value !== 'number') throw this.wrong('a number');
    return value;
  }

  list(): readonly Part[] {
    if (this.absent) return [];
    if (!Array.isArray(this.#value)) throw this.wrong('a list');
    return this.#value.map((each: unknown, i) => new Part(each, `${this.#path}[${i}]`));
  }

  texts(): readonly string[] {
    return this.list().map((each) => each.text(''));
  }

  textMap(): StringMap {
    const map: StringMap = {};
    if (this.absent) return map;
    if (typeof this.#value !== 'object' || Array.isArray(this.#value)) throw this.wrong('a map');
    for (const key of Object.keys(this.#value as object)) setKey(map, key, this.get(key).text(''));
    return map;
  }

  /** What is misspelt would be a rule that nobody applies. @throws {AdmissionConfigurationError} */
  checkFields(known: readonly string[]): void {
    if (this.absent) return;
    if (typeof this.#value !== 'object' || Array.isArray(this.#value)) throw this.wrong('a map');
    const unknown = Object.keys(this.#value as object).find((each) => !known.includes(each));
    if (unknown !== undefined) throw new AdmissionConfigurationError(`${this.#path}: unknown field ${JSON.stringify(unknown)}`);
  }

  wrong(expected: string): AdmissionConfigurationError {
    return new AdmissionConfigurationError(`${this.#path}: must be ${expected}`);
  }
}

/** pod-security.admission.config.k8s.io/v1. @throws {AdmissionConfigurationError} */
export function podSecurityConfiguration(value: unknown): Pick<PodSecurityOptions, 'defaults' | 'exemptions'> {
  const root = rootOf('PodSecurity', value, ['pod-security.admission.config.k8s.io/*, Kind=PodSecurityConfiguration']);
  const defaults = root.get('defaults');
  root.checkFields(['apiVersion', 'kind', 'defaults', 'exemptions']);
  defaults.checkFields(['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version']);
  const read = (mode: Mode): LevelVersion => {
    const level = parseLevel(defaults.get(mode).text('privileged'));
    if (level === undefined) throw defaults.get(mode).wrong('one of privileged, baseline, restricted');
    const version = parseVersion(defaults.get(`${mode}-version`).text('latest'));
    if (version === undefined) throw defaults.get(`${mode}-version`).wrong('"latest" or "v1.x"');
    return { level, version: version ?? LATEST };
  };
  const exemptions = root.get('exemptions');
  exemptions.checkFields(['usernames', 'runtimeClasses', 'namespaces']);
  return {
    defaults: { enforce: read('enforce'), audit: read('audit'), warn: read('warn') },
    exemptions: {
      usernames: distinct(exemptions.get('usernames'), (name) => name !== ''),
      runtimeClasses: distinct(exemptions.get('runtimeClasses'), (name) => validateDns1123Subdomain(name).length === 0),
      namespaces: distinct(exemptions.get('namespaces'), (name) => validateDns1123Label(name).length === 0),
    },
  };
}

/** Names of one list. @throws {AdmissionConfigurationError} */
function distinct(list: Part, isName: (text: string) => boolean): readonly string[] {
  const names = list.texts();
  list.list().forEach((each, i) => {
    if (!isName(names[i] as string)) throw each.wrong('a name');
    if (names.indexOf(names[i] as string) < i) throw each.wrong('listed once');
  });
  return names;
}

/** apiserver.config.k8s.io/v1 ResourceQuotaConfiguration. @throws {AdmissionConfigurationError} */
export function resourceQuotaConfiguration(value: unknown): readonly LimitedResource[] {
  return rootOf('ResourceQuota', value, [
    'apiserver.config.k8s.io/v1, Kind=ResourceQuotaConfiguration',
    'resourcequota.admission.k8s.io/*, Kind=Configuration',
  ])
    .get('limitedResources')
    .list()
    .map((each) => {
      const resource = each.get('resource').text('');
      if (resource === '') throw each.get('resource').wrong('set');
      return {
        apiGroup: each.get('apiGroup').text(''),
        resource,
        matchContains: each.get('matchContains').texts(),
        matchScopes: each
          .get('matchScopes')
          .list()
          .map(
            (scope): ScopedResourceSelectorRequirement => ({
              scopeName: scope.get('scopeName').text(''),
              operator: scope.get('operator').text(''),
              values: [...scope.get('values').texts()],
            }),
          ),
      };
    });
}

const LIMIT_TYPES: readonly EventLimitType[] = ['Server', 'Namespace', 'User', 'SourceAndObject'];

/** eventratelimit.admission.k8s.io/v1alpha1. @throws {AdmissionConfigurationError} */
export function eventRateLimitConfiguration(value: unknown): readonly EventLimit[] {
  const limits = rootOf('EventRateLimit', value, ['eventratelimit.admission.k8s.io/v1alpha1, Kind=Configuration']).get('limits');
  // A limiter that limits nothing is a mistake.
  if (limits.list().length === 0) throw limits.wrong('a list that is not empty');
  return limits.list().map((each) => {
    const given = each.get('type').text('');
    const type = LIMIT_TYPES.find((known) => known === given);
    if (type === undefined) throw each.get('type').wrong(`one of ${[...LIMIT_TYPES].sort().join(', ')}`);
    const qps = each.get('qps').number(0);
    const burst = each.get('burst').number(0);
    const cacheSize = each.get('cacheSize').number(0);
    if (burst <= 0) throw each.get('burst').wrong('positive');
    if (qps <= 0) throw each.get('qps').wrong('positive');
    if (type !== 'Server' && cacheSize < 0) throw each.get('cacheSize').wrong('zero or positive');
    return { type, qps, burst, cacheSize };
  });
}

/** What PodNodeSelector reads below `podNodeSelectorPluginConfig`. @throws {AdmissionConfigurationError} */
export function podNodeSelectorConfiguration(value: unknown): StringMap {
  return rootOf('PodNodeSelector', value).get('podNodeSelectorPluginConfig').textMap();
}

/** podtolerationrestriction.admission.k8s.io/v1alpha1. @throws {AdmissionConfigurationError} */
export function podTolerationRestrictionConfiguration(value: unknown): {
  readonly defaults: readonly Toleration[];
  readonly allowed: readonly Toleration[];
} {
  const root = rootOf('PodTolerationRestriction', value, ['podtolerationrestriction.admission.k8s.io/v1alpha1, Kind=Configuration']);
  const read = (name: string): Toleration[] =>
    root
      .get(name)
      .list()
      .map((each) => {
        const toleration: Toleration = {};
        for (const field of ['key', 'operator', 'value', 'effect'] as const) {
          const text = each.get(field).text('');
          if (text !== '') toleration[field] = text;
        }
        if (!each.get('tolerationSeconds').absent) toleration.tolerationSeconds = each.get('tolerationSeconds').number(0);
        return toleration;
      });
  return { defaults: read('default'), allowed: read('whitelist') };
}

export interface ImagePolicySettings {
  readonly kubeConfigFile: string;
  /** Milliseconds. */
  readonly allowTtl: number;
  readonly denyTtl: number;
  readonly retryBackoff: number;
  readonly defaultAllow: boolean;
}

/** imagepolicy.admission.k8s.io/v1alpha1 ImagePolicyWebhookConfiguration, or its body without a version. @throws {AdmissionConfigurationError} */
export function imagePolicyConfiguration(value: unknown): ImagePolicySettings {
  const root = rootOf('ImagePolicyWebhook', value);
  if (root.absent) throw new AdmissionConfigurationError('admission plugin ImagePolicyWebhook: no config specified');
  const policy = root.get('imagePolicy');
  return {
    kubeConfigFile: policy.get('kubeConfigFile').text(''),
    allowTtl: lifetime(policy.get('allowTTL'), 1000, 300_000, 1_800_000),
    denyTtl: lifetime(policy.get('denyTTL'), 1000, 30_000, 1_800_000),
    retryBackoff: lifetime(policy.get('retryBackoff'), 1, 500, 300_000),
    defaultAllow: policy.get('defaultAllow').boolean(),
  };
}

/** Milliseconds from a number of units: 0 means the default, -1 none, everything else from one unit to the longest. */
function lifetime(part: Part, unit: number, initial: number, longest: number): number {
  const given = part.number(0);
  if (given === 0) return initial;
  if (given === -1) return 0;
  const ms = given * unit;
  if (ms < unit || ms > longest) throw part.wrong(`between ${formatDuration(unit)} and ${formatDuration(longest)}`);
  return ms;
}

/** @param kinds what the configuration may be, '*' for any version; empty: it has no kind. @throws {AdmissionConfigurationError} */
function rootOf(plugin: string, value: unknown, kinds: readonly string[] = []): Part {
  const root = new Part(value, `admission plugin ${plugin}: configuration`);
  if (root.absent || kinds.length === 0) return root;
  const apiVersion = root.get('apiVersion').text('');
  const kind = root.get('kind').text('');
  const anyVersion = apiVersion.replace(/\/.*/, '/*');
  if (!kinds.includes(`${apiVersion}, Kind=${kind}`) && !kinds.includes(`${anyVersion}, Kind=${kind}`)) throw root.wrong(kinds.join(' or '));
  return root;
}
