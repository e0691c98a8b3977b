import { describe, expect, it } from '@jest/globals';
import { array, assert, boolean, constantFrom, integer, nat, property, record } from 'fast-check';
import { Registry } from 'prom-client';
import { createBrake } from '../../../controllers/config-reload/brake.ts';
import { rolledNow } from '../../../controllers/config-reload/decide/sharers.ts';
import { flags } from '../../../controllers/config-reload/flags.ts';
import type { ReloadStores } from '../../../controllers/config-reload/follow/reload-stores.ts';
import type { Gate } from '../../../controllers/config-reload/gate.ts';
import { renderRecord, parseRecord, type AppliedRecord } from '../../../controllers/config-reload/seen/record.ts';
import type { ReloadParts, WorkloadKey } from '../../../controllers/config-reload/seen/reload-key.ts';
import type { Interest, Workload } from '../../../controllers/config-reload/seen/workload.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { partOf } from '../../fuzz/runs.ts';

const ID = 'ConfigMap/settings';
const START = Date.UTC(2026, 10, 21, 10, 7, 29);
const at = (digest: string): AppliedRecord => ({
  asks: '',
  sources: { [ID]: { uid: 'u', keys: '*', marker: digest, digest } },
  runs: 0,
  unseen: [],
});
const keyOf = (name: string): WorkloadKey => ({ of: 'workload', kind: 'Deployment', storeKey: `default/${name}` });

interface Member {
  readonly name: string;
  readonly wave: number;
  /** Was it down before anything changed? */
  readonly isDown: boolean;
}

/** Workloads that share a source, and whoever rolls them: as much of config-reload as lies around the gate. */
function world(members: readonly Member[], args: readonly string[]) {
  let wall = START;
  let wanted = at('first');
  const workloads = new Map<string, Workload>();
  const put = (name: string, change: { readonly record?: AppliedRecord; readonly wave?: number; readonly available?: boolean }): void => {
    const storeKey = `default/${name}`;
    const old = workloads.get(storeKey);
    const { record: applied, wave, ...rest } = change;
    const interest = {
      ...old?.interest,
      ...(applied === undefined ? {} : { record: renderRecord(applied) }),
      ...(wave === undefined ? {} : { wave: String(wave) }),
    } as Interest;
    const object: Workload = { ...old, metadata: { namespace: 'default', name, uid: name }, ...rest, interest };
    workloads.set(storeKey, object);
    for (const listener of listeners)
      listener(
        'Deployment',
        old === undefined ? { type: 'added', object, initial: true } : { type: 'updated', object, old, initial: false },
      );
  };
  const recordOf = (name: string) => workloads.get(`default/${name}`)?.interest?.record;
  let listeners: Parameters<ReloadStores['hear']>[0][] = [];
  let gate: Gate;
  const due = new Map<string, number>();
  const rolls: { readonly name: string; readonly at: number; readonly digest: string }[] = [];
  const start = (): void => {
    listeners = [];
    const followed = {
      get: (_: string, storeKey: string) => workloads.get(storeKey),
      concerned: () => members.map(({ name }) => keyOf(name)),
    };
    const stores = {
      watched: { includes: () => true },
      sources: { in: () => ({ get: () => undefined }) },
      records: { of: ({ interest }: Workload) => interest?.record },
      hear: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    };
    const nothing = () => {};
    const parts = {
      wall: () => wall,
      clock: { now: () => wall },
      log: { info: nothing, debug: nothing },
      metrics: new Registry(),
      recordEvent: nothing,
      wake: (key: { readonly storeKey: string }) => due.set(key.storeKey.slice('default/'.length), wall),
    };
    gate = createBrake({
      parts: parts as unknown as ReloadParts,
      settings: parseFlags(flags, { args, env: {} }),
      stores: stores as unknown as ReloadStores,
      workloads: followed as never,
    });
    for (const { name } of members) due.set(name, wall);
    for (const [storeKey, object] of workloads)
      for (const listener of listeners) listener('Deployment', { type: 'added', object: workloads.get(storeKey) ?? object, initial: true });
  };
  const reconcile = (name: string): void => {
    due.delete(name);
    const workload = workloads.get(`default/${name}`);
    const before = parseRecord(recordOf(name));
    if (workload === undefined || JSON.stringify(before?.sources) === JSON.stringify(wanted.sources)) return gate.over(keyOf(name));
    const plan = {
      do: 'roll',
      changes: [{ id: ID, cause: 'changed', marker: '', container: '' }],
      record: { ...wanted, ...(before?.rolled === undefined ? {} : { rolled: before.rolled }) },
      pause: 'none',
    } as const;
    const asked = gate.ask({ key: keyOf(name), kind: 'Deployment', workload, plan });
    if ('afterMs' in asked) return void due.set(name, wall + asked.afterMs);
    rolls.push({ name, at: wall, digest: wanted.sources[ID] === undefined ? '' : JSON.stringify(wanted.sources[ID]) });
    const rolled = { ...plan.record, rolled: rolledNow(workload, before?.rolled, wall) };
    put(name, { record: rolled, available: false });
    gate.done(keyOf(name));
  };
  for (const { name, wave, isDown } of members) put(name, { record: wanted, wave, available: !isDown });
  return {
    rolls,
    start,
    put,
    workloads,
    isAvailable: (name: string) => workloads.get(`default/${name}`)?.available === true,
    isPending: (name: string) => JSON.stringify(parseRecord(recordOf(name))?.sources) !== JSON.stringify(wanted.sources),
    change(digest: string): void {
      wanted = at(digest);
      for (const { name } of members) due.set(name, wall);
    },
    /** All that is due by then is done in its order. */
    pass(ms: number, then: () => void = () => {}): void {
      const end = wall + ms;
      for (let turns = 0; ; turns++) {
        if (turns > 20_000) throw new Error('it asks without end');
        const [next] = [...due].filter(([, time]) => time <= end).sort(([, one], [, other]) => one - other);
        if (next === undefined) break;
        wall = Math.max(wall, next[1]);
        reconcile(next[0]);
        then();
      }
      wall = end;
    },
  };
}

