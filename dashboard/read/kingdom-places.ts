import type { KingdomPicture } from '../wire/realm.ts';

/** The kingdoms that are followed: those that came first, as many as there are places; the others wait for one. */
export interface KingdomPlaces {
  /** By name. */
  readonly followed: ReadonlyMap<string, KingdomPicture>;
  readonly waiting: ReadonlyMap<string, KingdomPicture>;
  /** Answers whether it has a place. */
  take(kingdom: KingdomPicture): boolean;
  /** It is no more; answers the one that gets its place. */
  leave(kingdom: string): KingdomPicture | undefined;
}

export function createKingdomPlaces(most: number): KingdomPlaces {
  const followed = new Map<string, KingdomPicture>();
  const waiting = new Map<string, KingdomPicture>();
  return {
    followed,
    waiting,
    take(kingdom) {
      const fits = followed.has(kingdom.name) || followed.size < most;
      (fits ? followed : waiting).set(kingdom.name, kingdom);
      return fits;
    },
    leave(kingdom) {
      if (waiting.delete(kingdom) || !followed.delete(kingdom)) return undefined;
      const [next] = waiting.values();
      if (next === undefined) return undefined;
      waiting.delete(next.name);
      followed.set(next.name, next);
      return next;
    },
  };
}

/** Why some are not shown, and what to do; undefined where all are. */
export function leftOut({ followed, waiting }: KingdomPlaces): string | undefined {
  const [first] = waiting.keys();
  if (first === undefined) return undefined;
  const all = followed.size + waiting.size;
  const some = waiting.size === 1 ? first : `${first} and ${waiting.size - 1} more`;
  return `${some} of ${all} kingdoms cannot be shown: ${followed.size} are the most that are read one by one, with rights in each of them. Let the dashboard read all namespaces (dashboard: { clusterWide: true } in the settings of the realm), or name the kingdoms that it shall show`;
}
