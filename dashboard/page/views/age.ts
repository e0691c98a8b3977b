/** A time span as a person says it: `14 s`, `3 min`, `2 h`, `5 d`. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** A time of day as the browser's own clock has it; with its date where that is another day. */
export function timeText(ms: number, nowMs: number): string {
  const [then, now] = [localText(ms), localText(nowMs)];
  return then.slice(0, DATE) === now.slice(0, DATE) ? then.slice(DATE + 1) : then;
}

/** Sweden writes `2026-01-02 12:03:10`. */
const localText = (ms: number): string => new Date(ms).toLocaleString('sv');
const DATE = '2026-01-02'.length;
