/** Which goods have been made for a while at another rate than planned. */
export type Differing = (good: string, planned: number | null, now: number | null, nowMs: number) => boolean;

const FIFTH = 0.2;
const FOR_MS = 5 * 60_000;

export function createDiffering(): Differing {
  const since = new Map<string, { readonly fromMs: number; readonly askedMs: number }>();
  let sweptMs = Number.NEGATIVE_INFINITY;
  /** A good that nobody asks for any more is gone. */
  const sweep = (nowMs: number): void => {
    sweptMs = nowMs;
    for (const [good, { askedMs }] of since) if (nowMs - askedMs > FOR_MS) since.delete(good);
  };
  return (good, planned, now, nowMs) => {
    if (Math.abs(nowMs - sweptMs) > FOR_MS) sweep(nowMs);
    if (planned === null || now === null || Math.abs(now - planned) <= planned * FIFTH) {
      since.delete(good);
      return false;
    }
    const fromMs = Math.min(nowMs, since.get(good)?.fromMs ?? nowMs);
    since.set(good, { fromMs, askedMs: nowMs });
    return nowMs - fromMs >= FOR_MS;
  };
}
