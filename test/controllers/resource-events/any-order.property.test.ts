import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { createModelAgent, type ModelAgent } from './model-agent.ts';
import { createModelBus, type MessageFate } from './model-bus.ts';
import { createModelConsumer } from './model-consumer.ts';
import { createWorld, specOf } from './model-world.ts';
import { DEPLOYMENTS } from './objects.ts';

const ACCIDENTS = ['late', 'hand over', 'kill the leader', 'kill both', 'kill both and forget what happened'] as const;

type Act =
  | { readonly act: 'apply'; readonly name: string; readonly what: 'spec' | 'status' }
  | { readonly act: 'delete'; readonly name: string }
  | { readonly act: 'follow'; readonly who: readonly (0 | 1)[]; readonly events: number }
  | { readonly act: 'relist' | 'bookmark'; readonly who: 0 | 1 }
  | { readonly act: 'fates'; readonly fates: readonly [MessageFate, ...MessageFate[]] }
  | { readonly act: 'time'; readonly ms: number }
  | { readonly act: 'checkpoint' | (typeof ACCIDENTS)[number] };

const name = fc.constantFrom('a', 'b', 'c');
const replica = fc.constantFrom(0 as const, 1 as const);
const fate = fc.constantFrom<MessageFate>('confirmed', 'not taken', 'lost', 'late');
const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('apply' as const), name, what: fc.constantFrom('spec' as const, 'status' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('delete' as const), name }) },
);
const everybody = fc.constantFrom<(0 | 1)[]>([0, 1], [0], [1]);
const moods = fc.oneof(
  fc.tuple(fate).map(([only]): [MessageFate, ...MessageFate[]] => [only]),
  fc.tuple(fate, fate, fate).map(([first, ...others]): [MessageFate, ...MessageFate[]] => [first, ...others]),
);
const acts = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: change },
    { weight: 6, arbitrary: fc.record({ act: fc.constant('follow' as const), who: everybody, events: fc.constantFrom(1, 2, 9) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('fates' as const), fates: moods }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('time' as const), ms: fc.constantFrom(0, 50, 400, 40_000) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('bookmark' as const), who: replica }) },
    { weight: 3, arbitrary: fc.constant({ act: 'checkpoint' as const }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('relist' as const), who: replica }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constantFrom(...ACCIDENTS) }) },
  ),
  { maxLength: 40, size: 'max' },
);

/** Two replicas of an agent, of which one leads, through anything. */
async function live(script: readonly Act[], maxChanges: number) {
  const clock = createVirtualClock();
  const world = createWorld();
  const consumer = createModelConsumer();
  const bus = createModelBus(consumer.receive);
  let checkpoint: string | undefined;
  let leader: 0 | 1 = 0;
  /** What nobody who is left can have seen: it came after what they know, and was gone before what they listed. */
  const unseen = new Set<string>();
  const miss = (from: number): void => {
    const known = new Set([...world.at(from), ...world.at(world.version)].map(({ metadata }) => metadata?.uid));
    for (const { object } of world.after(from)) {
      const uid = object.metadata?.uid ?? '';
      if (!known.has(uid)) unseen.add(uid);
    }
  };
  const agent = (hasHistory = true): ModelAgent => {
    if (!hasHistory || checkpoint === undefined) miss(Number(checkpoint ?? 0));
    return createModelAgent({ world, clock, maxChanges, checkpoint, hasHistory });
  };
  const agents: [ModelAgent, ModelAgent] = [agent(), agent()];
  agents[leader].lead(bus.open());

  const handOver = (): void => {
    leader = (1 - leader) as 0 | 1;
    agents[leader].lead(bus.open());
  };
  /** The watch is lost, and cannot be resumed. What others may have published of what was missed, only the checkpoint knows. */
  const relist = (who: 0 | 1): void => {
    if (who !== leader) agents[who] = agent(false);
    else {
      if (!agents[who].owns) miss(agents[who].position);
      agents[who].relist();
    }
  };
  const kill = async (both: boolean, hasHistory: boolean): Promise<void> => {
    const ended = agents[leader].stop();
    agents[leader] = agent(hasHistory);
    if (both) agents[1 - leader] = agent(hasHistory);
    handOver();
    await ended;
  };
  const perform = async (act: Act): Promise<void> => {
    switch (act.act) {
      case 'apply':
        return world.apply(act.name, act.what);
      case 'delete':
        return world.delete(act.name);
      case 'follow':
        for (const each of act.who) agents[each].follow(act.events);
        return;
      case 'relist':
        return relist(act.who);
      case 'bookmark':
        return agents[act.who].bookmark();
      case 'fates':
        bus.fates = act.fates;
        return;
      case 'time':
        return clock.advance(act.ms);
      case 'late':
        return bus.deliverLate();
      case 'checkpoint':
        checkpoint = agents[leader].settled ?? checkpoint;
        if (checkpoint !== undefined) agents[1 - leader]?.outbox.passed(DEPLOYMENTS, checkpoint);
        return;
      case 'hand over':
        await agents[leader].stop();
        return handOver();
      case 'kill the leader':
        return kill(false, true);
      case 'kill both':
        return kill(true, true);
      case 'kill both and forget what happened':
        return kill(true, false);
    }
  };
  let most = 0;
  for (const act of script) {
    await perform(act);
    await setImmediate();
    for (const { outbox, keys } of agents) most = Math.max(most, outbox.pending - Math.max(maxChanges, 2 * keys));
  }
  bus.fates = ['confirmed'];
  bus.deliverLate();
  agents[leader].follow(Infinity);
  await agents[leader].outbox.drained(new AbortController().signal);
  await agents[leader].stop();
  return { world, consumer, bus, most, unseen, settled: agents[leader].settled };
}

describe('whatever happens', () => {
  it('a consumer that applies what arrives ends with the world as it is, and each object comes in order', () =>
    fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 8 }), async (script, maxChanges) => {
        const { world, consumer, bus, most, unseen, settled } = await live(script, maxChanges);
        const there = world.at(world.version).map((object) => [object.metadata?.uid, specOf(object)]);
        expect(new Map([...consumer.there].filter(([uid]) => !unseen.has(uid)))).toEqual(new Map(there as [string, unknown][]));
        expect(bus.offences).toEqual([]);
        expect(most).toBeLessThanOrEqual(0);
        expect(settled).toBe(String(world.version));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    ));
});
