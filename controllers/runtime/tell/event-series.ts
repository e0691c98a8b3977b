import type { EventText } from '../definition.ts';

/** A text told again within this time makes the first Event count higher. */
const SAME_MS = 600_000;
/** So many texts of one reason about one object within that time; all others share one. */
const ALIKE = 10;
/** Series that are remembered. */
const REMEMBERED = 4_096;

/** One Event in the cluster, that may stand for several. */
export interface Series {
  readonly key: string;
  readonly text: EventText;
  readonly count: number;
  readonly firstAt: number;
  /** The name of the Event, once it is written. */
  readonly name?: string;
}

/** Which Event a text belongs to: so that what is told a thousand times is one Event with a count. */
export interface EventSeries {
  /** The series that tells this, one higher than before. */
  next(uid: string, text: EventText, monotonic: number, wall: number): Series;
  /** It is in the cluster under this name; undefined: it is not. */
  written(series: Series, name: string | undefined): void;
}

export function createEventSeries(): EventSeries {
  const series = new Map<string, Series & { readonly until: number }>();
  const kinds = new Map<string, { readonly texts: Set<string>; readonly until: number }>();

  const aggregated = (uid: string, text: EventText, now: number): EventText => {
    const kind = [uid, text.type, text.reason].join(' ');
    const known = kinds.get(kind);
    const { texts, until } = known === undefined || known.until < now ? { texts: new Set<string>(), until: now + SAME_MS } : known;
    if (texts.size < ALIKE) texts.add(text.message);
    remember(kinds, kind, { texts, until });
    return texts.has(text.message) ? text : { ...text, message: '(combined from similar events)' };
  };
  return {
    next(uid, told, monotonic, wall) {
      const text = aggregated(uid, told, monotonic);
      const key = [uid, text.type, text.reason, text.message].join(' ');
      const known = series.get(key);
      const goesOn = known !== undefined && known.until >= monotonic;
      const next = {
        key,
        text,
        count: goesOn ? known.count + 1 : 1,
        firstAt: goesOn ? known.firstAt : wall,
        ...(goesOn ? { name: known.name } : {}),
      };
      remember(series, key, { ...next, until: monotonic + SAME_MS });
      return next;
    },
    written({ key }, name) {
      const known = series.get(key);
      if (known !== undefined) series.set(key, { ...known, name });
    },
  };
}

/** Keeps the map from growing without end: the oldest goes. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
}
