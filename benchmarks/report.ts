/** What a row found, and the table of all rows. */

export interface Figure {
  readonly what: string;
  readonly value: string;
  /** The yardstick's figure of the same run. */
  readonly bare?: string;
  readonly ratio?: number;
  readonly target: string;
  /** Undefined: there is nothing to reach. */
  readonly reached?: boolean;
}

const HEADS = ['', 'figure', 'bare', 'ratio', 'target', ''] as const;

export function printTable(figures: readonly Figure[]): string {
  const rows = [HEADS as readonly string[], ...figures.map(cells)];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number))).join('  ');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(rows[0] as string[]), rule, ...rows.slice(1).map(line)].join('\n');
}

function cells({ what, value, bare, ratio, target, reached }: Figure): string[] {
  return [what, value, bare ?? '', ratio === undefined ? '' : ratio.toFixed(2), target, reached === undefined ? '' : reached ? 'ok' : 'NOT'];
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

export function microseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} us`;
}

export function perSecond(value: number): string {
  return `${value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')}/s`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
