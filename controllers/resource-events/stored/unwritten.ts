import type { JournalEntry } from '../outbox/journal.ts';
import type { StoredState } from './state-store.ts';

/** What is to be written at the next opportunity: of each thing what it is by then. */
export interface Unwritten {
  readonly objects: Map<string, Map<string, StoredState | undefined>>;
  readonly versions: Map<string, string>;
  readonly forgotten: Set<string>;
  readonly puts: Map<number, JournalEntry>;
  readonly settled: Set<number>;
}

export const nothingUnwritten = (): Unwritten => ({
  objects: new Map(),
  versions: new Map(),
  forgotten: new Set(),
  puts: new Map(),
  settled: new Set(),
});
