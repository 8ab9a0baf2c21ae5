/**
 * Metrics in Prometheus' text format: counters, gauges and histograms of one registry. Each server has its own registry, there is no global one.
 *
 * A series is looked up once (`labels`) and then counted on, so that a hot path costs an addition. The number of series a family may have is
 * bounded: what comes after that shares one series whose labels all read "overflow", so that callers who choose label values (paths, users)
 * cannot grow the process.
 *
 * The format: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4).
 */

import { type Constrain, constraintOf, type MetricsLimits } from './metrics-limits.ts';

/** How much a name can be relied upon (k8s.io/component-base/metrics); printed in front of the help text. */
export type Stability = 'STABLE' | 'BETA' | 'ALPHA' | 'INTERNAL' | '';

export interface FamilyOptions {
  readonly name: string;
  readonly help: string;
  readonly stability?: Stability;
  readonly labels?: readonly string[];
  /** Default 10,000. */
  readonly maxSeries?: number;
}

export interface CounterSeries {
  inc(by?: number): void;
}

export interface GaugeSeries {
  set(value: number): void;
  add(by: number): void;
}

export interface HistogramSeries {
  observe(value: number): void;
}

const DEFAULT_MAX_SERIES = 10_000;
/** Seconds; what Prometheus' own client for Go takes where nothing is said. */
const DEFAULT_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SEPARATOR = '\u0000';
export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';

interface Printable {
  print(name: string, labels: string): string;
  reset(): void;
}

class NumberSeries implements CounterSeries, GaugeSeries, Printable {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }

  add(by: number): void {
    this.value += by;
  }

  set(value: number): void {
    this.value = value;
  }

  reset(): void {
    this.value = 0;
  }

  print(name: string, labels: string): string {
    return `${name}${labels === '' ? '' : `{${labels}}`} ${formatNumber(this.value)}\n`;
  }
}

class Buckets implements HistogramSeries, Printable {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let i = 0;
    while (i < bounds.length && value > (bounds[i] as number)) i++;
    this.#counts[i] = (this.#counts[i] as number) + 1;
    this.#sum += value;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#sum = 0;
  }

  print(name: string, labels: string): string {
    const lead = labels === '' ? '' : `${labels},`;
    let text = '';
    let total = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      total += this.#counts[i] as number;
      const bound = this.#bounds[i];
      text += `${name}_bucket{${lead}le="${bound === undefined ? '+Inf' : formatNumber(bound)}"} ${total}\n`;
    }
    const braces = labels === '' ? '' : `{${labels}}`;
    return `${text}${name}_sum${braces} ${formatNumber(this.#sum)}\n${name}_count${braces} ${total}\n`;
  }
}

/** One name with its series. */
export class Family<Series extends object> {
  readonly options: FamilyOptions;
  readonly #kind: string;
  readonly #constrain: Constrain | undefined;
  readonly #series = new Map<string, { readonly series: Series & Printable; readonly values: readonly string[] }>();
  readonly #make: () => Series & Printable;

  constructor(kind: string, options: FamilyOptions, make: () => Series & Printable, constrain?: Constrain) {
    this.#kind = kind;
    this.#constrain = constrain;
    this.options = options;
    this.#make = make;
    if (options.labels === undefined || options.labels.length === 0) this.labels();
  }

