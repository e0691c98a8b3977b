import { economy, type Economy, type GoodFlow, type InputFlow, type MakingFlow, type ShopFlow } from '../../model/economy/economy.ts';
import { causeOf } from '../../model/economy/economy-warnings.ts';
import { observedRealm, type ObservedShop } from '../../model/observed-realm.ts';
import { addressKey, placeKey, type Realm } from '../../model/realm.ts';
import type { BuyPicture, UnitsPerSecond, ShopState } from '../wire/shop.ts';
import { shown } from '../shown-text.ts';

/** What a realm would make in the long run, by what its shops are told to do: plain data, so that another thread can work it out. */
export interface RealmPlan {
  /** By key. */
  readonly shops: ReadonlyMap<string, ShopPlan>;
  readonly goods: readonly GoodFlow[];
}

export interface ShopPlan {
  readonly key: string;
  readonly state: ShopState;
  readonly makes: readonly MakingPlan[];
  readonly buys: readonly BuyPicture[];
  /** From when all shops are empty until this one opens; null: never. */
  readonly firstStockSeconds: number | null;
  /** Why there is no plan for it, and what to do; empty where there is one. */
  readonly unread: string;
}

export interface MakingPlan {
  readonly good: string;
  readonly full: UnitsPerSecond;
  readonly plan: UnitsPerSecond;
  /** What its buyers could use. */
  readonly wanted: number;
  /** Units of one turn of one worker. */
  readonly turn: number;
  readonly limit: LimitPlan;
}

/** What keeps a shop from making more of a good. */
export interface LimitPlan {
  readonly by: MakingFlow['limit']['by'];
  /** In a phrase; empty where nothing does. */
  readonly says: string;
  /** What it is short of, and the key of who sells that; empty where it is not about an input. */
  readonly good: string;
  readonly from: string;
  readonly short: number;
  readonly inLoop: boolean;
}

/** Of what a shop could, so much counts as all, and so little as starving. */
const ENOUGH = 0.95;
const HALF = 0.5;

export function planRealm(shops: readonly ObservedShop[]): { readonly plan: RealmPlan; readonly realm: Realm } {
  const { realm, unread, elsewhere } = observedRealm('observed', shops);
  const flows = economy(realm);
  const wanted = wantedOf(flows);
  const unreadAt = new Map(unread.map(({ where, what, remedy }) => [where, shown(`${what}: ${remedy}`)]));
  const outside = new Set(elsewhere.map(({ where }) => where));
  const plans = flows.shops.map((flow) => {
    const where = `${flow.kingdom.name}/${flow.town.name}/${flow.shop.name}`;
    return shopPlan(flow, wanted, unreadAt.get(where) ?? '', outside.has(where));
  });
  return { realm, plan: { shops: new Map(plans.map((plan) => [plan.key, plan])), goods: flows.goods } };
}

/** What the buyers of each good of each shop could use. */
function wantedOf({ shops }: Economy): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { good, from, demand } of shops.flatMap(({ makes }) => makes.flatMap(({ inputs }) => inputs))) {
    const key = goodKey(addressKey(from), good);
    wanted.set(key, (wanted.get(key) ?? 0) + demand);
  }
  return wanted;
}

const goodKey = (shop: string, good: string): string => `${shop}/${good}`;

function shopPlan(flow: ShopFlow, wanted: ReadonlyMap<string, number>, unread: string, outside: boolean): ShopPlan {
  const key = placeKey(flow);
  return {
    key,
    state: flow.makes.length === 0 ? 'unknown' : worstState(flow.makes),
    makes: flow.makes.map((making) => ({
      ...makingPlan(making, wanted.get(goodKey(key, making.good)) ?? 0),
      turn: Math.max(...flow.shop.makes.filter(({ good }) => good === making.good).map(({ amount }) => amount)),
    })),
    buys: [
      ...flow.makes.flatMap(({ inputs, limit }) => inputs.map((input) => boughtHere(input, limit))),
      ...(outside ? boughtElsewhere(flow) : []),
    ],
    firstStockSeconds: Number.isFinite(flow.firstStockSeconds) ? Math.ceil(flow.firstStockSeconds) : null,
    unread,
  };
}

const makingPlan = (making: MakingFlow, wanted: number): Omit<MakingPlan, 'turn'> => ({
  good: shown(making.good),
  full: figure(making.full),
  plan: figure(making.rate),
  wanted: figure(wanted),
  limit: limitPlan(making),
});

function limitPlan(making: MakingFlow): LimitPlan {
  const { limit } = making;
  const input = limit.by === 'input' || limit.by === 'never' ? limit.input : undefined;
  return {
    by: limit.by,
    says: limit.by === 'maximum' ? 'its store is full: it makes what it sells' : shown(causeOf(making) ?? ''),
    good: input === undefined ? '' : shown(input.good),
    from: input === undefined ? '' : addressKey(input.from),
    short: limit.by === 'input' ? figure(limit.short) : 0,
    inLoop: limit.by === 'never' && limit.inLoop,
  };
}

const boughtHere = ({ good, from, demand, used }: InputFlow, limit: MakingFlow['limit']): BuyPicture => ({
  good: shown(good),
  from: addressKey(from),
  known: true,
  limits: 'input' in limit && limit.input.good === good && addressKey(limit.input.from) === addressKey(from),
  could: figure(demand),
  plan: figure(used),
  now: null,
});

/** Inputs that the economy knows no seller of: it takes them as granted. */
function boughtElsewhere({ shop, makes }: ShopFlow): readonly BuyPicture[] {
  return shop.makes.flatMap(({ good: made, amount, inputs }) => {
    const flow = makes.find(({ good }) => good === made);
    const known = new Set(flow?.inputs.map(({ good, from }) => goodKey(addressKey(from), good)));
    const turns = (rate: number): number => figure(rate / amount);
    return inputs
      .filter(({ good, from }) => !known.has(goodKey(addressKey(from), good)))
      .map((input) => ({
        good: shown(input.good),
        from: shown(input.from.kingdom === '' ? input.from.shop : addressKey(input.from)),
        known: false,
        limits: false,
        could: flow === undefined ? null : turns(flow.full * input.amount),
        plan: flow === undefined ? null : turns(flow.rate * input.amount),
        now: null,
      }));
  });
}

function worstState(makes: readonly MakingFlow[]): ShopState {
  const hindered = makes.some(({ limit }) => limit.by === 'never' || limit.by === 'no-workers');
  if (hindered) return 'never';
  const parts = makes.filter(({ limit }) => limit.by === 'input').map(({ rate, full }) => rate / full);
  return stateBelow(Math.min(1, ...parts)) ?? (makes.some(({ limit }) => limit.by === 'maximum') ? 'resting' : 'full');
}

/** What is said of a shop that makes so small a part of what it could; undefined: it makes enough. */
export const stateBelow = (part: number): 'starving' | 'short' | undefined =>
  part < HALF ? 'starving' : part < ENOUGH ? 'short' : undefined;

/** Nobody reads more digits, and each costs a byte for every viewer. */
export const figure = (number: number): number => Number(number.toPrecision(4));
