/** What an operator wants left out of the metrics: whole families, and values of labels (k8s.io/component-base/metrics). */
export interface MetricsLimits {
  /** Names of families (--disabled-metrics). */
  readonly disabled?: readonly string[];
  /** By "family,label" the values that the label may have (--allow-metric-labels). */
  readonly allowedLabelValues?: ReadonlyMap<string, readonly string[]>;
}

/** What values become that are not allowed. */
const UNEXPECTED = 'unexpected';

/** Puts the label values of one family right. */
export type Constrain = (values: readonly string[]) => readonly string[];

/** @returns undefined for a family whose labels may say anything */
export function constraintOf(
  name: string,
  labels: readonly string[],
  { allowedLabelValues }: MetricsLimits,
  onUnexpected: () => void,
): Constrain | undefined {
  const allowed = labels.map((label) => allowedLabelValues?.get(`${name},${label}`));
  if (allowed.every((each) => each === undefined)) return undefined;
  return (values) =>
    values.map((value, i) => {
      if (allowed[i]?.includes(value) !== false) return value;
      onUnexpected();
      return UNEXPECTED;
    });
}