  /** The series with these label values, in the order in which the labels were declared. Keep it where it is used often. */
  labels(...given: readonly string[]): Series {
    const values = this.#constrain === undefined ? given : this.#constrain(given);
    const key = values.length === 1 ? (values[0] as string) : values.join(SEPARATOR);
    const found = this.#series.get(key);
    if (found !== undefined) return found.series;
    if (this.#series.size >= (this.options.maxSeries ?? DEFAULT_MAX_SERIES)) return this.#overflow(values.length);
    const made = { series: this.#make(), values: [...values] };
    this.#series.set(key, made);
    return made.series;
  }

  /** Sets every series back to zero; whoever holds one goes on counting on it. */
  reset(): void {
    for (const { series } of this.#series.values()) series.reset();
  }

  render(): string {
    if (this.#series.size === 0) return '';
    const { name, help, stability = 'ALPHA', labels = [] } = this.options;
    const order = labels.map((label, index) => ({ label, index })).sort((a, b) => (a.label < b.label ? -1 : 1));
    const lines = [...this.#series.values()].map(({ series, values }) => {
      const text = order.map(({ label, index }) => `${label}="${escapeLabel(values[index] ?? '')}"`).join(',');
      return { text, line: series.print(name, text) };
    });
    lines.sort((a, b) => (a.text < b.text ? -1 : 1));
    const head = `# HELP ${name} ${stability === '' ? '' : `[${stability}] `}${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${this.#kind}\n`;
    return head + lines.map((each) => each.line).join('');
  }

  #overflow(length: number): Series {
    const values = Array.from({ length }, () => 'overflow');
    const key = values.join(SEPARATOR);
    const made = this.#series.get(key) ?? { series: this.#make(), values };
    this.#series.set(key, made);
    return made.series;
  }
}

export class MetricsRegistry {
  readonly #families = new Map<string, Pick<Family<object>, 'options' | 'render' | 'reset'>>();
  readonly #collectors: (() => void)[] = [];
  readonly #limits: MetricsLimits;
  #listener: ((family: FamilyOptions) => void) | undefined;
  /** Label values that were not allowed. */
  unexpectedValues = 0;

  constructor(limits: MetricsLimits = {}) {
    this.#limits = limits;
  }

  /** Hears of every family, of those that are there already at once. */
  onRegister(listener: (family: FamilyOptions) => void): void {
    this.#listener = listener;
    for (const { options } of this.#families.values()) listener(options);
  }

  /** @throws {Error} when the name is taken */
  counter(options: FamilyOptions): Family<CounterSeries> {
    return this.#add(new Family<CounterSeries>('counter', options, () => new NumberSeries(), this.#constraint(options)));
  }

  /** @throws {Error} when the name is taken */
  gauge(options: FamilyOptions): Family<GaugeSeries> {
    return this.#add(new Family<GaugeSeries>('gauge', options, () => new NumberSeries(), this.#constraint(options)));
  }

  /**
   * @param options.buckets upper bounds in ascending order, without infinity; by default seconds, from 5 milliseconds to 10 seconds
   * @throws {Error} when the name is taken
   */
  histogram(options: FamilyOptions & { readonly buckets?: readonly number[] }): Family<HistogramSeries> {
    return this.#add(
      new Family<HistogramSeries>('histogram', options, () => new Buckets(options.buckets ?? DEFAULT_BUCKETS), this.#constraint(options)),
    );
  }

  /** Runs before every rendering: sets gauges that mirror something else. */
  collect(collector: () => void): void {
    this.#collectors.push(collector);
  }

  /** All families, sorted by name; families without series are left out. */
  render(): string {
    for (const collector of this.#collectors) collector();
    const names = [...this.#families.keys()].sort();
    return names.map((name) => this.#families.get(name)?.render() ?? '').join('');
  }

  reset(): void {
    for (const family of this.#families.values()) family.reset();
  }

  #add<Series extends object>(family: Family<Series>): Family<Series> {
    const { name } = family.options;
    if (this.#families.has(name)) throw new Error(`metric ${name} exists already`);
    // Whoever counts on a family that is switched off counts unseen.
    if (this.#limits.disabled?.includes(name) !== true) this.#families.set(name, family);
    this.#listener?.(family.options);
    return family;
  }

  #constraint({ name, labels = [] }: FamilyOptions): Constrain | undefined {
    return constraintOf(name, labels, this.#limits, () => {
      this.unexpectedValues++;
    });
  }
}

function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : value;
}

/** Numbers as Go prints them (%g with the shortest digits): 1e+06, 2.592e+06, 0.005. */
function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e6)) return String(value);
  const [digits, exponent = '0'] = value.toExponential().split('e') as [string, string?];
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${digits}e${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}
