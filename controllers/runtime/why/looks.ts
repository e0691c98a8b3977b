import type { ReconcileResult } from '../queue/workers.ts';

/** A turn of a key that is over. */
export interface PastLook {
  /** In ms since 1970. */
  readonly at: number;
  readonly tookMs: number;
  readonly result: ReconcileResult;
  /** One reason per line. */
  readonly because: string;
  /** One write per line. */
  readonly wrote: string;
  /** Empty: none. */
  readonly error: string;
}

/** The last looks at each key, of the keys that were looked at last. */
export interface Looks {
  add(key: string, look: PastLook): void;
  /** The last one first. */
  of(key: string): readonly PastLook[];
  /** Those that were looked at last come last. */
  keys(): readonly string[];
}

const MOST_LOOKS = 20;
/** So many to twice as many keys are remembered, unless that takes more memory than there is for it. */
const MOST_KEYS = 1_000;
const MOST_BYTES = 900_000;

/** What a look, and what a key takes beside its texts, measured. */
const LOOK_BYTES = 130;
const KEY_BYTES = 400;

export function createLooks(): Looks {
  /** Two generations: to drop a whole one costs less than to find the oldest key each time. */
  let [recent, older] = [new Map<string, PastLook[]>(), new Map<string, PastLook[]>()];
  let bytes = 0;

  /** The first look at a key in this generation: it has those of the one before with it, which is dropped as a whole. */
  const begin = (key: string, look: PastLook): void => {
    const before = older.get(key);
    const looks = before === undefined ? [look] : [...before.slice(1 - MOST_LOOKS), look];
    recent.set(key, looks);
    bytes += KEY_BYTES + key.length;
    for (const each of looks) bytes += bytesOf(each);
  };
  const goOn = (looks: PastLook[], look: PastLook): void => {
    looks.push(look);
    bytes += bytesOf(look);
    const gone = looks.length > MOST_LOOKS ? looks.shift() : undefined;
    if (gone !== undefined) bytes -= bytesOf(gone);
  };
  return {
    add(key, look) {
      const looks = recent.get(key);
      if (looks === undefined) begin(key, look);
      else goOn(looks, look);
      if (recent.size < MOST_KEYS && bytes < MOST_BYTES) return;
      [recent, older] = [new Map(), recent];
      bytes = 0;
    },
    of: (key) => (recent.get(key) ?? older.get(key) ?? []).toReversed(),
    keys: () => [...[...older.keys()].filter((key) => !recent.has(key)), ...recent.keys()],
  };
}

const bytesOf = ({ because, wrote, error }: PastLook): number => LOOK_BYTES + because.length + wrote.length + error.length;
