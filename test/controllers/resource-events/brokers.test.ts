import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { makeKafkaPlace, makeNatsPlace, makeRabbitPlace, type BrokerEnv, type BrokerPlace } from '../../events/buses/broker-places.ts';
import { describeFaults, startBroker, type Broker } from '../../real/broker.ts';
import { until } from '../../until.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { readEvents } from './agent.ts';
import { startLoad, type WorldLoad } from './load.ts';
import { named, tellAll } from './told.ts';
import { createWorld, type AgentWorld } from './world.ts';

/** Faults last until the agent has noticed them; with LONG_FAULTS=1 as long as they are specified. */
const isLong = process.env['LONG_FAULTS'] === '1';
const lasting = (seconds: number): Promise<unknown> => (isLong ? pause(seconds * 1_000) : Promise.resolve());
const WRITES = isLong ? 1_000 : 300;
/** Fifty objects, each written ten times a second, if the machine can. */
const FIVE_HUNDRED_A_SECOND = { objects: 50, pause: () => pause(100) };

const BROKERS: readonly (readonly [name: string, make: (env: BrokerEnv, name: string) => Promise<BrokerPlace>])[] = [
  ['nats', makeNatsPlace],
  ['kafka', makeKafkaPlace],
  ['rabbitmq', makeRabbitPlace],
];

describeFaults('changes on their way to a broker that fails', () => {
  describe.each(BROKERS)('%s', (name, make) => {
    let broker: Broker;
    let server: ApiServer;
    let world: AgentWorld;
    let agent: ControllerProcess;
    let load: WorldLoad;
    let places = 0;
    beforeAll(async () => {
      broker = await startBroker(name);
    });
    afterAll(() => broker.end());
    afterEach(async () => {
      await load.stop();
      agent.kill('SIGKILL');
      await agent.ended;
      await world.end();
      await server.stop();
    });

    async function startPublishing(): Promise<BrokerPlace> {
      places += 1;
      const place = await make(broker.env, `faults-${process.pid}-${places}`);
      server = await startApiServer({ defaultAccounts: false });
      world = await createWorld(server.kubeconfig);
      agent = startController({
        name: 'resource-events',
        kubeconfig: world.kubeconfig,
        args: [
          `--event-writer-url=${place.url}`,
          '--format=cloudevents',
          '--include=configmaps',
          '--namespace=default',
          '--leader-elect=false',
          '--lease-namespace=default',
          '--kollect-addr=',
          '--outbox-bytes=256Mi',
          '--outbox-events=200000',
        ],
        env: Object.fromEntries(Object.entries(broker.env).map(([variable, value = '']) => [variable, value])),
      });
      await until('it to be ready', async () => (await agent.get('/readyz'))[0] === 200);
      return place;
    }
    const hasNoticed = () => agent.logged('the bus takes no messages: they are kept');

    /** Reads all that the broker has from its start, once everything is back. */
    async function expectAll(place: BrokerPlace): Promise<void> {
      const written = await load.stop();
      await world.put('fence', 1);
      const reading = readEvents(place.readUrl, broker.env);
      try {
        await until('all of it', () => written.missing(reading.events).length === 0, { seconds: 180 });
        await reading.saw('the fence', named('fence', 'created'));
        const { world: told, breaks, repeated } = tellAll(reading.events);
        expect(told.filter((words) => words.startsWith('load-'))).toEqual(written.world);
        expect(breaks).toEqual([]);
        expect((await agent.get('/metrics'))[1]).toMatch(/_merged_total 0$/m);
        if (isLong) process.stderr.write(`${name}: ${reading.events.length} events, ${repeated} of them twice\n`);
      } finally {
        await reading.stop();
      }
    }

    it('B1: loses nothing, and keeps the order, when the broker is killed under load and comes back', async () => {
      const place = await startPublishing();
      load = startLoad(world, FIVE_HUNDRED_A_SECOND);
      await load.wrote(WRITES);
      await broker.kill();
      await hasNoticed();
      await lasting(30);
      await broker.start();
      await load.wrote(WRITES);
      await expectAll(place);
    }, 400_000);

    it('B2: the same when it is frozen, and thawed', async () => {
      const place = await startPublishing();
      load = startLoad(world, FIVE_HUNDRED_A_SECOND);
      await load.wrote(WRITES);
      await broker.freeze();
      await hasNoticed();
      await lasting(60);
      await broker.thaw();
      await load.wrote(WRITES);
      await expectAll(place);
    }, 400_000);
  });
});
