import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { until } from '../../until.ts';
import { worldOfEachTest } from './embedded-world.ts';
import { startSink, type Sink } from './sink.ts';
import { named } from './told.ts';

const world = worldOfEachTest();
let sink: Sink;
beforeEach(async () => {
  sink = await startSink();
});
afterEach(() => sink.stop());

it('what came and went while the bus was away takes no room, and is not told, as nobody has heard of it', async () => {
  const isOnlyForTheVersion = ({ query }: { readonly query: URLSearchParams }): boolean => query.get('limit') === '1';
  const asked = world.faults.next({ at: 'answer', verb: 'list', resource: 'configmaps', where: isOnlyForTheVersion });
  const agent = world.start(`--event-writer-url=${sink.url}`, '--outbox-events=100');
  await agent.ready();
  await asked;
  for (const name of ['first', 'second']) {
    await world.put(name, 1);
    await sink.saw('the fence', named(name, 'created'));
  }
  sink.status = 503;
  for (let n = 0; n < 200; n++) {
    await world.put(`fleeting-${n}`, 1);
    await world.remove(`fleeting-${n}`);
  }
  await world.put('kept', 1);
  const merged = async (): Promise<number> => Number(/_merged_total (\d+)/.exec((await agent.get('/metrics'))[1])?.[1]);
  await until('all 401 changes but what fits to be merged', async () => (await merged()) >= 300);
  sink.status = 200;
  await sink.saw('what is there', named('kept', 'created'));
  const told = sink.events.flatMap((event) => ('name' in event && event.name?.startsWith('fleeting') === true ? [event.name] : []));
  expect(new Set(told).size).toBeLessThan(100);
});
