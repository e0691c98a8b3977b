import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { until } from '../../until.ts';
import { startSink, type Sink } from './sink.ts';
import { inOrder, tellAll } from './told.ts';
import { worldOfEachTest } from './embedded-world.ts';

let sink: Sink;
const running: ControllerProcess[] = [];
beforeEach(async () => {
  sink = await startSink();
});
afterEach(async () => {
  for (const { kill } of running) kill('SIGKILL');
  await Promise.all(running.splice(0).map(({ ended }) => ended));
  await sink.stop();
});
const world = worldOfEachTest();

const CHOICE = ['--include=configmaps', '--namespace=default', '--leader-elect=false', '--lease-namespace=default', '--kollect-addr='];
function start(...args: readonly string[]): ControllerProcess {
  const agent = startController({
    name: 'resource-events',
    kubeconfig: world.kubeconfig,
    args: [`--event-writer-url=${sink.url}`, ...CHOICE, ...args],
  });
  running.push(agent);
  return agent;
}
const created = (name: string) => (event: { readonly type: string; readonly name?: string }) =>
  event.name === name && event.type !== 'deleted';
/** Objects come, change and go while it is down. */
async function changeMuch(round: number): Promise<void> {
  await world.put('a', round);
  await world.put('a', round + 1);
  await world.put(`gone-${round}`, 1);
  await world.put(`kept-${round}`, round);
  await world.remove(`gone-${round}`);
}
const truth = async (): Promise<readonly string[]> => {
  const { items } = await world.client.list(configMaps, { namespace: 'default' });
  const told = items.filter(({ metadata }) => metadata?.name !== 'civ8s-resource-events');
  return inOrder(new Map(told.map(({ metadata, data }) => [metadata?.name ?? '', data?.['wood'] ?? ''])));
};

