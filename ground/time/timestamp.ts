/** A time in ms since 1970 as Kubernetes writes it: UTC, whole seconds, `2026-11-21T10:07:28Z`. */
export const timestamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
