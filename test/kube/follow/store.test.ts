import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { ConfigMap } from '../../../kube/objects/built-in.ts';
import type { Change } from '../../../kube/follow/change.ts';
import { createStore, type Delta } from '../../../kube/follow/store.ts';
import { stock } from '../following.ts';

const NEVER = new AbortController().signal;
const store = (...changes: readonly Change<ConfigMap>[]) => {
  const writer = createStore<ConfigMap>();
  return { ...writer, deltas: changes.map((change) => writer.write(change)) };
};
const list = (version: number, ...objects: readonly ConfigMap[]): Change<ConfigMap> => ({
  type: 'replaced',
  version: String(version),
  objects,
});
const applied = (object: ConfigMap): Change<ConfigMap> => ({ type: 'applied', object });
const deleted = (object: ConfigMap): Change<ConfigMap> => ({ type: 'deleted', object });

describe('a store', () => {
  it('tells what the first list brings as initial, and what comes later as live', () => {
    expect(store(list(5, stock('a', 1, 1)), applied(stock('b', 6, 1)), list(9, stock('a', 8, 2))).deltas).toEqual([
      [{ type: 'added', object: stock('a', 1, 1), initial: true }],
      [{ type: 'added', object: stock('b', 6, 1), initial: false }],
      [
        { type: 'updated', object: stock('a', 8, 2), old: stock('a', 1, 1), initial: false },
        { type: 'deleted', object: stock('b', 6, 1), initial: false },
      ],
    ]);
  });

  it('fault 11: takes an ADDED that comes twice once', () => {
    expect(store(list(5), applied(stock('a', 6, 1)), applied(stock('a', 6, 1))).deltas.map(({ length }) => length)).toEqual([0, 1, 0]);
  });

  it('fault 11: takes a MODIFIED of what it does not know as new', () => {
    expect(store(list(5), applied(stock('a', 6, 1))).deltas[1]).toEqual([{ type: 'added', object: stock('a', 6, 1), initial: false }]);
  });

  it('fault 11: knows nothing of a DELETED of what it does not know', () => {
    expect(store(list(5), deleted(stock('a', 6, 1))).deltas[1]).toEqual([]);
  });

  it('fault 11: leaves out what is older than what it has', () => {
    const { store: read, deltas } = store(list(9, stock('a', 8, 2)), applied(stock('a', 7, 1)));
    expect([deltas[1], read.get('default/a'), read.version]).toEqual([[], stock('a', 8, 2), '9']);
  });

  it('fault 11: keeps the new object of a name when the end of the former one comes late', () => {
    const { store: read, deltas } = store(list(9, stock('a', 8, 2, 'new')), deleted(stock('a', 7, 1, 'old')));
    expect([deltas[1], read.get('default/a')]).toEqual([[], stock('a', 8, 2, 'new')]);
  });

  it('fault 11: sees another uid under the same name as an end and a beginning', () => {
    expect(store(list(5, stock('a', 4, 1, 'old')), applied(stock('a', 8, 2, 'new'))).deltas[1]).toEqual([
      { type: 'deleted', object: stock('a', 4, 1, 'old'), initial: false },
      { type: 'added', object: stock('a', 8, 2, 'new'), initial: false },
    ]);
  });

  it('compares versions as numbers of any length', () => {
    const { store: read } = store(list(9), applied(stock('a', 10, 1)));
    expect([read.version, read.has('9'), read.has('10'), read.has('11'), read.has('100000000000000000000')]).toEqual([
      '10',
      true,
      true,
      false,
      false,
    ]);
  });

  it('has an own write once it, or a bookmark after it, has come', async () => {
    const writer = createStore<ConfigMap>();
    writer.write(list(5));
    let waits = true;
    const waiting = writer.store.whenHas('7', NEVER).then(() => (waits = false));
    writer.write(applied(stock('a', 6, 1)));
    await Promise.resolve();
    expect(waits).toBe(true);
    writer.write({ type: 'progress', version: '8' });
    await waiting;
    expect(writer.store.has('7')).toBe(true);
  });

  it('lets go who waits when the signal aborts', async () => {
    const stop = new AbortController();
    const waiting = createStore<ConfigMap>().store.whenSynced(stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('finds objects by an index, also after they changed', () => {
    const writer = createStore<ConfigMap>({ indexes: { wood: ({ data }) => [data?.['wood'] ?? ''] } });
    writer.write(list(5, stock('a', 1, 1), stock('b', 2, 1)));
    writer.write(applied(stock('a', 6, 2)));
    writer.write(deleted(stock('b', 7, 1)));
    expect([writer.store.by('wood', '1'), writer.store.by('wood', '2')]).toEqual([[], [stock('a', 6, 2)]]);
    expect(() => writer.store.by('stone', '1')).toThrow('the store has no index stone: declare it where the store is made');
  });
});

/** A collection's life on a server: versions rise, names are used again with another uid. */
const lives = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    wood: fc.integer({ min: 0, max: 3 }),
    does: fc.constantFrom('write', 'write', 'delete'),
  }),
  { maxLength: 40 },
);

describe('the laws of a store', () => {
  it('converges to the server, and what its handlers were told adds up to it, whatever is repeated, missed and listed again', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.integer({ min: 0, max: 9 })), (life, chances) => {
        const server = new Map<string, ConfigMap>();
        const told = new Map<string, ConfigMap>();
        const writer = createStore<ConfigMap>({ indexes: { name: ({ metadata }) => [metadata?.name ?? ''] } });
        const write = (change: Change<ConfigMap>): void => writer.write(change).forEach((delta) => hear(told, delta));
        const relist = (version: number): void => write(list(version, ...server.values()));
        const chance = (): number => chances.next().value ?? 9;
        let [version, missed] = [0, false];
        relist(0);
        const past: Change<ConfigMap>[] = [];
        for (const { name, wood, does } of life) {
          version += 1;
          const old = server.get(name);
          if (does === 'delete' && old === undefined) continue;
          const object = stock(name, version, wood, old?.metadata?.uid ?? `uid-${version}`);
          if (does === 'delete') server.delete(name);
          else server.set(name, object);
          const change = does === 'delete' ? deleted(object) : applied(object);
          past.push(change);
          if (chance() === 0) missed = true;
          else if (!missed) write(change);
          const again = past[past.length - 1];
          if (!missed && chance() < 2 && again !== undefined) write(again);
          if (missed && chance() < 3) {
            relist(version);
            missed = false;
          }
        }
        relist(version);
        expect(contents(writer.store.values())).toEqual(contents(server.values()));
        expect(contents(told.values())).toEqual(contents(server.values()));
        for (const name of ['a', 'b', 'c'])
          expect(writer.store.by('name', name)).toEqual([...server.values()].filter(({ metadata }) => metadata?.name === name));
      }),
      { numRuns: 200 },
    );
  });
});

const contents = (objects: Iterable<ConfigMap>): string[] => [...objects].map((object) => JSON.stringify(object)).sort();

/** What a handler that believes every word knows. Old and new are as it was told before, or the word was false. */
function hear(told: Map<string, ConfigMap>, delta: Delta<ConfigMap>): void {
  const name = delta.object.metadata?.name ?? '';
  const known = told.get(name);
  if (delta.type === 'added') expect(known).toBeUndefined();
  if (delta.type === 'updated') expect(delta.old).toEqual(known);
  if (delta.type === 'deleted') expect(known?.metadata?.uid).toBe(delta.object.metadata?.uid);
  if (delta.type === 'deleted') told.delete(name);
  else told.set(name, delta.object);
}
