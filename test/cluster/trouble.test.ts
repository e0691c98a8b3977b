import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { imageOf } from '../../constructs/image.ts';
import { deployBusyRealm, type BusyRealm } from './busy-realm.ts';
import { changeDirections, generationsOf } from './directions.ts';
import { kubectl } from './run-program.ts';
import { signalProcess } from './signal-process.ts';
import { until } from './until.ts';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);
const ALL_AGREE = { breaches: [], inDoubt: {}, unread: [] };

describe('two kingdoms that trade', () => {
  let realm: BusyRealm;
  beforeAll(async () => {
    realm = await deployBusyRealm();
  });
  afterAll(() => realm?.remove());

  it('say nothing when they are applied, but what was made', () => expect(realm.said.stderr).toBe(''));

  it('trade busily, also across the border', async () => {
    await realm.load.flows();
    expect((await realm.reach.booksOf((await realm.theWorkerOf('mason')).metadata)).goods.get('plank')?.bought).toBeGreaterThan(0);
    expect(await realm.audit()).toMatchObject({ ...ALL_AGREE, departed: {}, pods: 6 });
  });

  it('have each purchase in the books of one seller, of the three that there are', async () => {
    const { name } = (await realm.theWorkerOf('carpenter')).metadata;
    const log = await kubectl('logs', name, '-n', realm.south);
    const keys = [...log.matchAll(/"key":"([^"]+)","message":"bought"/g)].map(([, key = '']) => key).slice(-60);
    expect(keys).toHaveLength(60);
    const sellers = (await realm.workersOf('woodworker')).map(({ metadata }) => metadata);
    const soldBy = await Promise.all(
      sellers.map(async (seller) => {
        const sold: string[] = [];
        for (const key of keys) if ((await realm.reach.ask(seller, `/sales/${key}`)) !== undefined) sold.push(key);
        return sold;
      }),
    );
    expect(soldBy.flat().sort()).toEqual([...keys].sort());
    expect(soldBy.filter((sold) => sold.length === 0)).toEqual([]); // the Service shares them out
  });

  it('lose nothing when every shop is restarted, pod after pod', async () => {
    const before = new Set((await realm.workers()).map(({ metadata }) => metadata.name));
    await realm.load.during('every shop is restarted', async () => {
      await Promise.all([realm.north, realm.south].map((each) => kubectl('rollout', 'restart', 'deployment', '-n', each)));
      await until('none of the old pods', 180, async () =>
        (await realm.settled()).some(({ metadata }) => before.has(metadata.name)) ? undefined : true,
      );
    });
    expect(await realm.audit()).toMatchObject({ ...ALL_AGREE, pods: 6 });
  });

  it('lose nothing when a shop grows to three workers and shrinks to one', async () => {
    await realm.load.during('a shop grows and shrinks', async () => {
      await kubectl('scale', 'deployment/carpenter', '-n', realm.south, '--replicas=3');
      await realm.settled({ carpenter: 3 });
      await kubectl('scale', 'deployment/carpenter', '-n', realm.south, '--replicas=1');
      await realm.settled();
    });
    expect(await realm.audit()).toMatchObject({ ...ALL_AGREE, pods: 6 });
  });

  it.each(['carpenter', 'stoneworker'])('keep the books of the %s when its process is killed', async (name) => {
    const pod = await realm.theWorkerOf(name);
    const { id } = await realm.reach.booksOf(pod.metadata);
    const back = await realm.load.during(`the ${name} is killed`, async () => {
      await signalProcess({ pod: pod.metadata, argument: 'serve' }, 'SIGKILL', imageOf({}));
      await until('a second start', 60, async () =>
        (await realm.theWorkerOf(name)).status.containerStatuses?.[0]?.restartCount === 1 ? true : undefined,
      );
      await realm.settled();
      return realm.theWorkerOf(name);
    });
    expect(back.metadata.uid).toBe(pod.metadata.uid);
    expect((await realm.reach.booksOf(back.metadata)).id).toBe(id);
    expect(await realm.audit()).toMatchObject({ ...ALL_AGREE, pods: 6 });
  });

  it('see only that shop roll whose directions change, and it once', async () => {
    const before = await generationsOf([realm.north, realm.south]);
    const { uid } = (await realm.theWorkerOf('mason')).metadata;
    await realm.load.during('new directions roll a shop', async () => {
      await changeDirections(realm.north, 'mason');
      await until('another mason', 180, async () =>
        (await realm.settled()).some(({ metadata }) => metadata.uid === uid) ? undefined : true,
      );
    });
    expect(await generationsOf([realm.north, realm.south])).toEqual({ ...before, mason: (before['mason'] ?? 0) + 1 });
    expect(await realm.audit()).toMatchObject({ ...ALL_AGREE, pods: 6 });
  });

  it('have no more in doubt than was open with a pod that is deleted without grace', async () => {
    const { name } = (await realm.theWorkerOf('carpenter')).metadata;
    await realm.load.during('a pod is deleted without grace', async () => {
      await kubectl('delete', 'pod', name, '-n', realm.south, '--grace-period=0', '--force');
      await realm.settled();
    });
    const { breaches, open, inDoubt } = await realm.audit();
    expect(breaches).toEqual([]);
    // One mason buys its plank one by one.
    expect((open['plank'] ?? 0) + (inDoubt['plank'] ?? 0)).toBeLessThanOrEqual(2);
    expect(sum(inDoubt)).toBeLessThanOrEqual(1);
  });

  it('trade on after all of that', async () => {
    await realm.load.flows();
    expect(await realm.audit()).toMatchObject({ breaches: [], unread: [], pods: 6 });
  });
});
