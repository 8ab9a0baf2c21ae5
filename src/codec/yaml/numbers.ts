/** Numbers as Go's YAML encoder prints them: integers plainly, floats with %g and the shortest digits ("1e-07", "1.2345675e+06"). */

/** Larger integers are floats to Go's reader. */
const MAX_UINT64 = 2 ** 64;

export function formatFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < MAX_UINT64) return Object.is(value, -0) ? '-0' : String(value);
  const [mantissa, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
