import * as fc from 'fast-check';
import { milliseconds } from '../../model/duration.ts';
import type { Making, Realm, Shop } from '../../model/realm.ts';

export interface RandomRealm {
  /** At most, and at least. */
  readonly shops?: number;
  readonly fewest?: number;
  /** Let shops buy from any other, so that there are loops. */
  readonly loops?: boolean;
  readonly maximums?: boolean;
  /** Where the shops stand; they trade across. */
  readonly kingdoms?: readonly string[];
}

/** Realms without mistakes, as chance has them: some goods in plenty, some scarce. */
export const randomRealm = ({
  shops: most = 12,
  fewest = 1,
  loops = false,
  maximums = false,
  kingdoms = ['a', 'b'],
}: RandomRealm = {}): fc.Arbitrary<Realm> =>
  fc
    .array(
      fc.record({
        kingdom: fc.nat(kingdoms.length - 1),
        replicas: fc.constantFrom(1, 1, 1, 2, 3, ...(loops ? [0] : [])),
        amount: fc.integer({ min: 1, max: 12 }),
        every: fc.integer({ min: 1, max: 20 }),
        minimum: fc.nat(3),
        room: fc.option(fc.nat(50), { nil: undefined }),
        inputs: fc.uniqueArray(fc.record({ from: fc.nat(1_000), amount: fc.integer({ min: 1, max: 12 }) }), {
          maxLength: 3,
          selector: ({ from }) => from,
        }),
        second: fc.boolean(),
      }),
      { minLength: fewest, maxLength: most, size: 'max' },
    )
    .map((drafts): Realm => {
      const kingdomOf = (index: number) => kingdoms[drafts[index]?.kingdom ?? 0] ?? '';
      const shops = drafts.map(({ replicas, amount, every, minimum, room, inputs, second }, index): Shop => {
        const sellers = new Map(inputs.map((input) => [input.from % (loops ? drafts.length : Math.max(1, index)), input.amount]));
        sellers.delete(index);
        const making: Making = {
          good: `good-${index}`,
          amount,
          every: milliseconds(every * 1_000),
          minimum,
          ...(maximums && room !== undefined ? { maximum: minimum + amount + room } : {}),
          inputs: [...sellers].map(([seller, needed]) => ({
            good: `good-${seller}`,
            amount: needed,
            from: { kingdom: kingdomOf(seller), shop: `shop-${seller}` },
          })),
        };
        const side: Making = { good: `side-${index}`, amount: 1, every: milliseconds(7_000), minimum: 1, inputs: [] };
        return { name: `shop-${index}`, type: 'shop', replicas, makes: second ? [making, side] : [making] };
      });
      const held = kingdoms.map((name, of) => ({
        name,
        towns: [{ name: 'town', shops: shops.filter((_, index) => drafts[index]?.kingdom === of) }],
      }));
      return { name: 'random', kingdoms: held.filter(({ towns }) => towns[0]?.shops.length) };
    });
