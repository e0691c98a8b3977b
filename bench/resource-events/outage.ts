import { setTimeout as pause } from 'node:timers/promises';
import { show } from '../figure.ts';
import { accountFor } from './changes.ts';
import { doorTo } from './door.ts';
import { withEventsWorld } from './world.ts';

const OBJECTS = 5_000;
const AWAY = { perSecond: 200, seconds: 300 };

/** A bus that is away for five minutes: the memory that it takes, and how soon all is told. */
export const outage = (print: (line: string) => void): Promise<void> =>
  withEventsWorld(OBJECTS, async ({ nats, start, changer, arrivals }) => {
    const door = await doorTo(nats);
    const agent = start({ env: { NATS_SERVER_URL: door.address } });
    await agent.settled();
    arrivals.take();
    door.shut();
    const changes = await changer.steadily(AWAY.perSecond, AWAY.seconds);
    print(show({ what: `${changes.size} changes while the bus is away: those that wait`, value: await agent.pending(), unit: '' }));
    print(show({ what: 'the most memory', value: agent.mostMiB(), unit: 'MiB', bar: { atMost: 220 } }));
    const before = agent.cpuSeconds();
    door.open();
    const began = performance.now();
    await agent.settled();
    print(
      show({ what: 'the bus is back: until all is published', value: (performance.now() - began) / 1_000, unit: 's', bar: { atMost: 20 } }),
    );
    print(show({ what: 'processor time for that', value: agent.cpuSeconds() - before, unit: 's' }));
    print(show({ what: 'the most memory', value: agent.mostMiB(), unit: 'MiB', bar: { atMost: 220 } }));
    await pause(1_000);
    const { lost, doubled, outOfOrder } = accountFor(changes, arrivals.take());
    print(show({ what: 'states that were not told, as they were merged', value: lost, unit: '' }));
    print(show({ what: 'doubled', value: doubled, unit: '' }));
    print(show({ what: 'out of order', value: outOfOrder, unit: '', bar: { atMost: 0 } }));
    await door.remove();
  });
