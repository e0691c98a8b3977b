import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../../model/duration.ts';
import { economy } from '../../../model/economy/economy.ts';
import { economyWarnings } from '../../../model/economy/economy-warnings.ts';
import { planMermaid } from '../../../model/economy/plan-mermaid.ts';
import { planTable } from '../../../model/economy/plan-table.ts';
import { workersForFullSpeed } from '../../../model/economy/remedy.ts';
import { rate } from '../../../model/economy/rate.ts';
import type { Realm } from '../../../model/realm.ts';
import { kingdom, realmOf, town } from '../../../model/realm-of.ts';
import { buys, make, shop, type MakingRules, type Purchase, type ShopDeclaration, type ShopOptions } from '../../../model/shop.ts';
import { realm as sample } from '../../../realm.ts';

const realmWith = (...shops: readonly ShopDeclaration[]) => realmOf('test', kingdom('k', town('t', ...shops)));
/** A shop that makes `good` by a turn a second, unless said otherwise. */
const maker = <Good extends string>(
  good: Good,
  from: readonly Purchase[] = [],
  { replicas = 1, ...rules }: Partial<MakingRules> & ShopOptions = {},
) => shop(`${good}-maker`, { replicas }, make(good, { amount: 1, every: seconds(1), minimum: 0, from, ...rules }));
const rates = (realm: Realm) =>
  Object.fromEntries(
    economy(realm).shops.flatMap(({ makes }) => makes.map(({ good, rate: reached }) => [good, Number(reached.toFixed(9))])),
  );
const firsts = (realm: Realm) =>
  Object.fromEntries(economy(realm).shops.map(({ shop: { name }, firstStockSeconds }) => [name, firstStockSeconds]));

describe('the sample', () => {
  it('makes an axe every 40 s, since iron is short', () => {
    expect(rates(sample)).toEqual({ wood: 2, stone: 0.6, iron: 0.1, axe: 0.025 });
    expect(economyWarnings(economy(sample))).toEqual([
      'kingdom-of-foobar/simple-town/craftsman makes 0.025 axe/s of the 0.067 it could: iron from ironworker is short by 0.17/s',
    ]);
  });
  it('has its first axes after 105 s: two of them, since one is kept', () =>
    expect(firsts(sample)).toEqual({ woodworker: 5, stoneworker: 5, ironworker: 25, craftsman: 105 }));
});

describe('a scarce good', () => {
  const wood = maker('wood');
  it('is shared in proportion to what each could use', () =>
    expect(
      rates(realmWith(wood, maker('table', [wood.sells('wood', 1)]), maker('bench', [wood.sells('wood', 1)], { replicas: 3 }))),
    ).toEqual({ wood: 1, table: 0.25, bench: 0.75 }));
  it('counts no visit for more than the batch that may lie there', () =>
    expect(rates(realmWith(wood, maker('chair', [wood.sells('wood', 1)]), maker('house', [wood.sells('wood', 100)])))).toEqual({
      wood: 1,
      chair: 0.5,
      house: 0.005,
    }));
  it('goes to others where one is held up elsewhere', () => {
    const nail = maker('nail', [], { every: seconds(10) });
    expect(
      rates(realmWith(wood, nail, maker('table', [wood.sells('wood', 1), nail.sells('nail', 1)]), maker('bench', [wood.sells('wood', 1)]))),
    ).toEqual({ wood: 1, nail: 0.1, table: 0.1, bench: 0.9 });
  });
  it('is not for those who never start', () => {
    const idle = maker('nail', [], { replicas: 0 });
    expect(
      rates(realmWith(wood, idle, maker('table', [wood.sells('wood', 1)]), maker('bench', [wood.sells('wood', 1), idle.sells('nail', 1)]))),
    ).toEqual({ wood: 1, nail: 0, table: 1, bench: 0 });
    const closed = shop(
      'stall',
      make('apple', { amount: 1, every: seconds(1), minimum: 0 }),
      make('pie', { amount: 1, every: seconds(1), minimum: 1, from: [idle.sells('nail', 1)] }),
    );
    expect(
      rates(
        realmWith(
          wood,
          idle,
          closed,
          maker('table', [wood.sells('wood', 1)]),
          maker('crate', [wood.sells('wood', 1), closed.sells('apple', 1)]),
        ),
      ),
    ).toMatchObject({ apple: 1, table: 1, crate: 0 });
  });
  it('is for those who start, in whatever order the others come', () => {
    const plank = maker('plank', [], { replicas: 3 });
    const idle = maker('nail', [], { replicas: 0 });
    const realm = realmWith(
      plank,
      idle,
      maker('boat', [plank.sells('plank', 3)]),
      maker('crate', [plank.sells('plank', 1), idle.sells('nail', 1)]),
      maker('table', [plank.sells('plank', 1)]),
    );
    expect(rates(realm)).toEqual({ plank: 3, nail: 0, boat: 0.666666667, crate: 0, table: 1 });
  });
  it('is made by more workers, and used by more', () => {
    const more = maker('wood', [], { replicas: 2 });
    expect(rates(realmWith(more, maker('table', [more.sells('wood', 2)], { replicas: 3 })))).toEqual({ wood: 2, table: 1 });
  });
  it('crosses borders', () => {
    const far = realmOf('two', kingdom('k', town('t', wood)), kingdom('l', town('t', maker('table', [wood.sells('wood', 4)]))));
    expect(economyWarnings(economy(far))).toEqual([
      'l/t/table-maker makes 0.25 table/s of the 1 it could: wood from wood-maker in k is short by 3/s',
    ]);
    expect(economy(far).goods).toEqual([
      { good: 'table', supply: 1, made: 0.25, demand: 0, used: 0 },
      { good: 'wood', supply: 1, made: 1, demand: 4, used: 1 },
    ]);
  });
});

