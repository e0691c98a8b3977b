import { afterEach, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { createModelAgent } from './model-agent.ts';
import { createModelBus } from './model-bus.ts';
import { createModelConsumer } from './model-consumer.ts';
import { createWorld, specOf } from './model-world.ts';

const OBJECTS = 500;
const SECONDS = 1200;
const CHANGES_A_SECOND = 50;
const MAX_BYTES = 4 * 2 ** 20;

let stop = async (): Promise<void> => undefined;
afterEach(() => stop());

it('B8: the bus is away for 20 minutes at 50 changes/s: the outbox keeps to its 4 MiB, and the last states and deletions are told', async () => {
  const [world, clock, consumer] = [createWorld(), createVirtualClock(), createModelConsumer()];
  const bus = createModelBus(consumer.receive);
  const agent = createModelAgent({ world, clock, checkpoint: undefined, hasHistory: true, maxBytes: MAX_BYTES });
  const { signal } = new AbortController();
  agent.lead(bus.open());
  stop = agent.stop;
  const names = Array.from({ length: OBJECTS }, (_, index) => `object-${index}`);
  for (const name of names) world.apply(name, 'spec');
  agent.follow(Infinity);
  await agent.outbox.drained(signal);
  expect(consumer.there.size).toBe(OBJECTS);

  bus.fates = ['not taken'];
  let most = 0;
  let change = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    for (let n = 0; n < CHANGES_A_SECOND; n += 1, change += 1) {
      // Each is deleted now and then; the last of them stay away.
      const name = names[(change * 7) % OBJECTS] ?? '';
      if (change % 11 === 0) world.delete(name);
      else world.apply(name, 'spec');
    }
    agent.follow(Infinity);
    await clock.advance(1_000);
    await setImmediate();
    most = Math.max(most, agent.outbox.pendingBytes);
    await agent.outbox.room(signal); // it goes on reading
  }
  expect(agent.position).toBe(world.version);
  expect(most).toBeLessThanOrEqual(MAX_BYTES);
  expect(agent.outbox.pending).toBeLessThan(SECONDS * CHANGES_A_SECOND);
  expect(consumer.there.size).toBe(OBJECTS);

  bus.fates = ['confirmed'];
  await agent.outbox.drained(signal);
  const there = world.at(world.version).map((object): [string, unknown] => [object.metadata?.uid ?? '', specOf(object)]);
  expect(there.length).toBeLessThan(OBJECTS);
  expect(consumer.there).toEqual(new Map(there));
  expect(bus.offences).toEqual([]);
});
