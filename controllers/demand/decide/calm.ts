/** A shop that needed a worker again soon after one was taken away keeps all that it has for a while. */
export interface Calm {
  readonly until: number;
  /** How often in a row a worker was taken away too early. */
  readonly mistakes: number;
  readonly loweredAt: number;
  readonly raisedAt: number;
}

const NEVER: Calm = { until: -Infinity, mistakes: 0, loweredAt: -Infinity, raisedAt: -Infinity };
/** Twice as long after each mistake in a row, up to that many times. */
const MOST_TIMES = 8;

/** After a look that sees so many workers more (or fewer) by our own doing. */
export function calmed(before: Calm = NEVER, added: number, now: number, calmMs: number): Calm {
  if (added < 0) return { ...before, loweredAt: now };
  const wasRight = before.loweredAt > before.raisedAt && now - before.loweredAt >= calmMs;
  if (added === 0) return wasRight ? { ...before, mistakes: 0 } : before;
  if (before.loweredAt < before.raisedAt || wasRight || before.loweredAt === -Infinity) return { ...before, raisedAt: now };
  const mistakes = before.mistakes + 1;
  return { ...before, raisedAt: now, mistakes, until: now + calmMs * Math.min(MOST_TIMES, 2 ** (mistakes - 1)) };
}
