const FIRST_MS = 10_000;
const MOST_MS = 300_000;
/** A container that ran for this long has recovered: its next end is a first one again. */
const FORGIVEN_MS = 600_000;

/** How long a container that ended waits for its next start, as a kubelet has it: not at all at first, then ever longer. */
export function nextDelayMs(before: number | undefined, ranMs: number): number {
  if (before === undefined || ranMs >= FORGIVEN_MS) return 0;
  return before === 0 ? FIRST_MS : Math.min(before * 2, MOST_MS);
}
