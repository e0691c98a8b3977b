import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { configMaps, events, namespaces } from '../../../kube/objects/built-in.ts';
import { borrowRealApiServer, describeReal, type BorrowedApiServer } from '../../real/api-server.ts';
import { compactEtcd } from '../../real/etcd.ts';
import { goesOnAfterARestart } from './restart.ts';
import { createWorld, type AgentWorld } from './world.ts';
import { named, tellAll } from './told.ts';

describeReal('resource-events on a real API server', () => {
  let server: BorrowedApiServer;
  let world: AgentWorld;
  let worlds = 0;
  beforeAll(async () => {
    server = await borrowRealApiServer();
  });
  beforeEach(async () => {
    worlds += 1;
    world = await createWorld(readFileSync(server.kubeconfig, 'utf8'), `events-${worlds}`);
    await world.client.create(namespaces, { metadata: { name: world.namespace } });
  });
  afterEach(() => world.end());

  it('publishes every change, in order, with what was there before', async () => {
    await world.put('a', 1);
    const reading = world.read();
    await world.start().ready();
    await world.put('a', 2);
    await world.put('a', 3);
    await world.remove('a');
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.words()).toEqual(['listed a 1', 'updated a 1 -> 2', 'updated a 2 -> 3', 'deleted a 3', 'created fence 1']);
  });

  it('goes on after a restart with every single change: nothing twice, nothing missing', () => goesOnAfterARestart(world));

  /** What happens while nobody looks: changed twice, deleted, deleted and made again. */
  async function changeUnseen(): Promise<void> {
    await world.put('a', 2);
    await world.put('a', 3);
    await world.remove('gone');
    await world.remove('again');
    await world.put('again', 2);
  }
  async function publishThree() {
    const reading = world.read();
    for (const name of ['a', 'gone', 'again']) await world.put(name, 1);
    const agent = world.start();
    await agent.ready();
    await reading.saw('the list', () => reading.words().length === 3);
    expect(await agent.stop()).toBe(0);
    return reading;
  }

  it('A2b: tells the last states and the deletions where the API server was restarted meanwhile', async () => {
    const reading = await publishThree();
    await changeUnseen();
    await server.outage();
    await server.start();
    await world.put('after', 1);
    const agent = world.start();
    await agent.ready();
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.events.filter(({ type }) => type === 'gap')).toEqual([]);
    expect(tellAll(reading.events).world).toEqual(['a 3', 'after 1', 'again 2', 'fence 1']);
    expect(tellAll(reading.events).breaks).toEqual([]);
  });

  it('A3: tells of a gap where the server was restarted and its store compacted', async () => {
    const reading = await publishThree();
    await changeUnseen();
    const { metadata } = await world.client.get(configMaps, { namespace: world.namespace, name: 'again' });
    await server.outage();
    await compactEtcd(server.etcd, metadata?.resourceVersion ?? '');
    await server.start();
    await world.put('after', 1);
    const agent = world.start();
    await agent.ready();
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.events.filter(({ type }) => type === 'gap')).toHaveLength(1);
    expect(reading.words().slice(3).toSorted()).toEqual(['created fence 1', 'gap', 'listed a 3', 'listed after 1', 'listed again 2']);
  });

  it('A8: publishes 500 deletions for a namespace of 500 objects', async () => {
    const reading = world.read();
    const made = Array.from({ length: 500 }, (_, i) => `c-${i}`);
    for (let at = 0; at < made.length; at += 50) await Promise.all(made.slice(at, at + 50).map((name) => world.put(name, 1)));
    await world.start().ready();
    await world.client.raw({ method: 'DELETE', path: `/api/v1/namespaces/${world.namespace}/configmaps` });
    await reading.saw('the last deletion', () => reading.events.filter(({ type }) => type === 'deleted').length >= 500);
    expect(new Set(reading.events.flatMap((event) => (event.type === 'deleted' ? [event.name] : []))).size).toBe(500);
  });

  it('follows all that a real server has, and becomes ready', async () => {
    const reading = world.read();
    const agent = world.startForAll('--include=*');
    await agent.ready();
    const involvedObject = { kind: 'ConfigMap', namespace: world.namespace, name: 'a' };
    await world.client.create(events, { metadata: { name: 'twin', namespace: world.namespace }, involvedObject, reason: 'Seen' });
    await reading.saw('the Event', named('twin', 'created'));
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(agent.logs.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    expect(new Set(reading.events.map(({ id }) => id)).size).toBe(reading.events.length);
  });
});
