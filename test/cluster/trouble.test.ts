import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { imageOf } from '../../constructs/image.ts';
import { render } from '../../constructs/synth.ts';
import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { make, shop } from '../../model/shop.ts';
import { bought, booksOf } from './books.ts';
import { auditOf, deploy, isReady, ownWord, podsOf, type DeployedRealm, type Pod } from './deployed-realm.ts';
import { killWorker } from './kill-worker.ts';
import { kubectl, kubectlJson } from './run-program.ts';
import { until } from './until.ts';

const word = ownWord();
const [NORTH, SOUTH] = [`north-of-${word}`, `south-of-${word}`];
const OFTEN = { amount: 1, every: seconds(0.04), minimum: 0 };

/** Purchases of one, 75 a second if all goes well: 25 turns a second and buyer, of which the mason buys two goods; and plank crosses the border. */
const realm = () => {
  const woodworker = shop('woodworker', { replicas: 3 }, make('wood', { amount: 100, every: seconds(1), minimum: 1, maximum: 100_000 }));
  const carpenter = shop('carpenter', make('plank', { ...OFTEN, from: [woodworker.sells('wood', 1)] }));
  const stoneworker = shop('stoneworker', make('stone', { amount: 100, every: seconds(1), minimum: 1, maximum: 100_000 }));
  const mason = shop('mason', make('wall', { ...OFTEN, from: [stoneworker.sells('stone', 1), carpenter.sells('plank', 1)] }));
  return realmOf(word, kingdom(SOUTH, town('forest', woodworker), town('coast', carpenter)), kingdom(NORTH, town('mountain', stoneworker), town('valley', mason)));
};
const SIZES: Readonly<Record<string, number>> = { woodworker: 3, carpenter: 1, stoneworker: 1, mason: 1 };

const workers = async (): Promise<readonly Pod[]> => (await Promise.all([NORTH, SOUTH].map((each) => podsOf(each)))).flat();
const workersOf = async (shopName: string) => (await workers()).filter(({ metadata }) => metadata.labels['shop'] === shopName);

/** As many workers as there should be, all ready, and none that is still going away. */
const settled = (sizes = SIZES) =>
  until(`the workers ${JSON.stringify(sizes)}, ready, and no others`, 120, async () => {
    const pods = await workers();
    const all = await Promise.all([NORTH, SOUTH].map((each) => kubectl('get', 'pods', '-n', each, '-o', 'name')));
    const counts = Object.entries(sizes).every(([name, size]) => pods.filter(({ metadata }) => metadata.labels['shop'] === name).length === size);
    return counts && pods.every(isReady) && all.join('\n').split('\n').length === pods.length ? pods : undefined;
  });

/** So many more purchases, which came about while this waited. */
async function trades(count: number): Promise<void> {
  const before = await bought([NORTH, SOUTH]);
  await until(`${count} more trades`, 60, async () => ((await bought([NORTH, SOUTH])) >= before + count ? true : undefined));
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

describe('two kingdoms that trade', () => {
  let deployed: DeployedRealm;
  beforeAll(async () => {
    deployed = await deploy(render(realm()));
    await settled();
  });
  afterAll(() => deployed?.remove());

  it('say nothing when they are applied, but what was made', () => expect(deployed.said.stderr).toBe(''));

  it('trade busily, also across the border', async () => {
    await trades(200);
    const [mason] = await workersOf('mason');
    expect(mason && (await booksOf(mason)).goods['plank']?.bought).toBeGreaterThan(0);
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, departed: {}, pods: 6 });
  });

  it('lose nothing when every shop is restarted, pod after pod', async () => {
    const before = new Set((await workers()).map(({ metadata }) => metadata.name));
    await Promise.all([NORTH, SOUTH].map((each) => kubectl('rollout', 'restart', 'deployment', '-n', each)));
    const after = await until('none of the old pods', 180, async () => {
      const pods = await settled();
      return pods.some(({ metadata }) => before.has(metadata.name)) ? undefined : pods;
    });
    expect(after).toHaveLength(6);
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, unread: [] });
  });

  it('lose nothing when a shop grows to three workers and shrinks to one', async () => {
    await kubectl('scale', 'deployment/carpenter', '-n', SOUTH, '--replicas=3');
    await settled({ ...SIZES, carpenter: 3 });
    await kubectl('scale', 'deployment/carpenter', '-n', SOUTH, '--replicas=1');
    await settled();
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, unread: [] });
  });

  it.each(['carpenter', 'stoneworker'])('keep the books of the %s when its process is killed', async (name) => {
    const [pod] = await workersOf(name);
    if (pod === undefined) throw new Error(`no worker of ${name}`);
    const { id } = await booksOf(pod);
    await killWorker(pod, imageOf({}));
    const back = await until('the same pod, ready again', 60, async () => (await workersOf(name)).find((other) => other.status.containerStatuses?.[0]?.restartCount === 1 && isReady(other)));
    expect(back.metadata.uid).toBe(pod.metadata.uid);
    expect((await booksOf(back)).id).toBe(id);
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, unread: [] });
  });

  it('see only that shop roll whose directions change, and it once', async () => {
    interface Deployments {
      readonly items: readonly { readonly metadata: { readonly name: string; readonly generation: number } }[];
    }
    const generations = async () => {
      const lists = await Promise.all([NORTH, SOUTH].map((each) => kubectlJson<Deployments>('get', 'deployments', '-n', each)));
      return Object.fromEntries(lists.flatMap(({ items }) => items).map(({ metadata }) => [metadata.name, metadata.generation]));
    };
    const before = await generations();
    const [mason] = await workersOf('mason');
    const { data } = await kubectlJson<{ readonly data: Readonly<Record<string, string>> }>('get', 'configmap', 'mason-directions', '-n', NORTH);
    const changed = Object.fromEntries(Object.entries(data).map(([file, text]) => [file, text.replace('0.04', '0.03')]));
    expect(changed).not.toEqual(data);
    await kubectl('patch', 'configmap', 'mason-directions', '-n', NORTH, '--type=merge', '-p', JSON.stringify({ data: changed }));
    await until('another mason', 120, async () => (await settled()).find(({ metadata }) => metadata.labels['shop'] === 'mason' && metadata.name !== mason?.metadata.name));
    expect(await generations()).toEqual({ ...before, mason: (before['mason'] ?? 0) + 1 });
    expect(await auditOf(word)).toMatchObject({ breaches: [], inDoubt: {}, unread: [] });
  });

  it('have no more in doubt than was open with a pod that is deleted without grace', async () => {
    const [pod] = await workersOf('carpenter');
    await kubectl('delete', 'pod', pod?.metadata.name ?? '', '-n', SOUTH, '--grace-period=0', '--force');
    await settled();
    const { breaches, open, inDoubt } = await auditOf(word);
    expect(breaches).toEqual([]);
    // One mason buys its plank one by one.
    expect((open['plank'] ?? 0) + (inDoubt['plank'] ?? 0)).toBeLessThanOrEqual(2);
    expect(sum(inDoubt)).toBeLessThanOrEqual(1);
  });

  it('trade on after all of that', async () => {
    await trades(200);
    const sold = await Promise.all((await workersOf('woodworker')).map(async (pod) => (await booksOf(pod)).goods['wood']?.sold ?? 0));
    expect(sold.filter((count) => count > 0)).toHaveLength(3); // the Service shares out what the one carpenter buys
    expect(await auditOf(word)).toMatchObject({ breaches: [], unread: [], pods: 6 });
  });
});
