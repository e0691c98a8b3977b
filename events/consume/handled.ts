import type { ResourceEvent } from '../formats/resource-event.ts';

/** What was handled before, so that nothing is handled twice, and nothing old after what is newer. */
export interface Handled {
  /** Was it handled, or something that came later of its object? */
  includes(event: ResourceEvent): boolean;
  add(event: ResourceEvent): void;
}

const MOST_IDS = 10_000;
const MOST_OBJECTS = 50_000;

export function createHandled(): Handled {
  const ids = createRecent<true>(MOST_IDS);
  /** By their keys, how far each object has come. */
  const places = createRecent<string>(MOST_OBJECTS);
  return {
    includes(event) {
      const [place, last] = [placeOf(event), places.get(event.key)];
      return ids.get(event.id) === true || (place !== undefined && last !== undefined && place < last);
    },
    add(event) {
      ids.set(event.id, true);
      const place = placeOf(event);
      if (place !== undefined) places.set(event.key, place);
      // What is told after a gap may be from a restored cluster, where versions begin again further down.
      if (event.type === 'gap') places.clear();
    },
  };
}

/** Compares as text. A deletion comes after the last state, whose version it may have. */
const placeOf = (event: ResourceEvent): string | undefined =>
  event.type === 'gap' || event.sequence === undefined ? undefined : `${event.sequence}${event.type === 'deleted' ? ' deleted' : ''}`;

interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  clear(): void;
}

/** Forgets what was set longest ago. */
function createRecent<T>(most: number): Recent<T> {
  const values = new Map<string, T>();
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= most) break;
        values.delete(oldest);
      }
    },
    clear: () => values.clear(),
  };
}
