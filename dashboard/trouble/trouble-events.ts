import type { Delta } from '../../kube/follow/store.ts';
import type { Event } from '../../kube/objects/built-in.ts';
import { shown, shownCount, shownTime } from '../shown-text.ts';
import type { TroubleNote } from './trouble-log.ts';

/** What controllers did is no warning, and yet what somebody wants to know who looks for why. */
const DEEDS: ReadonlySet<string> = new Set(['Reloaded', 'ReloadHeld', 'Scaled', 'ScalingPaused']);

/** Finds the shop that an object belongs to, by its name. */
export type ShopOfObject = (kingdom: string, object: string) => string | undefined;

/** Reads Events as notes: of one that was counted higher, only what is new. */
export function createEventNotes(shopOf: ShopOfObject): (delta: Delta<Event>, nowMs: number) => TroubleNote | undefined {
  const counted = new Map<string, number>();
  return ({ type, object }, nowMs) => {
    const { metadata, reason, message, involvedObject, count, lastTimestamp, eventTime } = object;
    const uid = metadata?.uid ?? '';
    if (type === 'deleted' || !(object.type === 'Warning' || DEEDS.has(reason ?? ''))) return void counted.delete(uid);
    const all = Math.max(1, shownCount(count, 1));
    const times = all - (counted.get(uid) ?? 0);
    counted.set(uid, all);
    if (times <= 0) return undefined;
    const kingdom = shown(metadata?.namespace);
    const [kind, name] = [shown(involvedObject?.kind), shown(involvedObject?.name)];
    const at = Date.parse(shownTime(lastTimestamp) || shownTime(eventTime));
    return {
      kind: 'event',
      kingdom,
      shop: shopOf(kingdom, name) ?? '',
      reason: shown(reason),
      says: shown(`${kind} ${name}: ${shown(message)}`),
      atMs: Number.isNaN(at) || at > nowMs ? nowMs : at,
      times,
    };
  };
}
