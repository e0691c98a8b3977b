import { ApiError } from '../../kube/errors/api-error.ts';
import type { SourcePicture, SourceState } from '../wire/realm.ts';
import { shown } from '../shown-text.ts';

/** What happens to a source. */
export type SourceEvent =
  /** All that it has is there. */
  | { readonly is: 'listed' }
  /** It was heard from. */
  | { readonly is: 'contact' }
  | { readonly is: 'failed'; readonly error: unknown }
  /** It will not be read, as things are. */
  | { readonly is: 'left out'; readonly says: string };

export interface SourceRecord {
  readonly state: SourceState;
  readonly sinceMs: number;
  readonly says: string;
  /** What it has was there once, whatever has happened since. */
  readonly listed: boolean;
}

export const newSource = (now: number): SourceRecord => ({ state: 'loading', sinceMs: now, says: '', listed: false });

/** A source after an event. While it stays as it is, it is the same value. */
export function nextSource(source: SourceRecord, event: SourceEvent, now: number): SourceRecord {
  switch (event.is) {
    case 'listed':
      return source.state === 'live' ? source : { state: 'live', sinceMs: now, says: '', listed: true };
    case 'contact':
      return source.listed && source.state !== 'live' ? { state: 'live', sinceMs: now, says: '', listed: true } : source;
    case 'failed': {
      const refused = ApiError.is(event.error, 'forbidden', 'not-found', 'unauthorized');
      const state = refused ? 'refused' : source.listed ? 'stale' : 'loading';
      return inState(source, state, shown(sentenceOf(event.error, refused)), now);
    }
    case 'left out':
      return inState(source, 'refused', event.says, now);
  }
}

function inState(source: SourceRecord, state: SourceState, says: string, now: number): SourceRecord {
  if (state === source.state) return says === source.says ? source : { ...source, says };
  return { ...source, state, sinceMs: now, says };
}

function sentenceOf(error: unknown, refused: boolean): string {
  const what = error instanceof Error ? error.message : String(error);
  return refused ? `${what}: ask for the right to list and watch it` : what;
}

/** The sources of a dashboard by name and kingdom, and what is known of each. */
export interface Sources {
  /** Answers how a source tells what happens to it. */
  add(name: string, kingdom: string): (event: SourceEvent) => void;
  /** Of a kingdom that is no more. */
  drop(kingdom: string): void;
  pictures(): readonly SourcePicture[];
  /** Everything that is followed has been listed, or is known not to come. */
  readonly settled: boolean;
}

interface NamedSource extends Pick<SourcePicture, 'name' | 'kingdom'> {
  record: SourceRecord;
}

const pictureOf = ({ name, kingdom, record: { state, sinceMs, says } }: NamedSource): SourcePicture => ({
  name,
  kingdom,
  state,
  since: new Date(sinceMs).toISOString(),
  says,
});

/** `changed` is called when one of them is not as it was. */
export function createSources(wall: () => number, changed: () => void): Sources {
  const records = new Map<string, NamedSource>();
  let pictures: readonly SourcePicture[] | undefined;
  const change = (): void => {
    pictures = undefined;
    changed();
  };
  return {
    add(name, kingdom) {
      const key = `${kingdom}/${name}`;
      const entry = { name, kingdom, record: newSource(wall()) };
      records.set(key, entry);
      change();
      return (event) => {
        const next = nextSource(entry.record, event, wall());
        if (next === entry.record || records.get(key) !== entry) return;
        entry.record = next;
        change();
      };
    },
    drop(kingdom) {
      for (const [key, entry] of records) if (entry.kingdom === kingdom) records.delete(key);
      change();
    },
    pictures: () => (pictures ??= Array.from(records.values(), pictureOf)),
    get settled() {
      return [...records.values()].every(({ record: { state, listed } }) => listed || state === 'refused');
    },
  };
}
