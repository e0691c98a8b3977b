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
  /** Made since the count began. */
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

export interface SimulationOptions {
  /** From 0 to 1: when pods start, and which of a shop's pods is asked. */
  readonly chance: () => number;
  /** Seconds that are not counted, and seconds that are. */
  readonly warmUp: number;
  readonly counted: number;
}

/**
 * A realm under the worker's own rules and virtual time, with a network that takes none: units made a second, by
 * `shop.kingdom/good`.
 */
export function simulate(realm: Realm, { chance, warmUp, counted }: SimulationOptions): ReadonlyMap<string, number> {
  const shops = new Map<string, RunningShop>();
  const clocks: Clock[] = [];
  for (const { kingdom, shop } of placedShops(realm)) {
    const running: RunningShop = { kingdom: kingdom.name, directions: shopDirections(kingdom.name, shop), pods: [], made: new Map() };
    shops.set(`${shop.name}.${kingdom.name}`, running);
    for (let replica = 0; replica < declaredWorkers({ shop }); replica += 1) {
      const pod: Pod = { shop: running, stock: new Map() };
      const started = chance() * 30; // the images are pulled, the nodes are busy
      running.pods.push(pod);
      for (const direction of running.directions)
        clocks.push({
          pod,
          direction,
          first: started + direction.interval,
          due: started + direction.interval,
          at: started + direction.interval,
        });
    }
  }

  const buy = (buyer: Pod, input: DirectionInput) => {
    const host = input.store.slice('http://'.length);
    const seller = shops.get(host.includes('.') ? host : `${host}.${buyer.shop.kingdom}`);
    const open = seller?.pods.filter(({ stock }) => isReady(seller.directions, (good) => stock.get(good) ?? 0)) ?? [];
    const pod = open[Math.floor(chance() * open.length)];
    const minimum = seller?.directions.find(({ product }) => product === input.product)?.minimum;
    if (pod === undefined || minimum === undefined) return;
    const sold = saleOf({ quantity: input.amount, least: 1 }, pod.stock.get(input.product) ?? 0, minimum);
    move(pod, input.product, -sold);
    move(buyer, input.product, sold);
  };
  const turn = ({ pod, direction }: Clock, counts: boolean) => {
    const stock = (good: string) => pod.stock.get(good) ?? 0;
    const wanted = planTurn(direction, stock);
    if (wanted.do === 'buy') for (const input of wanted.missing) buy(pod, input);
    const plan = planTurn(direction, stock);
    if (plan.do !== 'make') return;
    for (const { product, amount } of plan.consume) move(pod, product, -amount);
    move(pod, direction.product, plan.produce);
    if (counts) pod.shop.made.set(direction.product, (pod.shop.made.get(direction.product) ?? 0) + plan.produce);
  };
  for (let clock = next(clocks); clock !== undefined && clock.at < warmUp + counted; clock = next(clocks)) {
    turn(clock, clock.at >= warmUp);
    const {
      first,
      direction: { interval, productInputList = [] },
    } = clock;
    clock.due = nextTurn(first, interval, Math.max(clock.due, clock.at) + 1e-6);
    clock.at = Math.max(clock.at, takenAt(clock.due, { first, interval, buys: productInputList.length > 0 }, chance()));
  }
  return new Map(
    [...shops].flatMap(([name, { directions, made }]) =>
      directions.map(({ product }): [string, number] => [`${name}/${product}`, (made.get(product) ?? 0) / counted]),
    ),
  );
}

const move = ({ stock }: Pod, good: string, by: number): void => void stock.set(good, (stock.get(good) ?? 0) + by);

function next(clocks: readonly Clock[]): Clock | undefined {
  let [first] = clocks;
  for (const clock of clocks) if (first === undefined || clock.at < first.at) first = clock;
  return first;
}
