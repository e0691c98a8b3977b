/** The values under which an object is found. */
export type Index<T> = (object: T) => readonly string[];

/** A map that can also be asked by what its values hold. */
export interface IndexedMap<T> {
  readonly size: number;
  get(key: string): T | undefined;
  keys(): Iterable<string>;
  values(): Iterable<T>;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** Throws where no such index was declared. */
  by(index: string, value: string): readonly T[];
}

export function createIndexedMap<T>(indexes: Readonly<Record<string, Index<T>>>): IndexedMap<T> {
  const entries = new Map<string, T>();
  const tables = new Map(Object.entries(indexes).map(([name, valuesOf]) => [name, { valuesOf, keysOf: new Map<string, Set<string>>() }]));

  const unlist = (key: string): void => {
    const old = entries.get(key);
    if (old === undefined) return;
    for (const { valuesOf, keysOf } of tables.values()) {
      for (const value of valuesOf(old)) {
        const keys = keysOf.get(value);
        keys?.delete(key);
        if (keys?.size === 0) keysOf.delete(value); // or the table would hold every value that ever was
      }
    }
  };
  const list = (key: string, object: T): void => {
    for (const { valuesOf, keysOf } of tables.values()) {
      for (const value of valuesOf(object)) {
        const keys = keysOf.get(value);
        if (keys === undefined) keysOf.set(value, new Set([key]));
        else keys.add(key);
      }
    }
  };

  return {
    get size() {
      return entries.size;
    },
    get: (key) => entries.get(key),
    keys: () => entries.keys(),
    values: () => entries.values(),
    set: (key, object) => {
      unlist(key);
      entries.set(key, object);
      list(key, object);
    },
    delete: (key) => {
      unlist(key);
      entries.delete(key);
    },
    by: (index, value) => {
      const table = tables.get(index);
      if (table === undefined) throw new Error(`the store has no index ${index}: declare it where the store is made`);
      return [...(table.keysOf.get(value) ?? [])].flatMap((key) => entries.get(key) ?? []);
    },
  };
}
