/** How long the past is kept, and in which steps: the older it is, the larger. From the newest on. */
export const STEPS = [
  { ageMs: 15 * 60_000, stepMs: 5_000 },
  { ageMs: 6 * 3_600_000, stepMs: 60_000 },
  { ageMs: 7 * 86_400_000, stepMs: 600_000 },
] as const;

/** In which steps the past of such an age is kept; undefined: it is not kept. */
export const stepAt = (ageMs: number): number | undefined => STEPS.find((step) => ageMs <= step.ageMs)?.stepMs;

/** Of moments in their order, those that are kept: of each step the first. What lies in the future is of a clock that was set. */
export function thinned<T extends { readonly atMs: number }>(moments: readonly T[], nowMs: number): readonly T[] {
  let last = '';
  return moments.filter(({ atMs }) => {
    const stepMs = stepAt(nowMs - atMs);
    if (stepMs === undefined || atMs > nowMs) return false;
    const step = `${stepMs}/${Math.floor(atMs / stepMs)}`;
    const first = step !== last;
    last = step;
    return first;
  });
}
