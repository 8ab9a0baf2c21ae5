/** /metrics: what the server says about itself and its process, beside the request counters of endpoints/routing/request-metrics.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { memoryUsage, resourceUsage, uptime } from 'node:process';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../base/clock.ts';
import type { FeatureGates } from '../base/feature-gates.ts';
import { type Family, type GaugeSeries, METRICS_CONTENT_TYPE, type MetricsRegistry } from '../base/metrics.ts';
import type { MetricsLimits } from '../base/metrics-limits.ts';
import { acceptsGzip } from '../endpoints/responses/compression.ts';
import { respondText, respondVerbatim } from '../endpoints/responses/respond.ts';
import type { PathTable } from '../endpoints/routing/paths.ts';
import type { RequestContext } from '../request/context.ts';
import type { HealthCheck, HealthChecks } from './health.ts';
import type { VersionInfo } from './version.ts';

const compress = promisify(gzip);
const LOOP_RESOLUTION_MS = 10;

/** `/metrics` and `/metrics/slis`; DELETE sets everything back to zero. */
export function installMetrics(paths: PathTable, registry: MetricsRegistry, slis: MetricsRegistry): void {
  paths.exact('/metrics', (context) => answer(context, registry));
  paths.exact('/metrics/slis', (context) => answer(context, slis));
}

async function answer(context: RequestContext, registry: MetricsRegistry): Promise<void> {
  if (context.request.method === 'DELETE') {
    registry.reset();
    return respondText(context, 200, 'metrics reset\n');
  }
  const text = Buffer.from(registry.render());
  if (!acceptsGzip(context)) return respondVerbatim(context, 200, METRICS_CONTENT_TYPE, [text]);
  return respondVerbatim(context, 200, METRICS_CONTENT_TYPE, [await compress(text)], ['content-encoding', 'gzip']);
}

export function exportBuildInfo(registry: MetricsRegistry, version: VersionInfo): void {
  registry
    .gauge({
      name: 'kubernetes_build_info',
      stability: 'BETA',
      help: 'Which build this is; always 1.',
      labels: ['major', 'minor', 'git_version', 'git_commit', 'git_tree_state', 'build_date', 'go_version', 'compiler', 'platform'],
    })
    .labels(
      version.major,
      version.minor,
      version.gitVersion,
      version.gitCommit,
      version.gitTreeState,
      version.buildDate,
      version.goVersion,
      version.compiler,
      version.platform,
    )
    .set(1);
}

/** Which features are on. They do not change while a server runs. */
export function exportFeatures(registry: MetricsRegistry, gates: FeatureGates, { major, minor, gitVersion }: VersionInfo): void {
  const gauge = registry.gauge({
    name: 'kubernetes_feature_enabled',
    stability: 'BETA',
    help: 'Whether a feature is on, with its stage.',
    labels: ['name', 'stage'],
  });
  for (const { name, stage, enabled } of gates) gauge.labels(name, stage === 'GA' ? '' : stage).set(enabled ? 1 : 0);
  registry
    .gauge({
      name: 'version_info',
      help: 'The versions that this server is and behaves as.',
      labels: ['component', 'binary', 'emulation', 'min_compat'],
    })
    .labels('kube', gitVersion.replace(/^v/, '').replace(/[-+].*/s, ''), `${major}.${minor}`, `${major}.${Number(minor) - 1}`)
    .set(1);
}

/** How many metrics there are, and what of them the operator has left out. */
export function exportLimits(registry: MetricsRegistry, { disabled = [] }: MetricsLimits): void {
  registry.counter({ name: 'disabled_metrics_total', stability: 'BETA', help: 'Metrics that are switched off.' }).labels().inc(disabled.length);
  registry.counter({ name: 'hidden_metrics_total', stability: 'BETA', help: 'Metrics that are hidden because they will go.' });
  const unexpected = registry
    .counter({ name: 'cardinality_enforcement_unexpected_categorizations_total', help: 'Label values that were not allowed.' })
    .labels();
  const registered = registry.counter({
    name: 'registered_metrics_total',
    stability: 'BETA',
    help: 'Metrics that there are, by stability and by the version in which they were deprecated.',
    labels: ['stability_level', 'deprecated_version'],
  });
  registry.onRegister(({ stability = 'ALPHA' }) => registered.labels(stability, '').inc());
  let counted = 0;
  registry.collect(() => {
    unexpected.inc(registry.unexpectedValues - counted);
    counted = registry.unexpectedValues;
  });
}

/** Counts handshakes that failed. */
export function handshakeErrors(registry: MetricsRegistry): () => void {
  const counter = registry.counter({ name: 'apiserver_tls_handshake_errors_total', help: 'TLS handshakes that failed.' }).labels();
  return () => counter.inc();
}

/** Health checks as metrics: each scrape asks every check. */
export function exportHealth(slis: MetricsRegistry, health: HealthChecks): void {
  const gauge = slis.gauge({ name: 'kubernetes_healthcheck', stability: 'STABLE', help: 'Whether a health check passes.', labels: ['name', 'type'] });
  const counter = slis.counter({
    name: 'kubernetes_healthchecks_total',
    stability: 'STABLE',
    help: 'Results of health checks.',
    labels: ['name', 'type', 'status'],
  });
  slis.collect(() => {
    for (const endpoint of ['healthz', 'livez', 'readyz'] as const) {
      for (const check of health.checksOf(endpoint)) {
        const passes = passesNow(check);
        if (passes === undefined) continue;
        gauge.labels(check.name, endpoint).set(passes ? 1 : 0);
        counter.labels(check.name, endpoint, passes ? 'success' : 'error').inc();
      }
    }
  });
}

