/** A rate for readers: two digits that matter, and no exponent. */
export function rate(unitsPerSecond: number): string {
  if (unitsPerSecond === 0) return '0';
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(unitsPerSecond))));
  const text = unitsPerSecond.toFixed(Math.min(digits, 9));
  return text.includes('.') ? text.replace(/\.?0+$/, '') || '0' : text;
}
