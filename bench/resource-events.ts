import { setTimeout as pause } from 'node:timers/promises';
import { percentile, show, type Figure } from './figure.ts';
import { makeKafkaPlace } from '../test/events/buses/broker-places.ts';
import { until } from '../test/until.ts';
import { arrivalsOfTopic, withStream, type ArrivedEvent } from './resource-events/arrivals.ts';
import type { MeasuredAgent } from './resource-events/agent.ts';
import { accountFor, inMs, type Accounts } from './resource-events/changes.ts';
import { doorTo } from './resource-events/door.ts';
import { loadOfTheMachine, withEventsWorld, type EventsWorld } from './resource-events/world.ts';

const OBJECTS = 5_000;
const SYNCS = 10;
const UPDATES = { perSecond: 500, seconds: 10 };
const QUEUED = 1_000;
const NONE = { atMost: 0 };

/** davidsbond/kollect 08d6d6f, measured on two busy cores with the same objects, server and broker. */
const KOLLECT = {
  syncSeconds: 0.7,
  updatesPerSecond: 1_005,
  p99Ms: 138,
  syncedMiB: 94,
  updatedMiB: '119-136',
  bytes: 1_000,
};

type Print = (line: string) => void;

/** How soon changes are on the bus, and what that costs; beside the figures of kollect. */
export async function resourceEvents(print: Print): Promise<void> {
  const figure = (one: Figure): void => print(show(one));
  print(
    `kollect, for comparison: sync ${KOLLECT.syncSeconds} s, ${KOLLECT.updatesPerSecond} updates/s, p99 ${KOLLECT.p99Ms} ms, ` +
      `${KOLLECT.syncedMiB} MiB after the sync, ${KOLLECT.updatedMiB} after 5,000 updates, ${KOLLECT.bytes} bytes a message`,
  );
  await withEventsWorld(OBJECTS, async (world) => {
    print(loadOfTheMachine());
    await syncs(world, figure);
    await withStream(world.nats, world.subject, async () => {
      figure({ what: 'the same to a stream, with its acknowledgements', value: await sync(world), unit: 's', bar: { atMost: 2.5 } });
    });
    await updates(world, figure);
    if (process.env['KAFKA_BROKERS'] === undefined) print('KAFKA_BROKERS is not set: the figures of Kafka are left out');
    else await toKafka(await kafkaWorld(world), figure);
    await stopWithMuchToSend(world, figure);
    await restart(world, figure);
    print(loadOfTheMachine());
  });
}

async function syncs(world: EventsWorld, figure: (one: Figure) => void): Promise<void> {
  const took: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < SYNCS; run++) {
    const { agent, seconds } = await firstStart(world);
    took.push(seconds);
    cpu.push(agent.cpuSeconds());
    await stopped(agent);
  }
  const what = `${OBJECTS} ConfigMaps and all else, from the start to the last event, ${SYNCS} runs`;
  figure({ what: `${what}, the fastest`, value: Math.min(...took), unit: 's' });
  figure({ what: 'the slowest of them', value: Math.max(...took), unit: 's', bar: { atMost: 1 } });
  figure({ what: 'the same: processor time, p50', value: percentile(cpu, 0.5), unit: 's' });
}

/** A first start, until all is published; in seconds. */
async function sync(world: EventsWorld): Promise<number> {
  const { agent, seconds } = await firstStart(world);
  await stopped(agent);
  return seconds;
}

async function firstStart({ forget, start, arrivals, objects }: EventsWorld): Promise<{ agent: MeasuredAgent; seconds: number }> {
  await forget();
  arrivals.take();
  const agent = start();
  await arrivals.reached(objects);
  await agent.settled();
  const { startedAt } = agent;
  return { agent, seconds: (arrivals.lastAt - startedAt) / 1_000 };
}

const stopped = async (agent: MeasuredAgent): Promise<number | string> => {
  agent.kill('SIGTERM');
  return agent.ended;
};

async function updates(world: EventsWorld, figure: (one: Figure) => void): Promise<void> {
  const { arrivals, changer } = world;
  const { agent } = await firstStart(world);
  figure({ what: `resident memory after the sync of ${OBJECTS}`, value: agent.residentMiB(), unit: 'MiB', bar: { atMost: 125 } });
  await pause(20_000);
  figure({ what: 'the same, idle for 20 s', value: agent.residentMiB(), unit: 'MiB', bar: { atMost: 125 } });
  arrivals.take();
  const slowly = accountFor(await changer.steadily(100, 5), await arrived(world, 500));
  figure({ what: '100 updates a second: from the answer to the message, p99', value: inMs(slowly, 0.99), unit: 'ms', bar: { atMost: 10 } });

  const came = await steadyUpdates(world, agent, figure, { p50Ms: 2, p99Ms: 60, cpuSeconds: 2.5, memoryMiB: 136 });
  const bytes = came.reduce((sum, { bytes: each }) => sum + each, 0) / came.length;
  figure({ what: 'bytes of a message of an update', value: bytes, unit: 'B', bar: { atMost: 650 } });

  const { perSecond, seconds } = UPDATES;
  const began = performance.now();
  const most = await changer.flatOut(perSecond * seconds);
  figure({ what: 'as fast as the server writes: updates', value: (most.size * 1_000) / (performance.now() - began), unit: '/s' });
  const flatOut = accountFor(most, await arrived(world, most.size));
  honest('as fast as the server writes', flatOut, figure);
  figure({ what: 'the same: p99', value: inMs(flatOut, 0.99), unit: 'ms', bar: { atMost: KOLLECT.p99Ms } });
  await stopped(agent);
}