/** Undefined for checks that take time. */
function passesNow(check: HealthCheck): boolean | undefined {
  try {
    const result = check.check();
    if (result === undefined) return true;
    // Whoever asks for the check's endpoint is told how it ended.
    result.catch(() => {});
    return undefined;
  } catch {
    return false;
  }
}

/** Figures of the process and its event loop. The result stops the measuring. */
export function exportProcess(registry: MetricsRegistry, clock: Clock): () => void {
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  delay.enable();
  const plain = (name: string, help: string): GaugeSeries => registry.gauge({ name, stability: '', help }).labels();
  const cpu = registry
    .counter({ name: 'process_cpu_seconds_total', stability: '', help: 'Processor time of the process, user and system, in seconds.' })
    .labels();
  const resident = plain('process_resident_memory_bytes', 'Resident memory in bytes.');
  const virtual = plain('process_virtual_memory_bytes', 'Virtual memory in bytes.');
  const maxVirtual = plain('process_virtual_memory_max_bytes', 'The most virtual memory that may be had, in bytes.');
  const openFiles = plain('process_open_fds', 'Open file descriptors.');
  const maxFiles = plain('process_max_fds', 'The most file descriptors that may be open.');
  const received = networkCounter(registry, 'process_network_receive_bytes_total', 'Bytes that came in over the network.');
  const sent = networkCounter(registry, 'process_network_transmit_bytes_total', 'Bytes that went out over the network.');
  const heapUsed = plain('nodejs_heap_size_used_bytes', 'Heap in use in bytes.');
  const heapTotal = plain('nodejs_heap_size_total_bytes', 'Size of the heap in bytes.');
  const external = plain('nodejs_external_memory_bytes', 'Memory outside the heap in bytes.');
  plain('process_start_time_seconds', 'When the process started, in seconds since the epoch.').set(
    Math.round(clock.now() / 10 - uptime() * 100) / 100,
  );
  const loop = loopGauges(registry);
  let counted = 0;
  registry.collect(() => {
    const usage = resourceUsage();
    const seconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
    cpu.inc(seconds - counted);
    counted = seconds;
    const memory = memoryUsage();
    resident.set(memory.rss);
    heapUsed.set(memory.heapUsed);
    heapTotal.set(memory.heapTotal);
    external.set(memory.external);
    readProcFiles({ virtual, maxVirtual, openFiles, maxFiles, received, sent });
    setLoopGauges(loop, delay);
    delay.reset();
  });
  return () => delay.disable();
}

interface ProcFigures {
  readonly virtual: GaugeSeries;
  readonly maxVirtual: GaugeSeries;
  readonly openFiles: GaugeSeries;
  readonly maxFiles: GaugeSeries;
  readonly received: (total: number) => void;
  readonly sent: (total: number) => void;
}

/** Linux tells these in /proc; elsewhere they stay 0. */
function readProcFiles({ virtual, maxVirtual, openFiles, maxFiles, received, sent }: ProcFigures): void {
  try {
    openFiles.set(readdirSync('/proc/self/fd').length);
    virtual.set(Number(/^VmSize:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024);
    const limits = readFileSync('/proc/self/limits', 'utf8');
    maxFiles.set(Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0));
    maxVirtual.set(Number(/^Max address space\s+(\d+)/m.exec(limits)?.[1] ?? UNLIMITED));
    const [names, values] = readFileSync('/proc/self/net/netstat', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('IpExt:'))
      .map((line) => line.split(' '));
    received(Number(values?.[names?.indexOf('InOctets') ?? -1] ?? 0));
    sent(Number(values?.[names?.indexOf('OutOctets') ?? -1] ?? 0));
  } catch {
    // Not Linux.
  }
}

/** As Go prints "unlimited". */
const UNLIMITED = 2 ** 64;

/** A counter that is told totals. */
function networkCounter(registry: MetricsRegistry, name: string, help: string): (total: number) => void {
  const counter = registry.counter({ name, stability: '', help }).labels();
  let counted = 0;
  return (total) => {
    if (total > counted) counter.inc(total - counted);
    counted = Math.max(counted, total);
  };
}

const LOOP_FIGURES = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'] as const;

function loopGauges(registry: MetricsRegistry): ReadonlyMap<string, Family<GaugeSeries>> {
  return new Map(
    LOOP_FIGURES.map((each) => [
      each,
      registry.gauge({
        name: `nodejs_eventloop_lag_${each}_seconds`,
        stability: '',
        help: `Delay of the event loop since the last scrape (${each}), in seconds.`,
      }),
    ]),
  );
}

function setLoopGauges(gauges: ReadonlyMap<string, Family<GaugeSeries>>, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  const values: { readonly [figure in (typeof LOOP_FIGURES)[number]]: number } = {
    min: delay.min,
    max: delay.max,
    mean: delay.mean,
    stddev: delay.stddev,
    p50: delay.percentile(50),
    p90: delay.percentile(90),
    p99: delay.percentile(99),
  };
  for (const figure of LOOP_FIGURES) {
    const seconds = values[figure] / 1e9 - (figure === 'stddev' ? 0 : LOOP_RESOLUTION_MS / 1000);
    gauges
      .get(figure)
      ?.labels()
      .set(Number.isFinite(seconds) && delay.count > 0 ? Math.max(0, seconds) : 0);
  }
}
