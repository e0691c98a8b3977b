import { economy, type Economy } from '../../model/economy/economy.ts';
import { rate } from '../../model/economy/rate.ts';
import { remedies as recipes, workersForFullSpeed } from '../../model/economy/remedy.ts';
import type { WorkerCounts } from '../../model/economy/market.ts';
import { declaredWorkers } from '../../model/economy/supply-graph.ts';
import { addressKey, placedShops, placeKey, type PlacedShop, type Realm, type ShopAddress } from '../../model/realm.ts';

/** A shop that makes all it can, and what of it there is too little of. */
export interface Shortage {
  readonly seller: ShopAddress;
  readonly good: string;
  /** A shop that it holds up, by which a remedy is measured: the last of its chain. */
  readonly target: ShopAddress;
}

/**
 * What would help against a shortage, as far as the economy of the changed realm says so: one worker more, with what comes of
 * it, and the workers with which nobody is short. Nothing is multiplied out: a cause that is mended makes way for the next.
 */
function remediesFor(realm: Realm, { seller, target }: Shortage, now: Economy, wanted: WorkerCounts): readonly string[] {
  const before = rateOf(now, target);
  const has = workersAt(realm, seller);
  const first = changed(realm, new Map([[addressKey(seller), has + 1]]));
  const after = rateOf(first, target);
  const step = gains(before, after) ? [`${has + 1} workers of ${seller.shop}: ${rateText(after)}${nextText(first, target)}`] : [];
  const recipe = recipes(now.shops, () => wanted)(seller);
  if (recipe === undefined) return step;
  const whole = rateOf(changed(realm, wanted), target);
  return gains(Math.max(before.rate, after.rate), whole) ? [...step, `${recipe}: ${fullText(whole)}`] : step;
}

interface TargetRate {
  readonly good: string;
  readonly rate: number;
  readonly full: number;
}

/** Less than a hundredth nobody would notice. */
const gains = (before: TargetRate | number, after: TargetRate): boolean =>
  after.rate > (typeof before === 'number' ? before : before.rate) * 1.01;

const rateText = ({ good, rate: made }: TargetRate): string => `${rate(made)} ${good}/s`;

const fullText = (target: TargetRate): string =>
  target.rate > target.full * (1 - 1e-6) ? `full speed, ${rateText(target)}` : rateText(target);

function rateOf({ shops }: Economy, target: ShopAddress): TargetRate {
  const makes = shops.find((flow) => placeKey(flow) === addressKey(target))?.makes ?? [];
  const worst = makes.reduce(
    (least, making) => (making.rate / making.full < least.rate / least.full ? making : least),
    makes[0] ?? NOTHING,
  );
  return { good: worst.good, rate: worst.rate, full: worst.full };
}

const NOTHING = { good: '', rate: 0, full: 1 };

/** What the target is short of then. */
function nextText({ shops }: Economy, target: ShopAddress): string {
  const limits = shops.find((flow) => placeKey(flow) === addressKey(target))?.makes.map(({ limit }) => limit) ?? [];
  const next = limits.find((limit) => limit.by === 'input');
  return next?.by === 'input' ? `, then ${next.input.good} from ${next.input.from.shop} is short by ${rate(next.short)}/s` : '';
}

const workersAt = (realm: Realm, address: ShopAddress): number => {
  const place = placedShops(realm).find((found) => placeKey(found) === addressKey(address));
  return place === undefined ? 0 : declaredWorkers(place);
};

/** The economy of the realm with other numbers of workers. */
function changed(realm: Realm, workers: WorkerCounts): Economy {
  const withWorkers = ({ kingdom, shop }: Pick<PlacedShop, 'kingdom' | 'shop'>) => {
    const replicas = workers.get(placeKey({ kingdom, shop }));
    return replicas === undefined ? shop : { ...shop, replicas };
  };
  return economy({
    ...realm,
    kingdoms: realm.kingdoms.map((kingdom) => ({
      ...kingdom,
      towns: kingdom.towns.map((town) => ({ ...town, shops: town.shops.map((shop) => withWorkers({ kingdom, shop })) })),
    })),
  });
}

/** The worst of them, for which there is time: each costs two economies. */
export function allRemedies(realm: Realm, shortages: readonly Shortage[], isLate: () => boolean): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (shortages.length === 0) return found;
  const now = economy(realm);
  const wanted = workersForFullSpeed(realm);
  for (const shortage of shortages) {
    if (isLate()) break;
    found.set(`${addressKey(shortage.seller)}/${shortage.good}`, remediesFor(realm, shortage, now, wanted));
  }
  return found;
}
