import type { Duration } from './duration.ts';
import type { WorkersRange } from './workers-range.ts';

/** A realm as plain data: what all checks, the economy and the constructs work on, and what every reader builds. */
export interface Realm {
  readonly name: string;
  readonly kingdoms: readonly Kingdom[];
  /** What went wrong while references became names, which the names alone no longer tell. */
  readonly misplaced?: readonly Mistake[];
}

export interface Kingdom {
  /** Also the name of its namespace. */
  readonly name: string;
  readonly towns: readonly Town[];
}

export interface Town {
  readonly name: string;
  readonly shops: readonly Shop[];
}

export interface Shop extends ShopSettings {
  readonly name: string;
  /** Chooses the construct that renders it; also a label. */
  readonly type: string;
  readonly makes: readonly Making[];
}

/** What may be set for one shop, or for all shops of a synth; the shop's own word goes first. */
export interface ShopSettings {
  /** How many workers, or between which numbers demand decides. @default 1 */
  readonly replicas?: number | WorkersRange;
  /** Image by tag or digest, with its registry. @default civ8s:<version of this package> */
  readonly image?: string;
  /** Where the default image is pulled from: `registry.example.com/team`. An `image` says its own. @default none */
  readonly registry?: string;
  /** @default 'IfNotPresent' */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly resources?: Resources;
  /** Labels beside ours, on the Deployment and its pods. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations beside ours, on the Deployment and its pods. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly priorityClass?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** Kubernetes quantities: `50m`, `96Mi`. What is left out keeps its default. */
export interface Resources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}
export interface Quantities {
  readonly cpu?: string;
  readonly memory?: string;
  readonly 'ephemeral-storage'?: string;
}

/** One good that a shop makes: so many, so often, out of what. */
export interface Making {
  readonly good: string;
  readonly amount: number;
  readonly every: Duration;
  /** What the shop keeps and never sells. */
  readonly minimum: number;
  /** Production stops before the stock would pass it. */
  readonly maximum?: number;
  readonly inputs: readonly Input[];
}

export interface Input {
  readonly good: string;
  readonly amount: number;
  readonly from: ShopAddress;
}

/** Where a shop is found. */
export interface ShopAddress {
  readonly kingdom: string;
  readonly shop: string;
}

/** An address as the key of a map. */
export const addressKey = ({ kingdom, shop }: ShopAddress): string => `${kingdom}/${shop}`;

/** A mistake in a realm: where, what, and what to do about it. */
export interface Mistake {
  /** `kingdom/town/shop`, as far as it goes. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** A shop and where it stands. */
export interface PlacedShop {
  readonly kingdom: Kingdom;
  readonly town: Town;
  readonly shop: Shop;
}

/** Where a placed shop is found, as the key of a map. */
export const placeKey = ({ kingdom, shop }: Pick<PlacedShop, 'kingdom' | 'shop'>): string =>
  addressKey({ kingdom: kingdom.name, shop: shop.name });

export const placedShops = (realm: Realm): readonly PlacedShop[] =>
  realm.kingdoms.flatMap((kingdom) => kingdom.towns.flatMap((town) => town.shops.map((shop) => ({ kingdom, town, shop }))));
