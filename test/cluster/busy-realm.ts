import { EnvValue } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Shop, type ShopProps } from '../../constructs/shop.ts';
import { render } from '../../constructs/synth.ts';
import { seconds } from '../../model/duration.ts';
import { REALM_LABEL } from '../../model/keys.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { make, shop } from '../../model/shop.ts';
import { auditOf, deploy, isReady, ownWord, type DeployedRealm, type FoundPod, type DeployedPod } from './deployed-realm.ts';
import { loadOf, type Load } from './load.ts';
import { reach, type ReachedPod } from './reach.ts';
import { kubectlJson } from './run-program.ts';
import { until } from './until.ts';

/** Two kingdoms, two towns each, that trade as fast as they are let, also across the border. */
export interface BusyRealm extends DeployedRealm {
  readonly north: string;
  readonly south: string;
  readonly reach: ReachedPod;
  readonly load: Load;
  workers(): Promise<readonly DeployedPod[]>;
  workersOf(shopName: string): Promise<readonly DeployedPod[]>;
  theWorkerOf(shopName: string): Promise<DeployedPod>;
  /** As many workers as there should be, all ready, and none that is still going away. */
  settled(unlike?: Readonly<Record<string, number>>): Promise<readonly DeployedPod[]>;
  audit(): Promise<FoundPod>;
}

const SIZES: Readonly<Record<string, number>> = { woodworker: 3, carpenter: 1, stoneworker: 1, mason: 1 };
const OFTEN = { amount: 1, every: seconds(0.04), minimum: 0 };
const PLENTY = { amount: 100, every: seconds(1), minimum: 1, maximum: 1_000_000 };

/** Its log tells of every purchase, by its key. */
class Carpenter extends Shop {
  constructor(scope: Construct, id: string, props: ShopProps) {
    super(scope, id, props);
    this.workers.main.env.addVariable('LOG_LEVEL', EnvValue.fromValue('debug'));
  }
}

/** Purchases of one, 75 a second if all goes well: 25 turns a second and buyer, of which the mason buys two goods. */
function busyRealm(name: string, north: string, south: string) {
  const woodworker = shop('woodworker', { replicas: 3 }, make('wood', PLENTY));
  const carpenter = shop('carpenter', make('plank', { ...OFTEN, from: [woodworker.sells('wood', 1)] }));
  const stoneworker = shop('stoneworker', make('stone', PLENTY));
  const mason = shop('mason', make('wall', { ...OFTEN, from: [stoneworker.sells('stone', 1), carpenter.sells('plank', 1)] }));
  return realmOf(
    name,
    kingdom(south, town('forest', woodworker), town('coast', carpenter)),
    kingdom(north, town('mountain', stoneworker), town('valley', mason)),
  );
}
/** No more than that can come about in a second. */
export const MOST_TRADES = 75;

export async function deployBusyRealm(): Promise<BusyRealm> {
  const word = ownWord();
  const [north, south] = [`north-of-${word}`, `south-of-${word}`];
  const pods = async () =>
    (await kubectlJson<{ readonly items: readonly DeployedPod[] }>('get', 'pods', '--all-namespaces', '-l', `${REALM_LABEL}=${word}`))
      .items;
  const workers = async () => (await pods()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const workersOf = async (shopName: string) => (await workers()).filter(({ metadata }) => metadata.labels['shop'] === shopName);
  const settled = (unlike: Readonly<Record<string, number>> = {}) => {
    const sizes = { ...SIZES, ...unlike };
    return until(`the workers ${JSON.stringify(sizes)}, ready, and no others`, 240, async () => {
      const all = await pods();
      const counts = Object.entries(sizes).every(
        ([name, size]) => all.filter(({ metadata }) => metadata.labels['shop'] === name).length === size,
      );
      return counts && all.every((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined) ? all : undefined;
    });
  };
  const theWorkerOf = async (shopName: string) => {
    const [only, ...others] = await workersOf(shopName);
    if (only === undefined || others.length > 0)
      throw new Error(`${shopName} has not one worker, but ${others.length + (only === undefined ? 0 : 1)}`);
    return only;
  };
  const deployed = await deploy(render(busyRealm(word, north, south), { types: { carpenter: Carpenter } }));
  const reached = await reach();
  const remove = async () => {
    await reached.close();
    return deployed.remove();
  };
  try {
    await settled();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    ...deployed,
    remove,
    north,
    south,
    reach: reached,
    load: loadOf(reached, [north, south]),
    workers,
    workersOf,
    theWorkerOf,
    settled,
    audit: () => auditOf(word),
  };
}