describe('an agent that is killed', () => {
  it('A1: loses nothing, whether before the bus has a change, before it has confirmed, or after', async () => {
    await world.put('a', 0);
    await world.put('b', 0);
    const first = start();
    await sink.saw('the list', created('b'));
    await until('a checkpoint', async () => (await checkpoint()) !== undefined);
    // Nothing has left yet: the change is in the outbox alone.
    sink.status = 503;
    await changeMuch(10);
    await until('the refusals', () => sink.requests > 3);
    first.kill('SIGKILL');
    await first.ended;
    await changeMuch(20);
    // The bus has it, and the answer never comes.
    sink.status = 200;
    const second = start();
    const { promise: reached, resolve } = Promise.withResolvers<void>();
    sink.onRequest = () => {
      second.kill('SIGKILL');
      resolve();
    };
    await reached;
    await second.ended;
    sink.onRequest = () => {};
    await changeMuch(30);
    const third = start();
    await sink.saw('the latest', created('kept-30'));
    third.kill('SIGKILL');
    await third.ended;
    await changeMuch(40);
    const fourth = start();
    await sink.saw('the latest', created('kept-40'));
    const expected = (await truth()).join();
    await until('the world as it is', () => tellAll(sink.events).world.join() === expected);
    expect(tellAll(sink.events).breaks).toEqual([]);
    expect(sink.events.filter(({ type }) => type === 'gap')).toEqual([]);
    fourth.kill('SIGTERM');
    expect(await fourth.ended).toBe(0);
  });

  it.each(['request', 'answer'] as const)('A1: loses nothing where it is killed as its checkpoint is written: at the %s', async (at) => {
    await world.put('a', 0);
    await world.put('b', 0);
    const first = start();
    await sink.saw('the list', created('b'));
    await until('a checkpoint', async () => (await checkpoint()) !== undefined);
    const written = Promise.withResolvers<void>();
    const ofTheCheckpoint = { verb: 'patch', resource: 'configmaps', name: 'civ8s-resource-events' };
    const kill = async () => {
      first.kill('SIGKILL');
      await first.ended;
      written.resolve();
      return { do: 'pass' } as const;
    };
    world.faults.inject({ at, ...ofTheCheckpoint }, kill, { times: 1 });
    await changeMuch(10);
    await written.promise;
    await changeMuch(20);
    start();
    const expected = (await truth()).join();
    await until('the world as it is', () => tellAll(sink.events).world.join() === expected);
    expect(tellAll(sink.events).breaks).toEqual([]);
    expect(sink.events.filter(({ type }) => type === 'gap')).toEqual([]);
    expect(sink.events.filter(({ type }) => type === 'deleted')).not.toHaveLength(0);
  });

  it('A6: goes on from the checkpoint where what its state dir has is torn, and says so', async () => {
    const states = `--state-dir=${world.folder}/states`;
    await world.put('a', 1);
    await world.put('gone', 1);
    const first = start(states);
    await sink.saw('the list', created('gone'));
    await until('a checkpoint', async () => (await checkpoint()) !== undefined);
    await pauseForTheDisk(first);
    first.kill('SIGKILL');
    await first.ended;
    for (const file of ['resource-events.sqlite', 'resource-events.sqlite-wal'])
      writeFileSync(`${world.folder}/states/${file}`, 'torn '.repeat(2_000));
    await changeMuch(10);
    await world.remove('gone');
    const second = start(states);
    const said = await until('the damage to be said', () => second.logs.find(({ message }) => message.includes('cannot be used')));
    expect(said.message).toMatch(/resource-events\.sqlite cannot be used .*: it is as if nothing had been stored$/);
    const expected = (await truth()).join();
    await until('the world as it is', () => tellAll(sink.events).world.join() === expected);
    expect(tellAll(sink.events).breaks).toEqual([]);
  });

  it('loses nothing that its state dir has, where the server has forgotten all of it', async () => {
    const states = `--state-dir=${world.folder}/states`;
    await world.put('a', 1);
    await world.put('gone', 1);
    const first = start(states);
    await sink.saw('the list', created('gone'));
    sink.status = 503;
    await world.put('a', 2);
    await world.remove('gone');
    await world.put('fleeting', 1);
    await world.remove('fleeting');
    await until('all of it to wait', async () => /_pending 4\b/.test((await first.get('/metrics'))[1]));
    await pauseForTheDisk(first);
    first.kill('SIGKILL');
    await first.ended;
    await world.put('a', 3);
    world.faults.compact();
    sink.status = 200;
    start(states);
    await world.put('fence', 1);
    const expected = (await truth()).join();
    await until('the world as it is', () => tellAll(sink.events).world.join() === expected);
    expect(tellAll(sink.events).breaks).toEqual([]);
    expect(sink.events.filter(({ type }) => type === 'gap')).toEqual([]);
    expect(sink.events.map((event) => ('name' in event ? `${event.type} ${event.name}` : event.type))).toEqual(
      expect.arrayContaining(['created fleeting', 'deleted fleeting', 'deleted gone']),
    );
  });

  it('publishes what waits at a stop signal, a thousand changes of it, and exits with 0', async () => {
    const agent = start();
    await until('it to be ready', async () => (await agent.get('/readyz'))[0] === 200);
    sink.status = 503;
    for (let batch = 0; batch < 20; batch++) await Promise.all(Array.from({ length: 50 }, (_, i) => world.put(`many-${batch}-${i}`, 1)));
    await world.put('last', 1);
    await until('all of it to wait', async () => /_pending 1001\b/.test((await agent.get('/metrics'))[1]));
    sink.status = 200;
    agent.kill('SIGTERM');
    expect(await agent.ended).toBe(0);
    expect(new Set(sink.events.map(({ id }) => id)).size).toBe(1_001);
    const again = start();
    await until('it to be ready', async () => (await again.get('/readyz'))[0] === 200);
    await world.put('fence', 1);
    await sink.saw('the fence', created('fence'));
    expect(tellAll(sink.events).repeated).toBe(0);
  });
});

/** What it was told is written within some milliseconds: whatever it answers after them, it has written. */
const pauseForTheDisk = async (agent: ControllerProcess): Promise<void> => {
  for (let times = 0; times < 20; times++) await agent.get('/metrics');
};

const checkpoint = async (): Promise<string | undefined> => {
  const found = await world.client.get(configMaps, { namespace: 'default', name: 'civ8s-resource-events' });
  return found.data?.['resources'] === '' ? undefined : found.data?.['resources'];
};
