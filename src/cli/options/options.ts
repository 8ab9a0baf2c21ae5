/** Flags -> the options of a server: the one place that says what each flag means. Files that flags name are read here. */
import { parseCertificates } from '../../authentication/x509.ts';
import { FeatureGateError, FeatureGates, parseFeatureGates } from '../../base/feature-gates.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import { DEFAULT_SERVICE_RANGE, firstServiceAddress } from '../../controlplane/service-range.ts';
import type { DataFolder, Surroundings } from '../data-folder.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { parseBool } from '../flags/values.ts';
import { admissionOptions } from './admission.ts';
import { frontProxyOptions } from './front-proxy.ts';
import { fileOf, reason } from './read-file.ts';
import { serviceAccountOptions } from './service-accounts.ts';
import { bindAddress, otherDoors } from './serving.ts';
import { storageOptions } from './storage.ts';

/** Everything but the secure port, which needs certificates first. */
export type FlagOptions = Omit<ServerOptions, 'secure' | 'clock' | 'log'> & {
  readonly advertiseAddress: string;
  readonly serviceClusterIpRange: string;
};

const MODES_THAT_WORK = ['AlwaysAllow', 'AlwaysDeny', 'Node', 'RBAC'];
const MODES_TO_COME = ['ABAC', 'Webhook'];

/** @throws {UsageError} for values that make no sense */
export function optionsFromFlags(flags: FlagSet, folder: DataFolder, surroundings: Surroundings): FlagOptions {
  const clientCa = clientAuthorities(flags);
  const tokenFile = fileOf(flags, 'token-auth-file');
  return {
    ...storageOptions(flags, folder),
    ...otherDoors(flags),
    ...limits(flags),
    ...admissionOptions(flags),
    serviceAccounts: serviceAccountOptions(flags),
    ...frontProxyOptions(flags),
    bootstrapTokenAuth: flags.bool('enable-bootstrap-token-auth'),
    ...(clientCa === undefined ? {} : { clientCa }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    anonymousAuth: flags.bool('anonymous-auth'),
    authorizationModes: authorizationModes(flags),
    advertiseAddress: advertiseAddress(flags, surroundings),
    serviceClusterIpRange: serviceRange(flags),
    ...(flags.string('external-hostname') === '' ? {} : { externalHostname: flags.string('external-hostname') }),
    featureGates: featureGates(flags),
    runtimeConfig: runtimeConfig(flags),
    enableProfiling: flags.bool('profiling'),
    controllers: controllers(flags),
  };
}

/** Checked here, because our own authority is added to it: a file without certificates would go unnoticed. */
function clientAuthorities(flags: FlagSet): string | undefined {
  const pem = fileOf(flags, 'client-ca-file');
  if (pem === undefined) return undefined;
  try {
    parseCertificates(pem);
    return pem;
  } catch (error) {
    throw new UsageError(`--client-ca-file ${flags.string('client-ca-file')}: ${reason(error)}`);
  }
}

function limits(
  flags: FlagSet,
): Pick<ServerOptions, 'maxRequestsInFlight' | 'maxMutatingRequestsInFlight' | 'requestTimeout' | 'minRequestTimeout' | 'shutdownDelay'> {
  for (const flag of [
    'max-requests-inflight',
    'max-mutating-requests-inflight',
    'request-timeout',
    'min-request-timeout',
    'shutdown-delay-duration',
    'etcd-compaction-interval',
    'event-ttl',
  ]) {
    if (flags.number(flag) < 0) throw new UsageError(`--${flag} can not be negative value`);
  }
  return {
    maxRequestsInFlight: flags.number('max-requests-inflight'),
    maxMutatingRequestsInFlight: flags.number('max-mutating-requests-inflight'),
    requestTimeout: flags.number('request-timeout'),
    minRequestTimeout: flags.number('min-request-timeout') * 1000,
    shutdownDelay: flags.number('shutdown-delay-duration'),
  };
}

function authorizationModes(flags: FlagSet): readonly string[] {
  const modes = flags.list('authorization-mode');
  if (modes.length === 0) return ['Node', 'RBAC'];
  for (const mode of modes) {
    if (MODES_TO_COME.includes(mode)) throw new UsageError(`--authorization-mode=${mode} does not work yet`);
    if (!MODES_THAT_WORK.includes(mode)) throw new UsageError(`authorization-mode ${JSON.stringify(mode)} is not a valid mode`);
    if (modes.filter((other) => other === mode).length > 1)
      throw new UsageError(`authorization-mode ${JSON.stringify(modes)} has mode specified more than once`);
  }
  return modes;
}

function advertiseAddress(flags: FlagSet, { address }: Surroundings): string {
  const given = flags.string('advertise-address') || bindAddress(flags);
  return given === '0.0.0.0' || given === '::' ? (address ?? '127.0.0.1') : given;
}

function serviceRange(flags: FlagSet): string {
  const range = flags.string('service-cluster-ip-range') || DEFAULT_SERVICE_RANGE;
  try {
    for (const each of range.split(',')) firstServiceAddress(each);
  } catch {
    throw new UsageError(`--service-cluster-ip-range: ${JSON.stringify(range)} is not a range of addresses`);
  }
  return range;
}

function featureGates(flags: FlagSet): { readonly [gate: string]: boolean } {
  try {
    const gates = parseFeatureGates(flags.list('feature-gates'));
    // The constructor checks what the syntax cannot.
    void new FeatureGates(gates);
    return gates;
  } catch (error) {
    if (error instanceof FeatureGateError) throw new UsageError(error.message);
    throw error;
  }
}

/** A key without a value switches on. */
function runtimeConfig(flags: FlagSet): { readonly [key: string]: boolean } {
  const entries = [...flags.map('runtime-config')].map(([key, value]): [string, boolean] => {
    try {
      return [key, value === '' || parseBool(value)];
    } catch (error) {
      throw new UsageError(`invalid value of ${key}: ${value}, err: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return Object.fromEntries(entries);
}

function controllers(flags: FlagSet): readonly string[] {
  const names = flags.list('controllers').filter((name) => name !== 'none');
  if (names.length > 0) throw new UsageError(`--controllers: there is no controller ${JSON.stringify(names[0])} yet, only none`);
  return ['none'];
}
