/** How `kubectl get` shows autoscalers: each metric as current/target, the first two of them. */
import type { TablePrinter } from '../generic/declaration.ts';
import { age, ageColumn, column, NONE, name, nameColumn, table, UNKNOWN, UNSET } from '../printers/columns.ts';

interface Amount {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

interface Source {
  readonly name?: string;
  readonly target?: Amount;
  readonly current?: Amount;
}

interface Metric {
  readonly type?: string;
  readonly external?: Source;
  readonly pods?: Source;
  readonly object?: Source;
  readonly resource?: Source;
  readonly containerResource?: Source;
}

interface Spec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly metrics?: readonly Metric[] | null;
}

interface Status {
  readonly currentReplicas?: number;
  readonly currentMetrics?: readonly Metric[] | null;
}

const MAX_METRICS = 2;
const NIL = '<nil>';

export const horizontalPodAutoscalerColumns: TablePrinter = table(
  [
    nameColumn,
    column('Reference', 'What it scales.'),
    column('Targets', 'Metrics: current/target.'),
    column('MinPods', 'The least number of pods.'),
    column('MaxPods', 'The greatest number of pods.'),
    column('Replicas', 'How many pods there are.'),
    ageColumn,
  ],
  (object) => {
    const spec = (object.spec ?? {}) as Spec;
    const status = (object.status ?? {}) as Status;
    return [
      name(object),
      `${spec.scaleTargetRef?.kind ?? ''}/${spec.scaleTargetRef?.name ?? ''}`,
      metrics(spec.metrics ?? [], status.currentMetrics ?? []),
      spec.minReplicas === undefined ? UNSET : String(spec.minReplicas),
      spec.maxReplicas ?? 0,
      status.currentReplicas ?? 0,
      age(object),
    ];
  },
);

function metrics(wanted: readonly Metric[], measured: readonly Metric[]): string {
  if (wanted.length === 0) return NONE;
  const shown = wanted
    .slice(0, MAX_METRICS)
    .map((each, i) => metric(each, measured[i]))
    .join(', ');
  return wanted.length > MAX_METRICS ? `${shown} + ${wanted.length - MAX_METRICS} more...` : shown;
}

function metric(wanted: Metric, measured: Metric | undefined): string {
  switch (wanted.type) {
    case 'External':
      return averageOrValue(wanted.external, measured?.external);
    case 'Object':
      return averageOrValue(wanted.object, measured?.object);
    case 'Pods':
      return `${reported(measured?.pods, 'averageValue')}/${wanted.pods?.target?.averageValue ?? NIL}`;
    case 'Resource':
      return resourceMetric(wanted.resource, measured?.resource);
    case 'ContainerResource':
      return resourceMetric(wanted.containerResource, measured?.containerResource);
    default:
      return '<unknown type>';
  }
}

function averageOrValue(wanted: Source | undefined, measured: Source | undefined): string {
  const average = wanted?.target?.averageValue;
  if (average !== undefined) return `${measured?.current?.averageValue ?? UNKNOWN}/${average} (avg)`;
  return `${reported(measured, 'value')}/${wanted?.target?.value ?? NIL}`;
}

/** What a measurement says. One that is there without this amount shows what Go prints for no quantity. */
function reported(measured: Source | undefined, amount: 'averageValue' | 'value'): string {
  return measured === undefined ? UNKNOWN : (measured.current?.[amount] ?? NIL);
}

function resourceMetric(wanted: Source | undefined, measured: Source | undefined): string {
  const percent = (value: number | undefined, otherwise: string): string => (value === undefined ? otherwise : `${value}%`);
  const average = wanted?.target?.averageValue;
  if (average !== undefined) return `${wanted?.name ?? ''}: ${reported(measured, 'averageValue')}/${average}`;
  const current = percent(measured?.current?.averageUtilization, UNKNOWN);
  return `${wanted?.name ?? ''}: ${current}/${percent(wanted?.target?.averageUtilization, '<auto>')}`;
}
