/** The paths of one server that are no resources: discovery, health, metrics, version, debug pages. */
import type { Clock } from '../base/clock.ts';
import type { FeatureGates } from '../base/feature-gates.ts';
import { MetricsRegistry } from '../base/metrics.ts';
import { makeDiscovery } from '../endpoints/discovery/handlers.ts';
import { makeOpenApi } from '../endpoints/openapi/handlers.ts';
import type { PathTable } from '../endpoints/routing/paths.ts';
import type { ResourceTable } from '../endpoints/routing/resources.ts';
import { pathLabels } from '../endpoints/routing/route-labels.ts';
import type { RequestContext } from '../request/context.ts';
import { installDebugPages } from '../server/debug-pages.ts';
import type { HealthChecks } from '../server/health.ts';
import { installIndex } from '../server/index-page.ts';
import { installLogFiles } from '../server/log-files.ts';
import { exportBuildInfo, exportFeatures, exportHealth, exportProcess, installMetrics } from '../server/metrics.ts';
import { installOpenId } from '../server/openid-metadata.ts';
import { installProfiles } from '../server/profiling/pages.ts';
import { BUILD, installVersion, versionInfo } from '../server/version.ts';
import type { ServiceAccounts } from './access/service-accounts.ts';
import type { CompletedOptions } from './options.ts';

export interface PathDependencies {
  readonly options: CompletedOptions;
  readonly clock: Clock;
  readonly health: HealthChecks;
  readonly metrics: MetricsRegistry;
  readonly table: ResourceTable;
  readonly serviceAccounts: ServiceAccounts;
  readonly gates: FeatureGates;
}

/** @returns undoes what goes on in the background */
export function installPaths(paths: PathTable, dependencies: PathDependencies): () => void {
  const { options, clock, health, metrics, table, serviceAccounts, gates } = dependencies;
  const version = versionInfo({ ...BUILD, runtime: `node${process.versions.node}` });
  const discovery = makeDiscovery({
    table,
    serverAddresses: () => [{ clientCIDR: '0.0.0.0/0', serverAddress: publicAddress(options) }],
  });
  paths.exact('/api', (context) => discovery.handle(context));
  paths.exact('/apis', (context) => discovery.handle(context), {
    countedAs: (context) => (wantsAggregated(context) ? pathLabels(context, 'apis', 'apiserver') : undefined),
  });
  paths.prefix('/api/', (context) => discovery.handle(context), { unlisted: true });
  paths.prefix('/apis/', (context) => discovery.handle(context), { unlisted: true });
  const openApi = makeOpenApi({
    table,
    clock,
    info: { title: 'Kubernetes', version: `${version.major}.${version.minor}`, cbor: gates.enabled('CBORServingAndStorage') },
  });
  paths.exact('/openapi/v2', (context) => openApi.v2(context));
  paths.exact('/openapi/v3', (context) => openApi.v3Index(context), { countedAs: (context) => pathLabels(context, 'openapi/v3') });
  paths.prefix('/openapi/v3/', (context) => openApi.v3(context), { countedAs: (context) => pathLabels(context, 'openapi/v3/') });
  installOpenId(paths, {
    issuer: serviceAccounts.issuerName,
    jwksUri: options.serviceAccounts?.jwksUri ?? `https://${publicAddress(options)}/openid/v1/jwks`,
    keys: serviceAccounts.keys,
  });
  health.install(paths);
  const slis = new MetricsRegistry();
  exportHealth(slis, health);
  exportBuildInfo(metrics, version);
  exportFeatures(metrics, gates, version);
  const stopMeasuring = exportProcess(metrics, clock);
  installMetrics(paths, metrics, slis);
  installVersion(paths, version);
  if (options.logFolder !== undefined) installLogFiles(paths, options.logFolder);
  installIndex(paths, table);
  installDebugPages(paths, {
    clock,
    startedAt: clock.now(),
    version,
    flags: options.flagValues,
  });
  if (options.enableProfiling || options.debugSocket !== undefined) installProfiles(paths, clock, !options.enableProfiling);
  return () => {
    stopMeasuring();
    openApi.close();
    discovery.close();
  };
}

/** The aggregated form of discovery. */
function wantsAggregated({ request }: RequestContext): boolean {
  return (request.header('accept') ?? '').includes('as=APIGroupDiscoveryList');
}

/** host:port as discovery publishes it. */
function publicAddress(options: CompletedOptions): string {
  const address = options.externalHostname || options.advertiseAddress || (options.secure?.address ?? '127.0.0.1');
  const port = options.secure?.port ?? 443;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
