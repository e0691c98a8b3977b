import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { GOODS_PREFIX } from '../../model/keys.ts';
import { describeWithApiServer } from './api-server-hooks.ts';
import { askForStamps } from './asking-pods.ts';
import { deployBusyRealm, MOST_TRADES, type BusyRealm } from './busy-realm.ts';
import { CONTROLLERS, controllerPods, deleteLeader, otherLeader } from './controllers.ts';
import { isReady } from './deployed-realm.ts';
import { changeDirections, generationsOf } from './directions.ts';
import { kubectl } from './run-program.ts';
import { until } from './until.ts';

const ALL_AGREE = { breaches: [], inDoubt: {}, unread: [], pods: 6 };
const OUTAGE_SECONDS = 60;

let realm: BusyRealm;
beforeAll(async () => {
  realm = await deployBusyRealm();
  await until('ready controllers', 120, async () => ((await controllerPods()).every(isReady) ? true : undefined));
});
afterAll(() => realm?.remove());

describe('the leaders of the controllers, deleted in the middle of their work', () => {
  it('are followed by others, and nothing is lost or done twice', async () => {
    const before = await generationsOf([realm.north, realm.south]);
    const mason = await realm.theWorkerOf('mason');
    const early = await askForStamps(realm.north, ['early-1', 'early-2', 'early-3']);
    const first = await early.stamped();
    const [late, second] = await realm.load.during('the leaders of the controllers are deleted', async () => {
      await changeDirections(realm.north, 'mason');
      const leaders = await Promise.all(CONTROLLERS.map((each) => deleteLeader(each)));
      const asking = await askForStamps(realm.north, ['late-1', 'late-2', 'late-3']);
      await Promise.all(CONTROLLERS.map((each, index) => otherLeader(each, leaders[index] ?? '')));
      const stamps = await asking.stamped();
      await until('another mason', 180, async () =>
        (await realm.workersOf('mason')).some(({ metadata }) => metadata.uid === mason.metadata.uid) ? undefined : true,
      );
      return [asking, stamps] as const;
    });
    expect(await early.stamps()).toEqual(first);
    expect(await late.stamps()).toEqual(second);
    await Promise.all([early.remove(), late.remove()]);
    await realm.settled();
    expect(await generationsOf([realm.north, realm.south])).toEqual({ ...before, mason: (before['mason'] ?? 0) + 1 });
    expect(await realm.audit()).toMatchObject(ALL_AGREE);
  });
});

describe('the DNS of the cluster, restarted', () => {
  it('costs no good', async () => {
    const dns = ['deployment', '-n', 'kube-system', '-l', 'k8s-app=kube-dns'];
    await realm.load.during('DNS is restarted', async () => {
      await kubectl('rollout', 'restart', ...dns);
      await kubectl('rollout', 'status', ...dns, '--timeout=120s');
    });
    expect(await realm.audit()).toMatchObject(ALL_AGREE);
  });
});

describeWithApiServer(`an API server that is gone for ${OUTAGE_SECONDS} seconds`, (apiServer) => {
  /** What only ever grows, so that a later sign is a larger one. */
  const GROWING = new Set(['woodworker', 'stoneworker', 'mason']);
  let controllersBefore: readonly string[];
  const controllers = async () =>
    (await controllerPods()).map(({ metadata, status }) => `${metadata.uid} ${status.containerStatuses?.[0]?.restartCount}`).sort();
  const stocks = async () => {
    const pods = (await realm.workers()).filter(({ metadata }) => GROWING.has(metadata.labels['shop'] ?? ''));
    return Promise.all(
      pods.map(async ({ metadata }) => {
        const { goods } = await realm.reach.booksOf(metadata);
        const [good = '', { stock } = { stock: 0 }] = [...goods].find(([, { produced }]) => produced > 0) ?? [];
        return { pod: metadata.name, stock, signed: Number(metadata.annotations?.[`${GOODS_PREFIX}${good}`] ?? NaN) };
      }),
    );
  };

  it('does not stop trade', async () => {
    controllersBefore = await controllers();
    await realm.load.flows();
    const [before, began] = [await realm.load.seen(), performance.now()];
    await apiServer.stop();
    await pause(OUTAGE_SECONDS * 1_000);
    await apiServer.start();
    const [trades, seconds] = [(await realm.load.seen()) - before, (performance.now() - began) / 1_000];
    const least = trades - MOST_TRADES * (seconds - OUTAGE_SECONDS);
    process.stderr.write(`the API server is gone: at least ${(least / OUTAGE_SECONDS).toFixed(0)} trades a second\n`);
    expect(least).toBeGreaterThan(0);
  });

  it('has every sign brought up to date, once it is back', async () => {
    const back = await stocks();
    expect(back).toHaveLength(5);
    await until('newer signs', 120, async () => {
      const now = await stocks();
      return back.every(({ pod, stock }) => now.some((other) => other.pod === pod && other.signed >= stock)) ? true : undefined;
    });
  });

  it('has the controllers do their work again, and none was restarted', async () => {
    const before = await generationsOf([realm.north, realm.south]);
    const after = await askForStamps(realm.south, ['after-1']);
    await after.stamped();
    await after.remove();
    await changeDirections(realm.south, 'carpenter');
    await until('a rollout', 120, async () =>
      (await generationsOf([realm.south]))['carpenter'] === before['carpenter'] ? undefined : true,
    );
    await until('ready controllers', 120, async () => ((await controllerPods()).every(isReady) ? true : undefined));
    expect(await controllers()).toEqual(controllersBefore);
    await realm.settled();
    expect(await generationsOf([realm.north, realm.south])).toEqual({ ...before, carpenter: (before['carpenter'] ?? 0) + 1 });
  });

  it('costs no good', async () => {
    await realm.load.flows();
    expect(await realm.audit()).toMatchObject(ALL_AGREE);
  });
});
