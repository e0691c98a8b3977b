import { describe, expect, it } from '@jest/globals';
import { resourceEvents } from '../../../controllers/resource-events/resource-events.ts';
import { createLeaseStore } from '../../../controllers/runtime/election/lease-store.ts';
import { LEASE_TIMES } from '../../../controllers/runtime/election/lease.ts';
import { parseFlags } from '../../../controllers/runtime/flags/flags.ts';
import { createRunning } from '../../../controllers/runtime/run.ts';
import { createLog } from '../../../controllers/runtime/tell/log.ts';
import { createMetrics } from '../../../controllers/runtime/tell/metrics.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { until } from '../../until.ts';
import { worldOfEachTest } from './embedded-world.ts';

const world = worldOfEachTest();

describe('an agent in a cluster in which nothing happens', () => {
  it('A9: publishes nothing of its own Lease and checkpoint, and does not make itself write', async () => {
    const reading = world.read();
    const clock = createVirtualClock();
    const args = [
      `--event-writer-url=${world.bus}`,
      '--format=cloudevents',
      '--include=configmaps,leases.coordination.k8s.io',
      '--kollect-addr=',
    ];
    const settings = parseFlags(resourceEvents.flags, { args, env: {} });
    const log = createLog({ level: 'error', format: 'json', out: { write: () => {} } });
    const prepared = await resourceEvents.prepare?.(settings, { env: {}, log, namespace: 'default', writeOut: async () => {} });
    const running = createRunning({
      members: [{ controller: resourceEvents, settings, prepared }],
      program: 'civ8s-resource-events',
      client: world.client,
      leases: createLeaseStore(world.client, { namespace: 'default', name: 'civ8s-resource-events' }, () => clock.now()),
      leadAlone: false,
      identity: 'me',
      times: LEASE_TIMES,
      workers: 4,
      deadlineMs: 60_000,
      resyncMs: 0,
      drainMs: 8_000,
      staleMs: 15_000,
      metrics: createMetrics({ lease: 'civ8s-resource-events' }),
      log,
      clock,
      wall: () => clock.now(),
      random: () => 0,
    });
    const stopping = new AbortController();
    const ended = running.run(stopping.signal);
    await until('it to be ready', () => running.ready().length === 0);
    await clock.advance(6_000);
    const checkpoint = () => world.client.get(configMaps, { namespace: 'default', name: 'civ8s-resource-events' });
    await until('the checkpoint', () => checkpoint().then(() => true));
    const before = (await checkpoint()).metadata?.resourceVersion;
    for (let seconds = 0; seconds < 60; seconds += 2) {
      const renewed = world.faults.next({ at: 'answer', verb: 'patch', resource: 'leases' });
      await clock.advance(2_000);
      await renewed; // and whatever comes of it is on its way
    }
    await world.put('fence', 1);
    await reading.saw('the fence', (event) => 'name' in event && event.name === 'fence');
    expect(reading.events).toHaveLength(1);
    const after = await checkpoint();
    expect(after.metadata?.resourceVersion).toBe(before);
    stopping.abort();
    await ended;
  });
});
