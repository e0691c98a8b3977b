import type { Duration } from './duration.ts';
import type { ShopSettings } from './realm.ts';

/**
 * A shop as a user declares it. Its type parameter is what it makes: to buy what a shop does not make is a compile
 * error. The value itself is the reference, and `realmOf` turns references into names.
 */
export interface ShopDeclaration<Good extends string = string> {
  readonly name: string;
  readonly options: ShopOptions;
  readonly makes: readonly MakingDeclaration<Good>[];
  /** What another shop's `from` takes: so many of a good, from here. */
  sells(good: Good, amount: number): Purchase;
}

export interface ShopOptions extends ShopSettings {
  /** @default the shop's name */
  readonly type?: string;
}

export interface MakingDeclaration<Good extends string = string> extends MakingRules {
  readonly good: Good;
}

export interface MakingRules {
  /** How many a turn makes. */
  readonly amount: number;
  readonly every: Duration;
  /** What the shop keeps and never sells. */
  readonly minimum: number;
  /** Production stops before the stock would pass it. @default never */
  readonly maximum?: number;
  /** What a turn uses up. @default nothing: it is dug from the ground */
  readonly from?: readonly Purchase[];
}

export interface Purchase {
  readonly good: string;
  readonly amount: number;
  readonly from: ShopReference;
}

export type ShopReference = { readonly declaration: ShopDeclaration } | { readonly name: string; readonly kingdom?: string };

export const make = <Good extends string>(good: Good, rules: MakingRules): MakingDeclaration<Good> => ({ good, ...rules });

/** A purchase by name, checked at synth: for loops, which constants cannot express. `kingdom` is the buyer's own unless said. */
export const buys = (good: string, amount: number, shopName: string, { kingdom }: { readonly kingdom?: string } = {}): Purchase => ({
  good,
  amount,
  from: kingdom === undefined ? { name: shopName } : { name: shopName, kingdom },
});

export function shop<Good extends string>(name: string, ...makes: readonly MakingDeclaration<Good>[]): ShopDeclaration<Good>;
export function shop<Good extends string>(
  name: string,
  options: ShopOptions,
  ...makes: readonly MakingDeclaration<Good>[]
): ShopDeclaration<Good>;
export function shop<Good extends string>(
  name: string,
  first?: ShopOptions | MakingDeclaration<Good>,
  ...rest: readonly MakingDeclaration<Good>[]
): ShopDeclaration<Good> {
  const [options, makes] = first === undefined || 'good' in first ? [{}, first === undefined ? rest : [first, ...rest]] : [first, rest];
  const declaration: ShopDeclaration<Good> = { name, options, makes, sells: (good, amount) => ({ good, amount, from: { declaration } }) };
  return declaration;
}
