import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ResourceEvent } from '../../../events/formats/resource-event.ts';
import { createHandled } from '../../../events/consume/handled.ts';
import { namespaces } from '../../../kube/objects/built-in.ts';
import { borrowRealApiServer, describeAlsoReal, type BorrowedApiServer } from '../../real/api-server.ts';
import { until } from '../../until.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { startLoad, type WrittenWorld } from './load.ts';
import { startSink, type Sink } from './sink.ts';
import { named, tellAll } from './told.ts';
import { createWorld, type AgentWorld } from './world.ts';

const QUICK = ['--leader-elect=true', '--lease-duration=3s', '--renew-deadline=2s', '--retry-period=500ms'];
const EACH_FOR_ITSELF = ['--leader-elect=false'];

describeAlsoReal('two replicas on a real API server', () => {
  let server: BorrowedApiServer;
  let world: AgentWorld;
  let sink: Sink;
  let worlds = 0;
  const running: ControllerProcess[] = [];
  beforeAll(async () => {
    server = await borrowRealApiServer();
  });
  beforeEach(async () => {
    worlds += 1;
    world = await createWorld(readFileSync(server.kubeconfig, 'utf8'), `leaders-${worlds}`);
    await world.client.create(namespaces, { metadata: { name: world.namespace } });
    sink = await startSink();
  });
  afterEach(async () => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
    await sink.stop();
    await world.end();
  });
  function start(flags: readonly string[]): ControllerProcess {
    const choice = ['--include=configmaps', `--namespace=${world.namespace}`, `--lease-namespace=${world.namespace}`, '--kollect-addr='];
    const args = [`--event-writer-url=${sink.url}`, ...choice, ...flags];
    const agent = startController({ name: 'resource-events', kubeconfig: world.kubeconfig, args });
    running.push(agent);
    return agent;
  }
  const isReady = (agent: ControllerProcess) => until('it to be ready', async () => (await agent.get('/readyz'))[0] === 200);
  async function startTwo(): Promise<readonly [leader: ControllerProcess, standBy: ControllerProcess]> {
    const leader = start(QUICK);
    await leader.logged('leading');
    await isReady(leader);
    const standBy = start(QUICK);
    await isReady(standBy);
    return [leader, standBy];
  }
  const hasTold = (written: WrittenWorld) =>
    until('all of it', () => {
      const missing = written.missing(sink.events);
      if (missing.length > 0) throw new Error(`${missing.length} are missing: ${missing.slice(0, 9).join()}`);
      return true;
    });
  async function expectAll(written: WrittenWorld): Promise<void> {
    await world.put('fence', 1);
    await sink.saw('the fence', named('fence', 'created'));
    await hasTold(written);
    const told = tellAll(sink.events);
    expect(told.world.filter((words) => words.startsWith('load-'))).toEqual(written.world);
    expect(told.breaks).toEqual([]);
    expect(sink.events.filter(({ type }) => type === 'gap')).toEqual([]);
  }

  it('A4: lose nothing, and keep the order of each object, when the leader is killed under load', async () => {
    const [leader, standBy] = await startTwo();
    const load = startLoad(world);
    await load.wrote(150);
    leader.kill('SIGKILL');
    await standBy.logged('leading');
    await load.wrote(150);
    await expectAll(await load.stop());
  });

  it('A4: the same when the leader is frozen, loses its Lease, and wakes up to an outbox that others have published', async () => {
    const [leader, standBy] = await startTwo();
    const load = startLoad(world);
    await load.wrote(150);
    leader.kill('SIGSTOP');
    await standBy.logged('leading');
    await load.wrote(100);
    leader.kill('SIGCONT');
    await leader.logged('stopped leading');
    await load.wrote(100);
    await expectAll(await load.stop());
  });

  it('A5: two that both lead take no object back in time, for a reader that compares', async () => {
    const both = [start(EACH_FOR_ITSELF), start(EACH_FOR_ITSELF)];
    await Promise.all(both.map(isReady));
    const load = startLoad(world);
    await load.wrote(150);
    const written = await load.stop();
    await world.put('fence', 1);
    await until('the fence, of both', () => sink.events.filter(named('fence', 'created')).length === 2);
    await hasTold(written);
    const read = compared(sink.events);
    expect(read.length).toBeLessThan(sink.events.length);
    expect(tellAll(read).world.filter((words) => words.startsWith('load-'))).toEqual(written.world);
    const places = Map.groupBy(read, ({ key }) => key);
    for (const events of places.values()) expect(events).toEqual(events.toSorted(bySequence));
  });

  it('A2: tell all that happened while both were dead', async () => {
    const both = await startTwo();
    const load = startLoad(world);
    await load.wrote(150);
    for (const { kill } of both) kill('SIGKILL');
    await Promise.all(both.map(({ ended }) => ended));
    await load.wrote(150);
    await isReady(start(QUICK));
    await load.wrote(100);
    await expectAll(await load.stop());
  });
});

/** What our consumers pass on, one event after another. */
function compared(events: readonly ResourceEvent[]): readonly ResourceEvent[] {
  const handled = createHandled();
  return events.filter((event) => {
    if (handled.includes(event)) return false;
    handled.add(event);
    return true;
  });
}

const bySequence = (one: ResourceEvent, other: ResourceEvent): number => Number(sequenceOf(one)) - Number(sequenceOf(other));
const sequenceOf = (event: ResourceEvent): string => ('sequence' in event ? (event.sequence ?? '') : '');
