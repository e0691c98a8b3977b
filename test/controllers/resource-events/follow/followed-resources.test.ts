import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FollowedState } from '../../../../controllers/resource-events/follow/follower-health.ts';
import { createFollowedResources, type FollowedResources } from '../../../../controllers/resource-events/follow/followed-resources.ts';
import type { ResourceFollower } from '../../../../controllers/resource-events/follow/resource-follower.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { abortOf } from '../../../../ground/time/abort.ts';
import type { DiscoveredResources } from '../../../../kube/client/discover-all.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../../../kube/objects/resource.ts';
import { createVirtualClock, type VirtualClock } from '../../../ground/time/virtual-clock.ts';
import { until } from '../../../until.ts';
import { startScriptedServer, type ScriptedServer } from '../../../kube/scripted-server.ts';

/** What the server serves, by group and version: `{ 'example.com/v1': ['widgets'] }`; a group that is away serves nothing. */
type Served = Readonly<Record<string, readonly string[] | 'away'>>;

let server: ScriptedServer;
let clock: VirtualClock;
let served: Served;
let asked: number;
let stopping: AbortController;
let running: Promise<void>;
let followed: FollowedResources;
/** What happened to followers: `starts widgets.example.com v1`. */
let happened: string[];
let choices: number;
let logs: string[];
beforeEach(async () => {
  server = await startScriptedServer();
  clock = createVirtualClock();
  asked = 0;
  happened = [];
  choices = 0;
  logs = [];
  stopping = new AbortController();
  void answerAll();
});
afterEach(async () => {
  stopping.abort();
  await running;
  await server.stop();
});

async function answerAll(): Promise<void> {
  for (;;) {
    const call = await server.next();
    if (call.path === '/api') call.json({ kind: 'APIGroupDiscoveryList', items: [] });
    else if (call.path === '/apis') {
      asked += 1;
      call.json({ kind: 'APIGroupDiscoveryList', items: Object.entries(served).map(groupOf) });
    } else call.refuse(403, 'Forbidden'); // definitions may not be watched here
  }
}

function groupOf([apiVersion, plurals]: readonly [string, readonly string[] | 'away']): object {
  const [name, version] = apiVersion.split('/');
  const resources = (plurals === 'away' ? [] : plurals).map((plural) => ({
    resource: plural,
    responseKind: { kind: plural },
    scope: 'Namespaced',
    verbs: ['list', 'watch'],
  }));
  return { metadata: { name }, versions: [{ version, resources, freshness: plurals === 'away' ? 'Stale' : 'Current' }] };
}

function follower(each: Resource<KubeObject>, isNew: boolean): ResourceFollower {
  const title = `${resourceTitle(each)} ${each.version}`;
  return {
    async run(signal) {
      happened.push(`starts ${title}${isNew ? ', new' : ''}`);
      await abortOf(signal);
      happened.push(`ends ${title}`);
    },
    gone: () => void happened.push(`gone ${title}`),
    inVersion: (next) => follower(next, false),
    problems: () => [],
    states: (): readonly FollowedState[] => ['live'],
  };
}

function start(first: Served, chosen: Promise<unknown> = Promise.resolve()): void {
  served = first;
  const log = createLog({
    level: 'info',
    format: 'json',
    out: { write: (line) => logs.push((JSON.parse(line) as { message: string }).message) },
  });
  followed = createFollowedResources({
    client: server.connect().client,
    clock,
    random: () => 0,
    log,
    async choose({ served: all }: DiscoveredResources) {
      choices += 1;
      await chosen;
      return all.map((each) => each.resource);
    },
    follower,
  });
  running = followed.run(stopping.signal);
}
const discovered = (times: number): Promise<true> =>
  until(`discovery ${times}`, async () => {
    if (asked < times) await clock.advance(1_000);
    return asked >= times;
  });

describe('what is followed', () => {
  it('is what is served', async () => {
    start({ 'example.com/v1': ['widgets', 'gears'] });
    await until('two followers', () => happened.length === 2);
    expect(happened).toEqual(['starts widgets.example.com v1', 'starts gears.example.com v1']);
    expect([...followed.states()]).toEqual(['live', 'live']);
    expect(followed.problems()).toEqual([]);
  });

  it('is asked for again within half a minute: what has come is new, what is gone ends, and its objects with it', async () => {
    start({ 'example.com/v1': ['widgets'] });
    await until('a follower', () => happened.length === 1);
    served = { 'example.com/v1': ['gears'] };
    const since = clock.now();
    await discovered(2);
    expect(clock.now() - since).toBeLessThanOrEqual(31_000);
    await until('the change', () => happened.length === 4);
    expect(happened.slice(1)).toEqual(['ends widgets.example.com v1', 'gone widgets.example.com v1', 'starts gears.example.com v1, new']);
  });

  it('goes on in another version, its objects remembered', async () => {
    start({ 'example.com/v1': ['widgets'] });
    await until('a follower', () => happened.length === 1);
    served = { 'example.com/v2': ['widgets'] };
    await discovered(2);
    await until('the change', () => happened.length === 3);
    expect(happened.slice(1)).toEqual(['ends widgets.example.com v1', 'starts widgets.example.com v2']);
  });

  it('stays where its group cannot be told, and is not new where that heals', async () => {
    start({ 'example.com/v1': ['widgets'], 'other.com/v1': 'away' });
    await until('a follower', () => happened.length === 1);
    served = { 'example.com/v1': 'away', 'other.com/v1': ['gears'] };
    await discovered(2);
    await until('the change', () => happened.length === 2);
    expect(happened.slice(1)).toEqual(['starts gears.other.com v1']);
    expect(logs).toEqual([
      'cannot follow what is in this group; the others are',
      'cannot follow what is in this group; the others are',
      'this group can be followed again',
      'is served now, and followed',
    ]);
  });

  it('is a reason not to be ready until all that was found is followed', async () => {
    const unready = ['what there is to follow is not known yet: not asked yet'];
    const { promise: chosen, resolve: choose } = Promise.withResolvers<void>();
    start({ 'example.com/v1': ['widgets'] }, chosen);
    expect(followed.problems()).toEqual(unready);
    await until('the choice', () => choices === 1);
    expect(followed.problems()).toEqual(unready);
    choose();
    await until('a follower', () => happened.length === 1);
    expect(followed.problems()).toEqual([]);
  });
});
