import { addressKey, placedShops, type Realm } from '../../../../model/realm.ts';
import { parseDirections, renderDirections } from '../../../../model/directions.ts';
import { shopDirections } from '../../../../model/shop-directions.ts';
import { rangeText, type WorkersRange } from '../../../../model/workers-range.ts';
import type { ShopsLookOptions } from '../../../../controllers/demand/decide/judged.ts';
import { look, type ShopsLook } from '../../../../controllers/demand/decide/look.ts';
import { createRememberingMarket } from '../../../../controllers/demand/decide/remembering-market.ts';
import type { DemandMemory } from '../../../../controllers/demand/decide/memory.ts';
import type { ScalingPace } from '../../../../controllers/demand/decide/pace.ts';
import type { SeenPod, SeenShop } from '../../../../controllers/demand/seen/shop.ts';

const PACE: ScalingPace = {
  upLooks: 2,
  upPeriodMs: 15_000,
  upTimes: 2,
  upBy: 4,
  downWindowMs: 300_000,
  downBy: 1,
  calmMs: 3_600_000,
};
const LOOK_MS = 5_000;
export const US = { manager: 'civ8s-demand', by: 'apply' } as const;

export const pods = (count: number, askedText?: string): readonly SeenPod[] =>
  Array.from({ length: count }, (_, index) => ({ ready: true, leaving: false, askedText: index === 0 ? askedText : undefined }));

/** The shops of a realm as a cluster has them, each with its range. */
export const shopsOf = (realm: Realm, rangeOf: (shop: string) => WorkersRange | undefined): readonly SeenShop[] =>
  placedShops(realm).map(({ kingdom, town, shop }) => {
    const range = rangeOf(shop.name);
    const replicas = range?.from ?? (typeof shop.replicas === 'number' ? shop.replicas : 1);
    return {
      kingdom: kingdom.name,
      town: town.name,
      shop: shop.name,
      type: shop.type,
      realm: realm.name,
      uid: `uid of ${shop.name}`,
      version: '1',
      labelled: true,
      replicas,
      directions: renderDirections(shopDirections(kingdom.name, shop)),
      rangeText: range && rangeText(range),
      scalingText: undefined,
      owner: undefined,
      rolling: false,
      available: replicas,
      pods: pods(replicas),
    };
  });

/** How it looks where nobody says otherwise. */
export const lookOptions = (parse: typeof parseDirections): ShopsLookOptions => ({
  pace: PACE,
  onlyTells: false,
  parse,
  market: createRememberingMarket(parse),
  marketByRange: createRememberingMarket(parse),
});

/** A controller without a cluster: it looks every five seconds, and what it decides is done at once. */
export interface DemandWorld {
  now: number;
  shops: readonly SeenShop[];
  readonly last: ShopsLook | undefined;
  /** `ironworker from 1 to 3 workers: …`, as they came. */
  readonly told: string[];
  /** What somebody does to a shop. */
  change(name: string, unlike: Partial<SeenShop>): void;
  look(settings?: { readonly current?: boolean }): void;
  /** Looks until so many seconds have passed. */
  pass(seconds: number): void;
  replicas(name: string): number;
  /** As after a restart. */
  forget(): void;
}

export function worldOf(
  realm: Realm,
  rangeOf: (shop: string) => WorkersRange | undefined,
  options: Partial<ShopsLookOptions> = {},
): DemandWorld {
  const all = { ...lookOptions(parseDirections), ...options };
  let memory: DemandMemory = { at: -Infinity, shops: new Map() };
  let last: ShopsLook | undefined;
  const told: string[] = [];
  const world: DemandWorld = {
    now: 0,
    shops: shopsOf(realm, rangeOf),
    get last() {
      return last;
    },
    told,
    change(name, unlike) {
      world.shops = world.shops.map((shop) => (shop.shop === name ? { ...shop, ...unlike } : shop));
    },
    look({ current = true } = {}) {
      last = look({ shops: world.shops, current }, memory, world.now, all);
      memory = last.memory;
      const looks = new Map(last.shops.map((one) => [addressKey(one.shop), one]));
      world.shops = world.shops.map((shop) => {
        const { step, isUnsigned = false } = looks.get(addressKey(shop)) ?? {};
        if (step === undefined) return isUnsigned ? { ...shop, owner: US } : shop;
        told.push(`${shop.shop} ${step.reason}`);
        const asked = shop.pods[0]?.askedText;
        return { ...shop, replicas: step.to, owner: US, available: step.to, pods: pods(step.to, asked) };
      });
      world.now += LOOK_MS;
    },
    pass(seconds) {
      for (const end = world.now + seconds * 1_000; world.now < end;) world.look();
    },
    replicas: (name) => world.shops.find(({ shop }) => shop === name)?.replicas ?? -1,
    forget() {
      memory = { at: -Infinity, shops: new Map() };
    },
  };
  return world;
}