describe('a maximum', () => {
  const wood = maker('wood', [], { amount: 10, maximum: 100 });
  it('lets a shop make what it sells, and use no more for it', () => {
    const planks = maker('plank', [wood.sells('wood', 1)], { maximum: 5 });
    expect(
      rates(
        realmWith(wood, planks, maker('table', [planks.sells('plank', 1)], { every: seconds(4) }), maker('bench', [wood.sells('wood', 2)])),
      ),
    ).toEqual({ wood: 2.25, plank: 0.25, table: 0.25, bench: 1 });
  });
  it('leaves a visit no more than what is between it and the minimum', () => {
    const small = maker('wood', [], { minimum: 1, maximum: 2 });
    expect(economyWarnings(economy(realmWith(small, maker('table', [small.sells('wood', 5)], { every: seconds(20) }))))).toEqual([
      'k/t/table-maker makes 0.01 table/s of the 0.05 it could: wood from wood-maker is short by 0.2/s, since it keeps at most 1 to sell',
    ]);
  });
  it('is no reason for a warning', () => expect(economyWarnings(economy(realmWith(wood)))).toEqual([]));
});

describe('what never starts', () => {
  it('is a loop, told once, and all that lives on it', () => {
    const ore = maker('ore', [buys('tool', 1, 'tool-maker')]);
    const tool = maker('tool', [buys('ore', 1, 'ore-maker')]);
    const realm = realmWith(ore, tool, maker('coin', [ore.sells('ore', 1)]));
    expect(economyWarnings(economy(realm))).toEqual([
      'k has a loop that can never start, since every store is empty at first: ore-maker waits to make ore for tool from tool-maker; tool-maker waits to make tool for ore from ore-maker',
      'k/t/coin-maker can never make coin: ore from ore-maker is never made',
    ]);
    expect(rates(realm)).toEqual({ ore: 0, tool: 0, coin: 0 });
    expect(firsts(realm)).toEqual({ 'ore-maker': Infinity, 'tool-maker': Infinity, 'coin-maker': Infinity });
  });
  it('is a loop through two kingdoms, too', () => {
    const realm = realmOf(
      'two',
      kingdom('k', town('t', maker('ore', [buys('tool', 1, 'tool-maker', { kingdom: 'l' })]))),
      kingdom('l', town('t', maker('tool', [buys('ore', 1, 'ore-maker', { kingdom: 'k' })]))),
    );
    expect(economyWarnings(economy(realm))).toEqual([
      'k has a loop that can never start, since every store is empty at first: ore-maker waits to make ore for tool from tool-maker in l; tool-maker in l waits to make tool for ore from ore-maker',
    ]);
  });
  it('is a shop whose supplier has no workers', () => {
    const idle = maker('wood', [], { replicas: 0 });
    expect(economyWarnings(economy(realmWith(idle, maker('table', [idle.sells('wood', 1)]))))).toEqual([
      'k/t/wood-maker can never make wood: it has no workers',
      'k/t/table-maker can never make table: wood from wood-maker is never made',
    ]);
  });
  it('is a purchase from a shop that never opens, for want of another good of its own', () => {
    const stall = shop(
      'stall',
      make('apple', { amount: 1, every: seconds(1), minimum: 0 }),
      make('cake', { amount: 1, every: seconds(1), minimum: 1, from: [buys('sugar', 1, 'mill')] }),
    );
    const mill = shop('mill', make('sugar', { amount: 1, every: seconds(1), minimum: 0, from: [buys('apple', 1, 'stall')] }));
    const realm = realmWith(stall, mill, maker('cider', [stall.sells('apple', 1)]));
    expect(rates(realm)).toEqual({ apple: 1, cake: 0, sugar: 0, cider: 0 });
    expect(economyWarnings(economy(realm))).toEqual([
      'k has a loop that can never start, since every store is empty at first: stall waits to make cake for sugar from mill; mill waits to make sugar for apple from stall, which opens only with cake',
      'k/t/cider-maker can never make cider: apple from stall is never sold, since stall opens only once it holds its minimum of cake',
    ]);
  });
});