const membersOf = (all: readonly { readonly wave: number; readonly isDown: boolean }[]): readonly Member[] =>
  all.map((member, nth) => ({ name: `w${nth}`, ...member }));
const SOME = array(record({ wave: constantFrom(0, 0, 1, 2), isDown: constantFrom(false, false, false, true) }), {
  minLength: 1,
  maxLength: 14,
});

describe('the brake', () => {
  it('never has more on their way than may be, keeps the waves in order, and lets all roll, also across restarts', () =>
    assert(
      property(
        SOME,
        integer({ min: 1, max: 4 }),
        array(record({ back: nat(13), restarts: boolean() }), { maxLength: 30 }),
        (all, limit, steps) => {
          const members = membersOf(all);
          const { rolls, start, put, isAvailable, isPending, change, pass } = world(members, [
            `--max-unavailable=${limit}`,
            '--max-rolls=none',
          ]);
          start();
          pass(1_000);
          change('second');
          const holds = (): void => {
            const down = members.filter(({ name, isDown }) => !isDown && !isAvailable(name));
            expect(down.length).toBeLessThanOrEqual(limit);
            const [rolled, pending] = [members.filter(({ name }) => !isPending(name)), members.filter(({ name }) => isPending(name))];
            const early = rolled.flatMap(({ name, wave }) =>
              pending.filter((earlier) => earlier.wave < wave).map((earlier) => `${name} before ${earlier.name}`),
            );
            expect(early).toEqual([]);
          };
          pass(0, holds);
          for (const { back, restarts } of steps) {
            const name = `w${back}`;
            if (restarts) start();
            else if (members.some((member) => member.name === name) && !isPending(name)) put(name, { available: true });
            pass(10, holds);
          }
          for (let rounds = 0; rounds < members.length + 2; rounds++) {
            for (const { name } of members) if (!isPending(name)) put(name, { available: true });
            pass(10, holds);
          }
          expect(rolls.map(({ name }) => name).sort()).toEqual(members.map(({ name }) => name).sort());
        },
      ),
      { numRuns: partOf(300) },
    ));

  it('stops a bad change at its first few, and lets the cure through at once, to those first', () => {
    const members = membersOf(Array.from({ length: 20 }, () => ({ wave: 0, isDown: false })));
    const { rolls, start, put, isAvailable, change, pass } = world(members, ['--max-unavailable=3', '--max-rolls=none']);
    start();
    change('bad');
    pass(3_600_000);
    const broken = rolls.map(({ name }) => name);
    expect(broken).toHaveLength(3);
    change('worse');
    pass(3_000_000);
    expect(
      members
        .filter(({ name }) => !isAvailable(name))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...broken].sort());
    change('cure');
    pass(1_000);
    for (let round = 0; round < 20; round++) {
      for (const { name } of rolls.filter(({ digest }) => digest.includes('cure'))) put(name, { available: true });
      pass(1_000);
    }
    expect(rolls.filter(({ digest }) => digest.includes('cure'))).toHaveLength(20);
  });

  it('does not count what was down for another reason: it holds nobody', () => {
    const members = membersOf(Array.from({ length: 8 }, (_, nth) => ({ wave: 0, isDown: nth < 5 })));
    const { rolls, start, put, change, pass } = world(members, ['--max-unavailable=1', '--max-rolls=none']);
    start();
    change('second');
    for (const name of ['w5', 'w6', 'w7']) {
      pass(1_000);
      put(name, { available: true });
    }
    expect(rolls).toHaveLength(8);
  });

  it('holds a roll that changes meanwhile, and rolls it once, with the newest', () => {
    const { rolls, start, put, change, pass } = world(membersOf([0, 1].map(() => ({ wave: 0, isDown: false }))), [
      '--max-unavailable=1',
      '--max-rolls=none',
    ]);
    start();
    change('second');
    pass(1_000);
    expect(rolls.map(({ name }) => name)).toEqual(['w0']);
    change('third');
    pass(1_000);
    put('w0', { available: true });
    pass(1_000);
    expect(rolls.filter(({ name }) => name === 'w1').map(({ digest }) => digest.includes('third'))).toEqual([true]);
  });

  it('has no more rolls than the rate in any stretch of its time, also after a restart, and all of them happen', () =>
    assert(
      property(integer({ min: 1, max: 5 }), integer({ min: 2, max: 20 }), array(nat(90_000), { maxLength: 4 }), (count, size, restarts) => {
        const members = membersOf(Array.from({ length: size }, () => ({ wave: 0, isDown: true })));
        const { rolls, start, change, pass } = world(members, [`--max-rolls=${count}/1m`]);
        start();
        change('second');
        for (const ms of restarts) {
          pass(ms);
          start();
        }
        pass(60_000 * (size + 2));
        expect(rolls).toHaveLength(size);
        // In records times are known to the second.
        for (const [nth, roll] of rolls.entries())
          expect(roll.at - (rolls[nth - count]?.at ?? -Infinity)).toBeGreaterThanOrEqual(60_000 - 1_000);
      }),
    ));
});
