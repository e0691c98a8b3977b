/** Which goods have been made for a while at another rate than planned. */
export type Differing = (good: string, planned: number | null, now: number | null, nowMs: number) => boolean;

const FIFTH = 0.2;
const FOR_MS = 5 * 60_000;

export function createDiffering(): Differing {
  const since = new Map<string, number>();
  return (good, planned, now, nowMs) => {
    if (planned === null || now === null || Math.abs(now - planned) <= planned * FIFTH) {
      since.delete(good);
      return false;
    }
    const from = Math.min(nowMs, since.get(good) ?? nowMs);
    since.set(good, from);
    return nowMs - from >= FOR_MS;
  };
}
