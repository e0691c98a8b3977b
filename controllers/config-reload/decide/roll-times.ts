import { inOneLine } from '../../../ground/text/printable.ts';
import { parseWindows, type ParsedWindows } from '../../../ground/time/windows/parse-windows.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { TimeWindows } from '../../../ground/time/windows/time-windows.ts';
import { BLACKOUT, WINDOW } from '../seen/annotation-keys.ts';
import type { RollTimes } from '../seen/roll-times.ts';

/** Windows as the flags give them, for workloads that say nothing themselves; empty: none. */
export type DefaultRollTimes = Readonly<Record<keyof RollTimes, string>>;

/** It may not be rolled now. */
interface OutOfTime {
  /** A sentence: why, until when, and how to go on without. */
  readonly why: string;
  /** When to ask again. */
  readonly afterMs: number;
}

/** When workloads may be rolled. */
export interface RollTimesReader {
  /** Undefined: it may be rolled now, which is `ms` since 1970. */
  outOfTime(times: RollTimes, ms: number): OutOfTime | undefined;
  /** What cannot be read, and counts as not said. */
  problemsOf(times: RollTimes): readonly string[];
}

const ANNOTATIONS: Readonly<Record<keyof RollTimes, string>> = { window: WINDOW, blackout: BLACKOUT };
/** The time of day may be set while somebody waits for it. */
const LONGEST_WAIT_MS = 3_600_000;
const MOST_TEXTS = 1_000;
const LONGEST_KEPT = 1_000;
const LONGEST_QUOTE = 200;

const quoted = (text: string): string => `"${inOneLine(text, LONGEST_QUOTE)}"`;

export function createRollTimes(defaults: DefaultRollTimes): RollTimesReader {
  const known = new Map<string, ParsedWindows>();
  /** Users repeat their texts, and a zone is expensive. */
  function read(text: string): ParsedWindows {
    const parsed = known.get(text) ?? parseWindows(text);
    if (text.length > LONGEST_KEPT) return parsed;
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(text, parsed);
    return parsed;
  }
  /** What counts: what the workload says if it can be read, otherwise what the flag says. */
  function saying(what: keyof RollTimes, times: RollTimes): Saying | undefined {
    const own = times[what]?.trim();
    if (own === '') return undefined;
    const parsed = own === undefined ? undefined : read(own);
    if (own !== undefined && parsed !== undefined && 'windows' in parsed)
      return { says: `${ANNOTATIONS[what]} is ${quoted(own)}`, windows: parsed.windows };
    const fallback = defaults[what].trim() === '' ? undefined : read(defaults[what]);
    return fallback !== undefined && 'windows' in fallback
      ? { says: `--${what} is ${quoted(defaults[what])}`, windows: fallback.windows }
      : undefined;
  }
  return {
    outOfTime(times, ms) {
      const [window, blackout] = [saying('window', times), saying('blackout', times)];
      const next = nextRollTime(window?.windows, blackout?.windows, ms);
      if (next === ms) return undefined;
      const reasons = [
        ...(window === undefined || window.windows.isOpen(ms) ? [] : [{ says: `outside its window (${window.says})`, key: WINDOW }]),
        ...(blackout?.windows.isOpen(ms) === true ? [{ says: `in its blackout (${blackout.says})`, key: BLACKOUT }] : []),
      ];
      const because = reasons.map(({ says }) => says).join(' and ');
      const until = next === undefined ? ': the two together leave no time for it, as far as can be foreseen' : ` until ${timestamp(next)}`;
      return {
        why: `${because}${until}; to go on now, set ${reasons.map(({ key }) => key).join(' and ')} to ""`,
        afterMs: Math.min(next === undefined ? LONGEST_WAIT_MS : next - ms, LONGEST_WAIT_MS),
      };
    },
    problemsOf: (times) =>
      (['window', 'blackout'] as const).flatMap((what) => {
        const own = times[what]?.trim() ?? '';
        const parsed = own === '' ? undefined : read(own);
        return parsed !== undefined && 'problem' in parsed ? [`${ANNOTATIONS[what]} has no effect: ${parsed.problem}`] : [];
      }),
  };
}

interface Saying {
  readonly says: string;
  readonly windows: TimeWindows;
}

/** So often a window may open in a blackout: then it is left at that, until somebody asks again. */
const MOST_TRIES = 60;

/** The first time from this one on in the window and not in the blackout; undefined: none that is found. */
function nextRollTime(window: TimeWindows | undefined, blackout: TimeWindows | undefined, ms: number): number | undefined {
  let at: number | undefined = ms;
  for (let tries = 0; at !== undefined && tries < MOST_TRIES; tries += 1) {
    const open: number | undefined = window === undefined ? at : window.nextOpenMs(at);
    if (open === undefined || blackout?.isOpen(open) !== true) return open;
    at = blackout.nextClosedMs(open);
  }
  return undefined;
}
