import type { TroublePicture } from '../wire/past.ts';
import { SHOP_STATES } from '../wire/shop.ts';

/** Something that somebody who looks after a realm wants to know of. */
export interface TroubleNote extends Pick<TroublePicture, 'kind' | 'kingdom' | 'shop' | 'reason' | 'says'> {
  readonly atMs: number;
  /** How often it happened. @default 1 */
  readonly times?: number;
}

/** What went wrong, as far back as it is kept. */
export interface TroubleLog {
  /** By when each began. */
  readonly all: readonly TroublePicture[];
  /** Grows with each note. */
  readonly revision: number;
  note(note: TroubleNote): void;
  /** What was noted before this process began. */
  take(past: readonly TroublePicture[]): void;
}

/** Who reports the same again within this time reports the same trouble. */
const SAME_MS = 10 * 60_000;
const KEPT_MS = 7 * 86_400_000;
/** Of some hundred bytes each; a text is 300 characters at most. */
const MOST_KEPT = 2_000;

export function createTroubleLog(): TroubleLog {
  let all: readonly TroublePicture[] = [];
  let revision = 0;
  let nextId = 1;
  const sameAs = ({ kind, kingdom, shop, reason, atMs }: TroubleNote): number =>
    all.findLastIndex(
      (entry) =>
        entry.kind === kind &&
        entry.kingdom === kingdom &&
        entry.shop === shop &&
        entry.reason === reason &&
        atMs >= Date.parse(entry.first) - SAME_MS &&
        atMs <= Date.parse(entry.last) + SAME_MS,
    );
  const keep = (entries: readonly TroublePicture[], nowMs: number): void => {
    const sorted = entries.toSorted((a, b) => (a.first < b.first ? -1 : 1));
    all = sorted.filter(({ last }) => nowMs - Date.parse(last) <= KEPT_MS).slice(-MOST_KEPT);
  };
  return {
    get all() {
      return all;
    },
    get revision() {
      return revision;
    },
    note(note) {
      const { kind, kingdom, shop, reason, says, times = 1 } = note;
      const at = new Date(note.atMs).toISOString();
      const same = all[sameAs(note)];
      revision += 1;
      if (same === undefined)
        return keep([...all, { id: nextId++, kind, kingdom, shop, reason, says, first: at, last: at, times }], note.atMs);
      const newest = at >= same.last;
      const next = { ...same, says: newest ? says : same.says, last: newest ? at : same.last, first: at < same.first ? at : same.first };
      keep([...all.filter((entry) => entry !== same), { ...next, times: same.times + times }], note.atMs);
    },
    take(past) {
      const newest = Math.max(0, ...past.map(({ last }) => Date.parse(last)));
      nextId = Math.max(nextId, ...past.map(({ id }) => id + 1));
      keep([...past, ...all.map((entry) => ({ ...entry, id: nextId++ }))], newest);
    },
  };
}

/** More of them at once nobody reads. */
const MOST_SHOWN = 500;

/** What went on between two times, the newest first. */
export function troublesBetween(
  all: readonly TroublePicture[],
  fromMs: number,
  toMs: number,
): { readonly troubles: readonly TroublePicture[]; readonly more: number } {
  const within = all.filter(({ first, last }) => Date.parse(last) >= fromMs && Date.parse(first) <= toMs);
  const newestFirst = within.toSorted((a, b) => (a.last === b.last ? rank(a) - rank(b) : a.last > b.last ? -1 : 1));
  return { troubles: newestFirst.slice(0, MOST_SHOWN), more: Math.max(0, within.length - MOST_SHOWN) };
}

/** Of what came at the same time, the cause before what it holds up: what is no state of a shop, and then the worse state. */
const rank = ({ kind, reason }: TroublePicture): number => (kind === 'state' ? SHOP_STATES.findIndex((state) => state === reason) : -1);
