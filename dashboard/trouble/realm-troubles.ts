import type { Delta } from '../../kube/follow/store.ts';
import type { Event } from '../../kube/objects/built-in.ts';
import type { RealmChange } from '../wire/stream.ts';
import { createEventNotes } from './trouble-events.ts';
import { createTroubleLog, type TroubleLog } from './trouble-log.ts';
import { createTroubleWatch } from './watch-trouble.ts';

export interface TroublesOptions {
  readonly isShop: (key: string) => boolean;
  readonly shows: (kingdom: string) => boolean;
  readonly wall: () => number;
  /** There is something new. */
  readonly changed: () => void;
}

/** What goes wrong in a realm, from wherever it is heard of. */
export interface RealmTroubles {
  readonly log: TroubleLog;
  see(change: RealmChange): void;
  onEvent(delta: Delta<Event>): void;
  doubt(shop: string, inDoubt: number): void;
}

export function createRealmTroubles({ isShop, shows, wall, changed }: TroublesOptions): RealmTroubles {
  const log = createTroubleLog();
  const watch = createTroubleWatch(log);
  const noteOf = createEventNotes((kingdom, object) => shopOfObject(kingdom, object, isShop));
  const tell = (act: () => void): void => {
    const before = log.revision;
    act();
    if (log.revision !== before) changed();
  };
  return {
    log,
    see: (change) => tell(() => watch.see(change, wall())),
    doubt: (shop, inDoubt) => tell(() => watch.doubt(shop, inDoubt, wall())),
    onEvent(delta) {
      const note = noteOf(delta, wall());
      if (note !== undefined && shows(note.kingdom)) tell(() => log.note(note));
    },
  };
}

/** Pods and ReplicaSets begin with the name of their Deployment, and directions too: of several shops, it is the longest name. */
function shopOfObject(kingdom: string, object: string, isShop: (key: string) => boolean): string | undefined {
  for (let name = object; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('-'))))
    if (isShop(`${kingdom}/${name}`)) return `${kingdom}/${name}`;
  return undefined;
}