describe('warnings', () => {
  it('say how many workers would do, of the supplier and of those that it needs itself', () =>
    expect(economyWarnings(economy(sample), () => workersForFullSpeed(sample))).toEqual([
      'kingdom-of-foobar/simple-town/craftsman makes 0.025 axe/s of the 0.067 it could: iron from ironworker is short by 0.17/s; ' +
        '3 workers of ironworker, 2 of stoneworker and 2 of woodworker would do, ' +
        'and ironworker may have 5, stoneworker 3 and woodworker 3',
    ]));
  it('say whether demand may give so many', () => {
    const cakes = (sugar: ShopOptions['replicas'], flour: ShopOptions['replicas']) => {
      const water = maker('water', [], { amount: 2 });
      const mill = maker('flour', [water.sells('water', 1)], { replicas: flour ?? 1 });
      const mint = maker('sugar', [mill.sells('flour', 1)], { replicas: sugar ?? 1 });
      const realm = realmWith(water, mill, mint, maker('cake', [mint.sells('sugar', 2)]));
      return economyWarnings(economy(realm), () => workersForFullSpeed(realm)).map((line) => line.replace(/^.*\/s; /, ''));
    };
    const both = '2 workers of sugar-maker and 2 of flour-maker would do';
    expect([
      cakes({ from: 1, to: 5 }, 2),
      cakes({ from: 1, to: 5 }, 1),
      cakes({ from: 1, to: 5 }, { from: 1, to: 2 }),
      cakes(1, 1),
    ]).toEqual([
      ['2 workers of sugar-maker would do, and it may have 5'],
      [`${both}, and sugar-maker may have 5`],
      [`${both}, and sugar-maker may have 5 and flour-maker 2`],
      [both],
    ]);
  });
  it('say whose range is too narrow', () => {
    const wood = maker('wood', [], { replicas: { from: 1, to: 2 } });
    const nail = maker('nail', [], { replicas: { from: 1, to: 2 } });
    const realm = realmWith(wood, nail, maker('table', [wood.sells('wood', 4)]), maker('box', [nail.sells('nail', 2)]));
    expect(economyWarnings(economy(realm), () => workersForFullSpeed(realm))).toEqual([
      'k/t/table-maker makes 0.25 table/s of the 1 it could: wood from wood-maker is short by 3/s; 4 workers of wood-maker would do, but it may have only 2',
      'k/t/box-maker makes 0.5 box/s of the 1 it could: nail from nail-maker is short by 1/s; 2 workers of nail-maker would do, and it may have 2',
    ]);
  });
  it('name no more than four shops that would need workers', () => {
    const goods = ['a', 'b', 'c', 'd', 'e'].map((good) => maker(good));
    const mixer = maker(
      'mix',
      goods.map((each) => each.sells(each.makes[0]?.good ?? '', 1)),
    );
    const realm = realmWith(...goods, mixer, maker('cake', [mixer.sells('mix', 2)]));
    expect(economyWarnings(economy(realm), () => workersForFullSpeed(realm))).toEqual([
      'k/t/cake-maker makes 0.5 cake/s of the 1 it could: mix from mix-maker is short by 1/s; ' +
        '2 workers of mix-maker, 2 of a-maker, 2 of b-maker, 2 of c-maker and more of 2 other shops would do',
    ]);
  });
  it('do not ask which workers are wanted where nobody is short', () => {
    const wood = maker('wood');
    const asked = () => {
      throw new Error('asked');
    };
    expect(economyWarnings(economy(realmWith(wood, maker('table', [wood.sells('wood', 1)]))), asked)).toEqual([]);
  });
  it('promise nothing where more workers would not help', () => {
    const idle = maker('nail', [], { replicas: 0 });
    const realm = realmWith(idle, maker('table', [idle.sells('nail', 1)]));
    expect(economyWarnings(economy(realm), () => workersForFullSpeed(realm))).toEqual(economyWarnings(economy(realm)));
  });
  it('are given once for what is the same in many kingdoms', () => {
    const kingdoms = ['a', 'b', 'c'].map((name) => {
      const wood = maker('wood');
      return kingdom(name, town('t', wood, maker('table', [wood.sells('wood', name === 'b' ? 1 : 2)])));
    });
    expect(economyWarnings(economy(realmOf('three', ...kingdoms)))).toEqual([
      'a/t/table-maker makes 0.5 table/s of the 1 it could: wood from wood-maker is short by 1/s, and the same in another kingdom',
    ]);
  });
});

