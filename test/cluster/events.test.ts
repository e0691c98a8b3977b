import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { imageOf } from '../../constructs/image.ts';
import { render } from '../../constructs/synth.ts';
import { configMaps, namespaces } from '../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { seconds } from '../../model/duration.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { make, shop } from '../../model/shop.ts';
import { startLoad, type WorldLoad } from '../controllers/resource-events/load.ts';
import { named, tellAll } from '../controllers/resource-events/told.ts';
import { leaderOf, otherLeader } from './controllers.ts';
import { deploy, ownWord, type DeployedRealm } from './deployed-realm.ts';
import { startEventReceiver, type EventReceiver } from './event-receiver.ts';
import { kubectl } from './run-program.ts';
import { signalProcess } from './signal-process.ts';
import { until } from './until.ts';

const word = ownWord();
const NAMESPACE = `events-of-${word}`;
const DOOMED = `doomed-${word}`;
/** A request to the receiver is given up after half a minute: that long, and some more. */
const FROZEN_MS = 35_000;

let connection: Connection;
let receiver: EventReceiver;
let deployed: DeployedRealm;
let load: WorldLoad;
const put = (name: string) =>
  connection.client.patch(configMaps, { namespace: NAMESPACE, name }, { apply: { metadata: { name, namespace: NAMESPACE } } });

beforeAll(async () => {
  connection = await connect({ env: process.env });
  await connection.client.create(namespaces, { metadata: { name: NAMESPACE } });
  receiver = await startEventReceiver(connection.client, NAMESPACE);
  const woodworker = shop('woodworker', make('wood', { amount: 1, every: seconds(5), minimum: 1 }));
  const realm = realmOf(word, kingdom(`kingdom-of-${word}`, town('town', woodworker)));
  const events = { bus: receiver.url, include: ['configmaps', 'deployments.apps'], at: { ports: [8080] }, args: ['--ce-mode=structured'] };
  deployed = await deploy(render(realm, { events }));
});
afterAll(async () => {
  await load?.stop();
  await deployed?.remove();
  for (const name of [NAMESPACE, DOOMED]) await kubectl('delete', 'namespace', name, '--ignore-not-found', '--wait=false');
  await connection.close();
});

describe('changes that are published from a cluster', () => {
  it('begin with what is there, as soon as the manifests are applied', async () => {
    expect(deployed.said.stderr).toBe('');
    await kubectl('rollout', 'status', 'deployment/resource-events', '-n', SYSTEM_NAMESPACE, '--timeout=120s');
    await receiver.saw('the shop', (event) => event.kind === 'Deployment' && 'name' in event && event.name === 'woodworker');
    const { client } = connection;
    load = startLoad({ client, namespace: NAMESPACE, remove: (name) => client.delete(configMaps, { namespace: NAMESPACE, name }) });
    await load.wrote(100);
  });

  it('wait while the bus is killed', async () => {
    await receiver.kill();
    await load.wrote(100);
  });

  it('wait while the bus is frozen', async () => {
    await receiver.freeze();
    await pause(FROZEN_MS);
    await receiver.thaw();
    await load.wrote(100);
  });

  it('go on when the leader is killed, and comes back', async () => {
    const leader = await leaderOf('resource-events');
    await signalProcess({ pod: { name: leader }, argument: 'resource-events' }, 'SIGKILL', imageOf({}));
    const restarts = ['get', 'pod', leader, '-n', SYSTEM_NAMESPACE, '-o', 'jsonpath={.status.containerStatuses[0].restartCount}'];
    await until('its next start', 120, async () => ((await kubectl(...restarts)) === '1' ? true : undefined));
    await load.wrote(100);
  });

  it('go on with the other replica when the pod of the leader is deleted without grace', async () => {
    const leader = await leaderOf('resource-events');
    await kubectl('delete', 'pod', leader, '-n', SYSTEM_NAMESPACE, '--grace-period=0', '--force');
    await otherLeader('resource-events', leader);
    await load.wrote(100);
  });

  it('have all arrived after all of that, in order', async () => {
    const written = await load.stop();
    await put('fence');
    await receiver.saw('the fence', named('fence', 'created'));
    const events = await until('all of it', 120, async () => {
      const all = await receiver.events();
      return written.missing(all).length === 0 ? all : undefined;
    });
    const { world, breaks, repeated } = tellAll(events);
    expect(world.filter((words) => words.startsWith('load-'))).toEqual(written.world);
    expect(breaks).toEqual([]);
    expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
    process.stderr.write(`events: ${events.length} came, ${repeated} of them twice\n`);
  });

  it('are 500 deletions where a namespace of 500 objects is deleted', async () => {
    await connection.client.create(namespaces, { metadata: { name: DOOMED } });
    const names = Array.from({ length: 500 }, (_, index) => `c-${index}`);
    for (let at = 0; at < names.length; at += 50)
      await Promise.all(
        names.slice(at, at + 50).map((name) => connection.client.create(configMaps, { metadata: { name, namespace: DOOMED } })),
      );
    await kubectl('delete', 'namespace', DOOMED, '--timeout=120s');
    await put('last-fence');
    await receiver.saw('the fence', named('last-fence', 'created'));
    const deleted = await until('all deletions', 60, async () => {
      const all = (await receiver.events()).flatMap((event) =>
        event.type === 'deleted' && event.namespace === DOOMED && event.name?.startsWith('c-') === true ? [event.name] : [],
      );
      return new Set(all).size === 500 ? all : undefined;
    });
    expect(deleted).toHaveLength(500);
  });
});
