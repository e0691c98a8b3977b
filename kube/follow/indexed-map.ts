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
  /** Finds them by something else as well. Throws where another index has that name. */
  index(name: string, valuesOf: Index<T>): void;
  /** Throws where no such index was declared. */
  by(index: string, value: string): readonly T[];
}

interface Table<T> {
  readonly valuesOf: Index<T>;
  readonly keysOf: Map<string, Set<string>>;
}

export function createIndexedMap<T>(indexes: Readonly<Record<string, Index<T>>>): IndexedMap<T> {
  const entries = new Map<string, T>();
  const tables = new Map<string, Table<T>>();

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
  const listIn = ({ valuesOf, keysOf }: Table<T>, key: string, object: T): void => {
    for (const value of valuesOf(object)) {
      const keys = keysOf.get(value);
      if (keys === undefined) keysOf.set(value, new Set([key]));
      else keys.add(key);
    }
  };
  const index = (name: string, valuesOf: Index<T>): void => {
    const known = tables.get(name);
    if (known?.valuesOf === valuesOf) return;
    if (known !== undefined) throw new Error(`the store has another index ${name} already: give this one another name`);
    const table = { valuesOf, keysOf: new Map<string, Set<string>>() };
    tables.set(name, table);
    for (const [key, object] of entries) listIn(table, key, object);
  };
  for (const [name, valuesOf] of Object.entries(indexes)) index(name, valuesOf);

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
      for (const table of tables.values()) listIn(table, key, object);
    },
    delete: (key) => {
      unlist(key);
      entries.delete(key);
    },
    index,
    by: (name, value) => {
      const table = tables.get(name);
      if (table === undefined) throw new Error(`the store has no index ${name}: declare it where the store is made`);
      return [...(table.keysOf.get(value) ?? [])].flatMap((key) => entries.get(key) ?? []);
    },
  };
}
