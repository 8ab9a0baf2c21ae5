/** Numbers as Go's YAML encoder prints them: integers plainly, floats with %g at full precision ("1e-07", "1.2345675e+06"). */

export function formatFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Object.is(value, -0) ? '-0' : String(value);
  const [mantissa, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 21 && exponent < Math.max(6, 0)) return plainOf(value);
  if (exponent < -4 || exponent >= 6) return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return plainOf(value);
}

/** JavaScript's own form, which has no exponent in this range but below 1e-6. */
function plainOf(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}