interface UpdateBars {
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly cpuSeconds?: number;
  readonly memoryMiB: number;
}

/** 500 a second for ten seconds, and what they took. */
async function steadyUpdates(
  world: EventsWorld,
  agent: MeasuredAgent,
  figure: (one: Figure) => void,
  bars: UpdateBars,
): Promise<readonly ArrivedEvent[]> {
  const within = (most: number | undefined): Pick<Figure, 'bar'> => (most === undefined ? {} : { bar: { atMost: most } });
  const before = agent.cpuSeconds();
  const { perSecond, seconds } = UPDATES;
  const changes = await world.changer.steadily(perSecond, seconds);
  const came = await arrived(world, changes.size);
  const cpu = agent.cpuSeconds() - before;
  const steady = accountFor(changes, came);
  honest(`${perSecond} updates a second for ${seconds} s`, steady, figure);
  figure({ what: 'the same: from the answer to the message, p50', value: inMs(steady, 0.5), unit: 'ms', ...within(bars.p50Ms) });
  figure({ what: 'the same, p99', value: inMs(steady, 0.99), unit: 'ms', ...within(bars.p99Ms) });
  figure({ what: `processor time for ${changes.size} updates`, value: cpu, unit: 's', ...within(bars.cpuSeconds) });
  figure({ what: 'resident memory after them', value: agent.residentMiB(), unit: 'MiB', ...within(bars.memoryMiB) });
  return came;
}

/** The same world, with Kafka for a bus: a topic of its own. */
async function kafkaWorld(world: EventsWorld): Promise<EventsWorld> {
  const brokers = process.env['KAFKA_BROKERS'] ?? '';
  const { url } = await makeKafkaPlace({ KAFKA_BROKERS: brokers }, world.subject);
  const arrivals = await arrivalsOfTopic(brokers, world.subject);
  return { ...world, arrivals, start: () => world.start({ bus: url, env: { KAFKA_BROKERS: brokers } }) };
}

/** The client of Kafka may take 40 MiB more than that of NATS; how soon it confirms is the broker's to say. */
async function toKafka(world: EventsWorld, figure: (one: Figure) => void): Promise<void> {
  const { agent, seconds } = await firstStart(world);
  figure({ what: 'to Kafka, all of its brokers confirming: from the start to the last event', value: seconds, unit: 's' });
  figure({ what: 'resident memory after it', value: agent.residentMiB(), unit: 'MiB', bar: { atMost: 165 } });
  world.arrivals.take();
  await steadyUpdates(world, agent, figure, { memoryMiB: 176 });
  await stopped(agent);
  await world.arrivals.stop();
}

async function arrived({ arrivals }: EventsWorld, count: number): Promise<readonly ArrivedEvent[]> {
  await arrivals.reached(count);
  return arrivals.take();
}

function honest(what: string, { lost, doubled, outOfOrder }: Accounts, figure: (one: Figure) => void): void {
  figure({ what: `${what}: lost`, value: lost, unit: '', bar: NONE });
  figure({ what: 'doubled', value: doubled, unit: '', bar: NONE });
  figure({ what: 'out of order', value: outOfOrder, unit: '', bar: NONE });
}

/** The bus was away, and is back just when the agent is told to stop. */
async function stopWithMuchToSend({ nats, start, changer, arrivals }: EventsWorld, figure: (one: Figure) => void): Promise<void> {
  const door = await doorTo(nats);
  const agent = start({ env: { NATS_SERVER_URL: door.address } });
  await agent.settled();
  arrivals.take();
  door.shut();
  const changes = await changer.flatOut(QUEUED);
  // What it has not heard of yet when it is told to stop, it leaves to its next start.
  await until('all of them to wait', async () => (await agent.pending()) >= changes.size, { everyMs: 10 });
  door.open();
  const began = performance.now();
  const code = await stopped(agent);
  const tookMs = performance.now() - began;
  figure({ what: `stopped with ${QUEUED} that wait: exit code`, value: Number(code), unit: '', bar: NONE });
  figure({ what: 'the same: after', value: tookMs / 1_000, unit: 's', bar: { atMost: 1 } });
  await arrivals.reached(changes.size);
  figure({ what: 'the same: lost', value: accountFor(changes, arrivals.take()).lost, unit: '', bar: NONE });
  await door.remove();
}

/** Stopped and started again, while changes go on. */
async function restart({ start, changer, arrivals }: EventsWorld, figure: (one: Figure) => void): Promise<void> {
  const first = start();
  await first.settled();
  arrivals.take();
  const changing = changer.steadily(200, 10);
  await pause(3_000);
  await stopped(first);
  const before = arrivals.take();
  await pause(1_000);
  const second = start();
  await arrivals.reached(1);
  const changes = await changing;
  await arrivals.reached(changes.size - before.length);
  await second.settled();
  const after = arrivals.take();
  const { lost, doubled } = accountFor(changes, [...before, ...after]);
  figure({ what: 'stopped and started under 200 changes a second: lost', value: lost, unit: '', bar: NONE });
  figure({ what: 'doubled', value: doubled, unit: '' });
  const firstMs = (after[0]?.at ?? NaN) - second.startedAt;
  figure({ what: 'the first event after the start', value: firstMs / 1_000, unit: 's', bar: { atMost: 1 } });
  await stopped(second);
}
