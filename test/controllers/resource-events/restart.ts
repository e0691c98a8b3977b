import { expect } from '@jest/globals';
import { named } from './told.ts';
import type { AgentWorld } from './world.ts';

/** An agent stops, things change, another one starts: every single change is told, once. */
export async function goesOnAfterARestart(world: AgentWorld): Promise<void> {
  const reading = world.read();
  await world.put('a', 1);
  await world.put('gone', 1);
  const first = world.start();
  await first.ready();
  await reading.saw('the list', named('gone', 'listed'));
  expect(await first.stop()).toBe(0);
  await world.put('a', 2);
  await world.put('a', 3);
  await world.remove('gone');
  await world.put('new', 1);
  world.start();
  await reading.saw('the new one', named('new', 'created'));
  expect(reading.words()).toEqual([
    'listed a 1',
    'listed gone 1',
    'updated a 1 -> 2',
    'updated a 2 -> 3',
    'deleted gone 1',
    'created new 1',
  ]);
}
