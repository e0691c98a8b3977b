import type { Direction, DirectionInput } from '../../model/directions.ts';
import { declaredWorkers } from '../../model/economy/supply-graph.ts';
import { placedShops, type Realm } from '../../model/realm.ts';
import { shopDirections } from '../../model/shop-directions.ts';
import { isReady, nextTurn, planTurn, saleOf, takenAt } from '../../worker/production/rules.ts';

interface Pod {
  readonly shop: RunningShop;
  readonly stock: Map<string, number>;
}

interface RunningShop {
  readonly kingdom: string;
  readonly directions: readonly Direction[];
  readonly pods: Pod[];
  readonly made: Map<string, number>;
}

/** A direction that a pod follows, by its own clock. */
interface Clock {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly first: number;
  due: number;
  /** When the turn that is due is taken. */
  at: number;
}

/** Shops are called `shop.kingdom`. */
export interface RealmInMotion {
  readonly shops: readonly string[];
  /** Takes all turns up to that second. */
  until(second: number): void;
  /** Units made so far, by `shop.kingdom/good`. */
  made(): ReadonlyMap<string, number>;
  workers(shop: string): number;
  /** How many of its workers are ready. */
  ready(shop: string): number;
  /** Gives a shop so many workers: of those that it has, the one with the least stock goes first, and leaves it to another. */
  scale(shop: string, workers: number): void;
  /** An outsider buys, and gets what there is. */
  buy(shop: string, good: string, quantity: number): number;
}

/**
 * A realm under the worker's own rules and virtual time, with a network that takes none. `chance`, from 0 to 1, says when pods start
 * and which of a shop's pods is asked.
 */
export function realmInMotion(realm: Realm, chance: () => number): RealmInMotion {
  const shops = new Map<string, RunningShop>();
  const clocks = new Set<Clock>();
  let now = 0;

  const addPod = (shop: RunningShop): void => {
    const pod: Pod = { shop, stock: new Map() };
    const started = now + chance() * 30; // the images are pulled, the nodes are busy
    shop.pods.push(pod);
    for (const direction of shop.directions) {
      const first = started + direction.interval;
      clocks.add({ pod, direction, first, due: first, at: first });
    }
  };
  const removePod = (shop: RunningShop): void => {
    const stockOf = ({ stock }: Pod) => [...stock.values()].reduce((sum, units) => sum + units, 0);
    const leaves = shop.pods.toSorted((one, other) => stockOf(one) - stockOf(other))[0];
    if (leaves === undefined) return;
    shop.pods.splice(shop.pods.indexOf(leaves), 1);
    for (const clock of clocks) if (clock.pod === leaves) clocks.delete(clock);
    const [heir] = shop.pods;
    for (const [good, units] of heir === undefined ? [] : leaves.stock) move(heir ?? leaves, good, units);
  };
  for (const { kingdom, shop } of placedShops(realm)) {
    const running: RunningShop = { kingdom: kingdom.name, directions: shopDirections(kingdom.name, shop), pods: [], made: new Map() };
    shops.set(`${shop.name}.${kingdom.name}`, running);
    for (let replica = 0; replica < declaredWorkers({ shop }); replica += 1) addPod(running);
  }

  const isOpen = ({ shop: { directions }, stock }: Pod) => isReady(directions, (good) => stock.get(good) ?? 0);
  const sell = (seller: RunningShop | undefined, good: string, quantity: number): number => {
    const open = seller?.pods.filter(isOpen) ?? [];
    const pod = open[Math.floor(chance() * open.length)];
    const minimum = seller?.directions.find(({ product }) => product === good)?.minimum;
    if (pod === undefined || minimum === undefined) return 0;
    const sold = saleOf({ quantity, least: 1 }, pod.stock.get(good) ?? 0, minimum);
    move(pod, good, -sold);
    return sold;
  };
  const buy = (buyer: Pod, { product, store, amount }: DirectionInput): void => {
    const host = store.slice('http://'.length);
    move(buyer, product, sell(shops.get(host.includes('.') ? host : `${host}.${buyer.shop.kingdom}`), product, amount));
  };
  const turn = ({ pod, direction }: Clock) => {
    const stock = (good: string) => pod.stock.get(good) ?? 0;
    const wanted = planTurn(direction, stock);
    if (wanted.do === 'buy') for (const input of wanted.missing) buy(pod, input);
    const plan = planTurn(direction, stock);
    if (plan.do !== 'make') return;
    for (const { product, amount } of plan.consume) move(pod, product, -amount);
    move(pod, direction.product, plan.produce);
    pod.shop.made.set(direction.product, (pod.shop.made.get(direction.product) ?? 0) + plan.produce);
  };
  return {
    shops: [...shops.keys()],
    until(second) {
      for (let clock = next(clocks); clock !== undefined && clock.at < second; clock = next(clocks)) {
        turn(clock);
        const { first, direction } = clock;
        const { interval, productInputList = [] } = direction;
        clock.due = nextTurn(first, interval, Math.max(clock.due, clock.at) + 1e-6);
        clock.at = Math.max(clock.at, takenAt(clock.due, { first, interval, buys: productInputList.length > 0 }, chance()));
      }
      now = second;
    },
    made: () =>
      new Map(
        [...shops].flatMap(([name, { directions, made }]) =>
          directions.map(({ product }): [string, number] => [`${name}/${product}`, made.get(product) ?? 0]),
        ),
      ),
    workers: (shop) => shops.get(shop)?.pods.length ?? 0,
    ready: (shop) => shops.get(shop)?.pods.filter(isOpen).length ?? 0,
    scale(name, workers) {
      const shop = shops.get(name);
      if (shop === undefined) return;
      while (shop.pods.length < workers) addPod(shop);
      while (shop.pods.length > workers) removePod(shop);
    },
    buy: (shop, good, quantity) => sell(shops.get(shop), good, quantity),
  };
}

const move = ({ stock }: Pod, good: string, by: number): void => void stock.set(good, (stock.get(good) ?? 0) + by);

function next(clocks: ReadonlySet<Clock>): Clock | undefined {
  let first: Clock | undefined;
  for (const clock of clocks) if (first === undefined || clock.at < first.at) first = clock;
  return first;
}
