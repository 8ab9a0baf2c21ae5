/** Flags -> the options of a server: the one place that says what each flag means. Files that flags name are read here. */
import { parseCertificates } from '../../authentication/x509.ts';
import { errorText, systemErrorText } from '../../base/errors.ts';
import { type LeaderElectionTimes, RETRY_JITTER } from '../../controllers/framework/election.ts';
import { chosenControllers } from '../../controllers/names.ts';
import type { ServerOptions } from '../../controlplane/options.ts';
import type { DataFolder, Surroundings } from '../data-folder.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';
import { parseBool } from '../flags/values.ts';
import { admissionOptions } from './admission.ts';
import { authenticationOptions } from './authentication.ts';
import { authorizationOptions } from './authorization.ts';
import { browserOptions } from './browsers.ts';
import { featureGatesOf } from './feature-gates.ts';
import { frontProxyOptions } from './front-proxy.ts';
import { metricsOptions } from './metrics.ts';
import { fileOf } from './read-file.ts';
import { serviceAccountOptions } from './service-accounts.ts';
import { serviceOptions } from './services.ts';
import { bindAddress, otherListeners } from './serving.ts';
import { storageOptions } from './storage.ts';
import { checkVersions } from './versions.ts';

/** Everything but the secure port, which needs certificates first. */
export type FlagOptions = Omit<ServerOptions, 'secure' | 'clock' | 'log'> & {
  readonly advertiseAddress: string;
  readonly serviceClusterIpRange: string;
};

const COLLECTOR = 'garbage-collector-controller';

/** As upstream: where every Linux keeps its logs. */
const LOG_FOLDER = '/var/log';

/** @throws {UsageError} for values that make no sense */
export function optionsFromFlags(flags: FlagSet, folder: DataFolder, surroundings: Surroundings): FlagOptions {
  checkVersions(flags);
  const clientCa = clientAuthorities(flags);
  return {
    ...storageOptions(flags, folder),
    ...otherListeners(flags, surroundings.platform),
    ...limits(flags),
    ...browserOptions(flags),
    ...admissionOptions(flags),
    serviceAccounts: serviceAccountOptions(flags),
    ...frontProxyOptions(flags),
    ...authenticationOptions(flags),
    ...(clientCa === undefined ? {} : { clientCa }),
    ...authorizationOptions(flags),
    advertiseAddress: advertiseAddress(flags, surroundings),
    ...serviceOptions(flags),
    ...(flags.string('external-hostname') === '' ? {} : { externalHostname: flags.string('external-hostname') }),
    // Unlike upstream's, this server runs nothing on any machine: only who says so wants privileged containers refused.
    allowPrivileged: flags.bool('allow-privileged') || !flags.given('allow-privileged'),
    featureGates: featureGatesOf(flags),
    runtimeConfig: runtimeConfig(flags),
    ...metricsOptions(flags),
    enableProfiling: flags.bool('profiling'),
    ...(flags.bool('enable-logs-handler') ? { logFolder: LOG_FOLDER } : {}),
    controllers: controllers(flags, surroundings),
    leaderElection: leaderElection(flags),
    environment: surroundings.env,
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
    throw new UsageError(`--client-ca-file ${flags.string('client-ca-file')}: ${systemErrorText(error)}`);
  }
}

function limits(flags: FlagSet) {
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
  // Upstream's words, which differ from flag to flag.
  if (flags.number('livez-grace-period') < 0) throw new UsageError('--livez-grace-period can not be a negative value');
  if (flags.number('shutdown-watch-termination-grace-period') < 0)
    throw new UsageError('shutdown-watch-termination-grace-period, if provided, can not be a negative value');
  return {
    maxRequestsInFlight: flags.number('max-requests-inflight'),
    maxMutatingRequestsInFlight: flags.number('max-mutating-requests-inflight'),
    requestTimeout: flags.number('request-timeout'),
    minRequestTimeout: flags.number('min-request-timeout') * 1000,
    livezGracePeriod: flags.number('livez-grace-period'),
    refuseUntilReady: flags.bool('send-retry-after-while-not-ready-once'),
    shutdownDelay: flags.number('shutdown-delay-duration'),
    shutdownSendRetryAfter: flags.bool('shutdown-send-retry-after'),
    shutdownWatchGracePeriod: flags.number('shutdown-watch-termination-grace-period'),
  } satisfies Partial<ServerOptions>;
}

function advertiseAddress(flags: FlagSet, { address }: Surroundings): string {
  const given = flags.string('advertise-address') || bindAddress(flags);
  return given === '0.0.0.0' || given === '::' ? (address ?? '127.0.0.1') : given;
}

/** A key without a value switches on. */
function runtimeConfig(flags: FlagSet): { readonly [key: string]: boolean } {
  const entries = [...flags.map('runtime-config')].map(([key, value]): [string, boolean] => {
    try {
      return [key, value === '' || parseBool(value)];
    } catch (error) {
      throw new UsageError(`invalid value of ${key}: ${value}, err: ${errorText(error)}`);
    }
  });
  return Object.fromEntries(entries);
}

/** client-go's rules: a leader gives up before another one may begin. */
function leaderElection(flags: FlagSet): LeaderElectionTimes {
  const [leaseDuration, renewDeadline, retryPeriod] = (['lease-duration', 'renew-deadline', 'retry-period'] as const).map((each) =>
    flags.number(`leader-elect-${each}`),
  ) as [number, number, number];
  if (leaseDuration < 1000 || retryPeriod <= 0)
    throw new UsageError('--leader-elect-lease-duration must be at least 1s, --leader-elect-retry-period more than 0s');
  if (leaseDuration <= renewDeadline) throw new UsageError('--leader-elect-lease-duration must be greater than --leader-elect-renew-deadline');
  if (renewDeadline <= retryPeriod * RETRY_JITTER)
    throw new UsageError(`--leader-elect-renew-deadline must be greater than --leader-elect-retry-period*${RETRY_JITTER}`);
  return { leaseDuration, renewDeadline, retryPeriod };
}

/** Who takes upstream's place, or shares its store, has a controller manager beside the server. */
function controllers(flags: FlagSet, surroundings: Surroundings): readonly string[] {
  const asked = askedControllers(flags, surroundings);
  // What deletions do not tell it, the collector would do wrong.
  return flags.bool('enable-garbage-collector') || asked.includes('none') ? asked : [...asked.filter((each) => each !== COLLECTOR), `-${COLLECTOR}`];
}

function askedControllers(flags: FlagSet, { program }: Surroundings): readonly string[] {
  const given = flags.list('controllers');
  if (!flags.given('controllers')) return program === 'kube-apiserver' || flags.list('etcd-servers').length > 0 ? ['none'] : ['*'];
  try {
    chosenControllers(given);
    return given;
  } catch (error) {
    throw new UsageError(`--controllers: ${systemErrorText(error)}`);
  }
}
