/** `civ8s/model`: what a realm is declared with, and what is known of one. */
export {
  economy,
  type Economy,
  type GoodFlow,
  type InputFlow,
  type Limit,
  type MakingFlow,
  type ShopFlow,
} from '../model/economy/economy.ts';
export { economyWarnings } from '../model/economy/economy-warnings.ts';
export { workersForFullSpeed } from '../model/economy/remedy.ts';
export type { WorkerCounts } from '../model/economy/market.ts';
export { replicasFor } from '../model/economy/replicas-for.ts';
export type { WorkersRange } from '../model/workers-range.ts';
export type { Asked } from '../model/economy/outsiders.ts';
export { planMermaid } from '../model/economy/plan-mermaid.ts';
export { planTable } from '../model/economy/plan-table.ts';
export { milliseconds, minutes, seconds, type Duration } from '../model/duration.ts';
export { parseDirections, renderDirections, type Direction, type DirectionInput } from '../model/directions.ts';
export {
  GOODS_PREFIX,
  KINGDOM_LABEL,
  REALM_LABEL,
  SHOP_LABEL,
  SHOP_TYPE_LABEL,
  TOWN_LABEL,
  WAITS_ANNOTATION,
  WORKER_PREFIX,
} from '../model/keys.ts';
export { kingdom, realmOf, town, type KingdomDeclaration, type TownDeclaration } from '../model/realm-of.ts';
export { realmProblems } from '../model/checks/realm-problems.ts';
export {
  placedShops,
  type Input,
  type Kingdom,
  type Making,
  type Mistake,
  type PlacedShop,
  type Quantities,
  type Realm,
  type Resources,
  type Shop,
  type ShopAddress,
  type ShopSettings,
  type Town,
} from '../model/realm.ts';
export { renderMistakes } from '../model/checks/render-mistakes.ts';
export { shopDirections } from '../model/shop-directions.ts';
export {
  buys,
  make,
  shop,
  type MakingDeclaration,
  type MakingRules,
  type Purchase,
  type ShopDeclaration,
  type ShopOptions,
  type ShopReference,
} from '../model/shop.ts';
export type { Parsed } from '../model/checks/shape.ts';
export { storeUrl } from '../model/store-url.ts';
export { realmFromValues } from '../model/values/values.ts';
