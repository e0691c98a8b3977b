import { describe, expect, it } from '@jest/globals';
import { configMaps, leases, namespaces } from '../../../kube/objects/built-in.ts';
import { named } from './told.ts';
import { worldOfEachTest } from './embedded-world.ts';

const world = worldOfEachTest();

/** Whoever waits asks often; a leader may be held up for as long as by default, as it is where the machine is busy. */
const QUICK = ['--leader-elect=true', '--retry-period=500ms'];

describe('two replicas', () => {
  it('publish once, and the other goes on where the leader stopped', async () => {
    const reading = world.read();
    await world.put('a', 1);
    const leader = world.start(...QUICK);
    await reading.saw('the list', named('a', 'listed'));
    const standBy = world.start(...QUICK);
    await standBy.ready();
    await world.put('a', 2);
    await reading.saw('the change', named('a', 'updated'));
    expect(await leader.stop()).toBe(0);
    await world.put('a', 3);
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.words()).toEqual(['listed a 1', 'updated a 1 -> 2', 'updated a 2 -> 3', 'created fence 1']);
  });
});

describe('a stop signal', () => {
  it('is obeyed once all that waits is published, the checkpoint written and the Lease given back', async () => {
    const reading = world.read();
    const agent = world.start(...QUICK);
    await agent.ready();
    await Promise.all(Array.from({ length: 200 }, (_, i) => world.put(`many-${i}`, 1)));
    expect(await agent.stop()).toBe(0);
    expect((await world.client.get(leases, { namespace: 'default', name: 'civ8s-resource-events' })).spec?.holderIdentity).toBe('');
    expect(new Set(reading.words()).size).toBe(200);
    const again = world.start(...QUICK);
    await again.ready();
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(new Set(reading.words()).size).toBe(201);
    expect(reading.words()).toHaveLength(201);
  });
});

describe('a namespace with 500 objects', () => {
  it('A8: is deleted with 500 deletions', async () => {
    await world.client.create(namespaces, { metadata: { name: 'doomed' } });
    await Promise.all(
      Array.from({ length: 500 }, (_, i) => world.client.create(configMaps, { metadata: { name: `c-${i}`, namespace: 'doomed' } })),
    );
    const reading = world.read();
    await world.put('fence', 0);
    const agent = world.start('--namespaces=doomed');
    await agent.ready();
    await world.client.delete(namespaces, { name: 'doomed' });
    await reading.saw('the last deletion', () => reading.events.filter(({ type }) => type === 'deleted').length === 500);
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'updated'));
    const deleted = reading.events.flatMap((event) => (event.type === 'deleted' ? [event.name] : []));
    expect(new Set(deleted).size).toBe(500);
    expect(deleted).toHaveLength(500);
  });
});
