import { describe, expect, it } from '@jest/globals';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { named } from './told.ts';
import { goesOnAfterARestart } from './restart.ts';
import { worldOfEachTest } from './embedded-world.ts';

const world = worldOfEachTest();

describe('resource-events', () => {
  it('publishes what is there, and every change, in order, with what was there before', async () => {
    await world.put('a', 1);
    const reading = world.read();
    const agent = world.start();
    await agent.ready();
    await world.put('a', 2);
    await world.put('a', 3);
    await world.put('b', 1);
    await world.remove('a');
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.words()).toEqual([
      'listed a 1',
      'updated a 1 -> 2',
      'updated a 2 -> 3',
      'created b 1',
      'deleted a 3',
      'created fence 1',
    ]);
  });

  it('goes on after a restart where it stopped: nothing twice, nothing missing', () => goesOnAfterARestart(world));

  it('keeps its checkpoint in a ConfigMap, of which it publishes nothing', async () => {
    const reading = world.read();
    const version = await world.put('a', 1);
    const agent = world.start();
    await reading.saw('the list', named('a', 'listed'));
    await agent.stop();
    const { data } = await world.client.get(configMaps, { namespace: 'default', name: 'civ8s-resource-events' });
    expect(data).toMatchObject({ format: '1', cluster: '', resources: expect.stringContaining('configmaps ') as unknown });
    expect(Number(data?.['resources']?.split(' ')[1])).toBeGreaterThanOrEqual(Number(version));
    expect(reading.words()).toEqual(['listed a 1']);
  });
});
