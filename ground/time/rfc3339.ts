/** A time in ms since 1970 in the form of RFC 3339 that most fields of an API have: UTC, whole seconds, `2026-11-21T10:07:28Z`. */
export const timestamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, -'.000Z'.length)}Z`;

/** The same to the microsecond, `2026-11-21T10:07:28.123456Z`: `micros` are those beyond the whole millisecond. */
export const microTimestamp = (ms: number, micros = 0): string =>
  new Date(ms).toISOString().replace(/Z$/, `${String(micros).padStart(3, '0')}Z`);