describe('a minimum', () => {
  it('only delays the start', () => {
    const wood = maker('wood', [], { minimum: 100 });
    const realm = realmWith(wood, maker('table', [wood.sells('wood', 1)]));
    expect(rates(realm)).toEqual({ wood: 1, table: 1 });
    expect(firsts(realm)).toEqual({ 'wood-maker': 101, 'table-maker': 102 });
  });
});

describe('a plan', () => {
  it('is a table of goods and shops', () =>
    expect(planTable(economy(sample), workersForFullSpeed(sample))).toBe(
      [
        'GOOD    COULD-MAKE/S   MADE/S   COULD-USE/S   USED/S   STATE',
        'axe     0.067          0.025    0             0        not used',
        'iron    0.1            0.1      0.27          0.1      short by 0.17/s',
        'stone   0.6            0.6      0.3           0.3      enough',
        'wood    2              2        1.5           1.2      enough',
        '',
        'KINGDOM             TOWN          SHOP          WORKERS        GOOD    COULD-MAKE/S   MADE/S   FIRST   STATE',
        'kingdom-of-foobar   simple-town   woodworker    1-3, wants 2   wood    2              2        5s      full speed',
        'kingdom-of-foobar   simple-town   stoneworker   1-3, wants 2   stone   0.6            0.6      5s      full speed',
        'kingdom-of-foobar   simple-town   ironworker    1-5, wants 3   iron    0.1            0.1      25s     full speed',
        'kingdom-of-foobar   simple-town   craftsman     1              axe     0.067          0.025    105s    iron from ironworker is short by 0.17/s',
        '',
      ].join('\n'),
    ));
  it('says between which numbers demand may choose, and counts on the lower one', () => {
    const wood = maker('wood', [], { replicas: { from: 1, to: 5 } });
    const realm = realmWith(wood, maker('table', [wood.sells('wood', 1)], { replicas: { from: 2, to: 4 } }));
    const rows = planTable(economy(realm), workersForFullSpeed(realm)).trimEnd().split('\n').slice(-2);
    expect(rows.map((row) => row.split(/ {2,}/).slice(2, 7))).toEqual([
      ['wood-maker', '1-5, wants 2', 'wood', '1', '1'],
      ['table-maker', '2-4', 'table', '2', '1'],
    ]);
  });
  it('is a graph of the supply, where what is short is red', () =>
    expect(planMermaid(economy(sample))).toBe(
      [
        'flowchart LR',
        '  subgraph k0["kingdom-of-foobar"]',
        '    subgraph k0t0["simple-town"]',
        '      s0["woodworker<br>2 of 2 wood/s"]',
        '      s1["stoneworker<br>0.6 of 0.6 stone/s"]',
        '      s2["ironworker<br>0.1 of 0.1 iron/s"]',
        '      s3["craftsman<br>0.025 of 0.067 axe/s"]',
        '    end',
        '  end',
        '  s1 -->|"0.3 of 0.3 stone/s"| s2',
        '  s0 -->|"1 of 1 wood/s"| s2',
        '  s0 -->|"0.2 of 0.53 wood/s"| s3',
        '  s2 -->|"0.1 of 0.27 iron/s"| s3',
        '  linkStyle 3 stroke:red',
        '',
      ].join('\n'),
    ));
  it.each([
    [0, '0'],
    [10, '10'],
    [100, '100'],
    [1234.5, '1235'],
    [0.99999, '1'],
    [0.0999, '0.1'],
    [1 / 15, '0.067'],
    [23 / 15, '1.5'],
    [1e-7, '0.0000001'],
    [200_000, '200000'],
  ])('writes a rate of %d as %s', (number, text) => expect(rate(number)).toBe(text));
});
