/**
 * Ages as `kubectl get` shows them: "42s", "5m10s", "3h", "2d4h", "1y30d". Coarser units as the span grows (k8s.io/apimachinery/pkg/util/duration).
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
/** Go counts nanoseconds in 64 bits; the time since long ago is not more than that. */
const LONGEST = 2 ** 63 / 1e6;

/** A span of milliseconds. One second in the future is still "0s"; anything further ahead is a broken clock. */
export function humanDuration(between: number): string {
  const span = Math.min(between, LONGEST);
  const seconds = Math.trunc(span / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const minutes = Math.trunc(span / MINUTE);
  const hours = Math.trunc(span / HOUR);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return joined(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return joined(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 24 * 8) return joined(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24)}d`;
  if (hours < 24 * 365 * 8) return joined(Math.trunc(span / YEAR), 'y', Math.trunc(hours / 24) % 365, 'd');
  return `${Math.trunc(span / YEAR)}y`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
