const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Reads RFC 3339: nanoseconds since 1970, or undefined. */
export function instantOf(text: string): bigint | undefined {
  const match = WRITTEN.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] = match;
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const milliseconds = Date.parse(`${clock}${zone}`);
  const asWritten = Date.parse(`${clock}Z`);
  if (Number.isNaN(milliseconds) || new Date(asWritten).toISOString().slice(0, 19) !== clock) return undefined; // 30 February
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0') || '0');
}

/** RFC 3339 in UTC, with as many digits after the second as it takes. */
export function instantText(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const digits = String(fraction).padStart(9, '0').replace(/0+$/, '');
  return `${new Date(Number((nanos - fraction) / 1_000_000n)).toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}
