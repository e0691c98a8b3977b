import type { SourceState } from '../wire/realm.ts';
import type { ShopState } from '../wire/shop.ts';
import type { RealmChange } from '../wire/stream.ts';
import type { TroubleLog } from './trouble-log.ts';

/** Notes what of a realm becomes worse than it was. */
export interface TroubleWatch {
  /** The realm has changed. */
  see(change: RealmChange, nowMs: number): void;
  /** So many units somebody may have sold to a shop, and nobody will ever tell. */
  doubt(shop: string, inDoubt: number, nowMs: number): void;
}

const BAD: ReadonlySet<ShopState> = new Set(['trouble', 'never', 'starving']);
const LOST: ReadonlySet<SourceState> = new Set(['stale', 'refused']);

export function createTroubleWatch(log: Pick<TroubleLog, 'note'>): TroubleWatch {
  const states = new Map<string, ShopState>();
  let sources = new Map<string, SourceState>();
  const doubts = new Map<string, number>();
  const kingdomOf = (shop: string): string => shop.slice(0, shop.indexOf('/'));
  return {
    see({ shops = [], gone = [], sources: told }, atMs) {
      for (const { key, state, says = '' } of shops) {
        if (state === undefined) continue;
        const before = states.get(key);
        states.set(key, state);
        // Who is seen for the first time may have been so for long: that is on the map, and only what does not run is told.
        if (BAD.has(state) && state !== before && (before !== undefined || state === 'trouble'))
          log.note({ kind: 'state', kingdom: kingdomOf(key), shop: key, reason: state, says, atMs });
      }
      for (const key of gone) {
        states.delete(key);
        doubts.delete(key);
      }
      if (told === undefined) return;
      const before = sources;
      sources = new Map(); // all that there are are told: those of kingdoms that are no more are forgotten
      for (const { name, kingdom, state, says } of told) {
        const key = `${kingdom}/${name}`;
        if (LOST.has(state) && before.get(key) !== state) log.note({ kind: 'source', kingdom, shop: '', reason: name, says, atMs });
        sources.set(key, state);
      }
    },
    doubt(shop, inDoubt, atMs) {
      const more = inDoubt - (doubts.get(shop) ?? 0);
      doubts.set(shop, inDoubt);
      if (more > 0)
        log.note({ kind: 'books', kingdom: kingdomOf(shop), shop, reason: 'in doubt', says: `${inDoubt} units in doubt`, atMs });
    },
  };
}
