import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../../model/duration.ts';
import { realm as sample } from '../../../realm.ts';
import { kingdom, realmOf, town } from '../../../model/realm-of.ts';
import { realmProblems } from '../../../model/checks/realm-problems.ts';
import { renderMistakes } from '../../../model/checks/render-mistakes.ts';
import { buys, make, shop, type MakingDeclaration, type MakingRules, type ShopDeclaration, type ShopOptions } from '../../../model/shop.ts';
import type { WorkersRange } from '../../../model/workers-range.ts';

const wood = (rules: Partial<MakingRules> = {}) => make('wood', { amount: 10, every: seconds(5), minimum: 1, ...rules });
const iron = (rules: Partial<MakingRules> = {}) => make('iron', { amount: 1, every: seconds(10), minimum: 1, ...rules });
const woodworker = (options: ShopOptions = {}, ...makes: readonly MakingDeclaration[]) =>
  shop('woodworker', options, ...(makes.length ? makes : [wood()]));
const foobar = (...shops: readonly ShopDeclaration[]) => realmOf('sample', kingdom('kingdom-of-foobar', town('simple-town', ...shops)));

/** One line a mistake, without the place that all these shops share. */
const problems = (realm: Parameters<typeof realmProblems>[0]) =>
  realmProblems(realm).map(({ where, what, remedy }) => `${where}: ${what}: ${remedy}`.replace('kingdom-of-foobar/simple-town/', ''));

describe('a realm without mistakes', () => {
  it('is the sample', () => expect(problems(sample)).toEqual([]));

  it('may set all that a shop can set', () =>
    expect(
      problems(
        foobar(
          woodworker({
            type: 'lumberjack',
            replicas: 0,
            image: 'registry.example.com:5000/team/civ8s:1.0.0@sha256:'.concat('0a'.repeat(32)),
            pullPolicy: 'Always',
            resources: { requests: { cpu: '700m', memory: '64Mi' }, limits: { cpu: '0.7', memory: '0.5Gi', 'ephemeral-storage': '1e9' } },
            labels: { 'app.kubernetes.io/part-of': 'woods', empty: '' },
            annotations: { 'example.com/note': 'any text at all' },
            priorityClass: 'low.example',
            nodeSelector: { 'kubernetes.io/arch': 'arm64' },
          }),
        ),
      ),
    ).toEqual([]));

  it('may have shops of one name in two kingdoms', () =>
    expect(problems(realmOf('two', kingdom('a', town('t', woodworker())), kingdom('b', town('t', woodworker()))))).toEqual([]));
});

describe('names', () => {
  const named = (name: string) => problems(realmOf('sample', kingdom(name, town('simple-town', woodworker()))));

  it('of kingdoms are namespaces that Kubernetes leaves free', () => {
    expect(named('default')).toEqual(['default: namespace "default" is not for kingdoms: take another name: "kingdom-of-default"']);
    expect(named('kube-public')).toEqual([
      'kube-public: namespace "kube-public" is not for kingdoms: take another name: "kingdom-of-kube-public"',
    ]);
    expect(named('civ-system')).toEqual([
      'civ-system: namespace "civ-system" is not for kingdoms: take another name: "kingdom-of-civ-system"',
    ]);
  });
  it('of kingdoms are no numbers, since no address may end in one', () => {
    for (const number of ['42', '0x1f']) {
      expect(URL.canParse(`http://woodworker.${number}`)).toBe(false);
      expect(named(number)).toEqual([
        `${number}: "http://shop.${number}" would be read as an IP address: take a name that is not a number: "kingdom-of-${number}"`,
      ]);
    }
  });
  it('of kingdoms and towns are DNS labels', () =>
    expect(problems(realmOf('The_Realm', kingdom('kingdom.x', town('Town', woodworker()))))).toEqual([
      'realm: "The_Realm" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
      'kingdom.x: "kingdom.x" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
      'kingdom.x/Town: "Town" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
    ]));
  it('of shops are short enough for the names of their pods', () => {
    const called = (name: string) => problems(foobar(shop(name, wood())));
    expect(called('a'.repeat(46))).toEqual([]);
    for (const name of ['a'.repeat(47), '4men', 'woods-', 'Wood', 'wood.worker', ''])
      expect(called(name)).toEqual([
        `${name}: ${JSON.stringify(name)} cannot be the name of a shop: use up to 46 lower-case letters, digits or "-", first a letter, last a letter or digit`,
      ]);
  });
  it('of types are labels', () =>
    expect(problems(foobar(woodworker({ type: 'wood worker' })))).toEqual([
      'woodworker: type "wood worker" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
    ]));
  it('are given once', () => {
    const twice = realmOf(
      'sample',
      kingdom('k', town('a', woodworker()), town('a', shop('mill', wood())), town('b', woodworker())),
      kingdom('k', town('t', woodworker())),
    );
    expect(problems(twice)).toEqual([
      'k/a: a town of k already has this name: put the two together, or rename one',
      "k/b/woodworker: a shop of a already has this name: place it once, or rename one and keep its type: shop('north-woodworker', { type: 'woodworker' }, …)",
      'k: a kingdom of the realm already has this name: put the two together, or rename one',
    ]);
  });
});

describe('empty places', () => {
  it.each([
    [realmOf('r'), "realm: has no kingdom: add one: kingdom('kingdom-of-foobar', …)"],
    [realmOf('r', kingdom('k')), "k: has no town: add one: town('simple-town', …)"],
    [realmOf('r', kingdom('k', town('t'))), 'k/t: has no shop: place one here, or leave the town out'],
    [
      realmOf('r', kingdom('k', town('t', shop('idle')))),
      "k/t/idle: makes nothing: give it a direction: make('wood', { amount: 1, every: seconds(5), minimum: 1 })",
    ],
  ])('are named: %#', (realm, line) => expect(problems(realm)).toEqual([line]));
});

describe('suppliers', () => {
  it('stand in a town', () => {
    const supplier = woodworker();
    expect(problems(foobar(shop('ironworker', iron({ from: [supplier.sells('wood', 10)] }))))).toEqual([
      'ironworker: buys wood from shop "woodworker", which is in no town: place "woodworker" in a town, or buy from a shop that is in one',
    ]);
  });
  it('stand in one place', () => {
    const supplier = woodworker();
    expect(problems(foobar(supplier, supplier))).toEqual([
      "woodworker: a shop of simple-town already has this name: place it once, or rename one and keep its type: shop('north-woodworker', { type: 'woodworker' }, …)",
    ]);
    expect(problems(realmOf('two', kingdom('k', town('t', supplier)), kingdom('l', town('t', supplier))))).toEqual([
      'k/t and l/t: shop "woodworker" is placed twice: declare a shop for each place, so that a purchase knows which of them is meant',
    ]);
  });
  it('by name exist and sell the good, or the next that does is named', () => {
    const buyer = (...from: readonly ReturnType<typeof buys>[]) => shop('ironworker', iron({ from }));
    const two = realmOf(
      'two',
      kingdom(
        'k',
        town(
          't',
          woodworker(),
          buyer(buys('wood', 1, 'woodwrker'), buys('stone', 1, 'woodworker'), buys('gold', 1, 'woodworker', { kingdom: 'eldorado' })),
        ),
      ),
      kingdom('l', town('t', shop('quarry', make('stone', { amount: 1, every: seconds(1), minimum: 0 })))),
    );
    expect(problems(two)).toEqual([
      'k/t/ironworker: buys wood from "woodwrker", which does not exist: buy it from woodworker',
      'k/t/ironworker: buys stone from woodworker, which makes wood: buy it from quarry in l',
      'k/t/ironworker: buys gold from "woodworker" in eldorado, a kingdom that the realm does not have: no shop of the realm makes it: add one',
    ]);
  });
  it('are other shops', () =>
    expect(
      problems(
        foobar(shop('smith', iron({ from: [buys('nails', 1, 'smith')] }), make('nails', { amount: 1, every: seconds(1), minimum: 0 }))),
      ),
    ).toEqual([
      'smith: uses nails for iron, and makes nails itself: make iron and nails in two shops, one of which buys from the other',
      'smith: buys nails from itself: buy it from another shop',
    ]));
});

describe('directions', () => {
  const broken = (...makes: readonly MakingDeclaration[]) => problems(foobar(woodworker({}, ...makes)));
  it.each([
    [wood({ amount: 0 }), 'amount of wood is 0: give a whole number from 1 to 1,000,000'],
    [wood({ amount: 1.5 }), 'amount of wood is 1.5: give a whole number from 1 to 1,000,000'],
    [wood({ amount: 1e9 }), 'amount of wood is 1000000000: give a whole number from 1 to 1,000,000'],
    [wood({ minimum: -1 }), 'minimum of wood is -1: give a whole number from 0 to 1,000,000'],
    [wood({ minimum: Number.NaN }), 'minimum of wood is NaN: give a whole number from 0 to 1,000,000'],
    [wood({ every: seconds(0) }), 'time from turn to turn of wood is 0: give seconds from 0.001 to 86,400, at most three decimals'],
    [
      wood({ every: seconds(1e9) }),
      'time from turn to turn of wood is 1000000000: give seconds from 0.001 to 86,400, at most three decimals',
    ],
    [
      wood({ every: seconds(1.2345) }),
      'time from turn to turn of wood is 1.2345: give seconds from 0.001 to 86,400, at most three decimals',
    ],
    [wood({ maximum: 10 }), 'maximum of wood is 10, below minimum + amount, so that nothing could ever be sold: give at least 11'],
    [
      make('Gold Bar', { amount: 1, every: seconds(1), minimum: 0 }),
      'good "Gold Bar" cannot be part of an annotation\'s name: use up to 63 lower-case letters, digits, "-", "_" or ".", first and last a letter or digit',
    ],
  ])('have sane values: %#', (making, line) => expect(broken(making)).toEqual([`woodworker: ${line}`]));

  it('are one a good, and so are inputs', () => {
    expect(broken(wood(), wood())).toEqual([
      'woodworker: makes wood by two directions: write one direction per good: add the amounts, or make one of them in another shop',
    ]);
    const mill = shop('mill', wood());
    expect(problems(foobar(mill, shop('ironworker', iron({ from: [mill.sells('wood', 1), mill.sells('wood', 0)] }))))).toEqual([
      'ironworker: lists wood twice for iron: write one input per good: add the amounts',
      'ironworker: amount of wood for iron is 0: give a whole number from 1 to 1,000,000',
    ]);
  });
  it('make nothing out of itself', () =>
    expect(broken(wood({ from: [buys('wood', 1, 'mill')] }))[0]).toBe(
      'woodworker: makes wood from wood: make it from another good, or from none',
    ));
  it('fit into a ConfigMap', () => {
    const makes = Array.from({ length: 1_001 }, (_, index) => make(`good-${index}`, { amount: 1, every: seconds(1), minimum: 0 }));
    expect(broken(...makes)).toEqual(['woodworker: has 1,001 directions and inputs: share them among shops of at most 1,000']);
  });
});

describe('settings', () => {
  /** What no type lets through, and JavaScript does. */
  const outside = (replicas: unknown) => replicas as WorkersRange;
  const LABEL_RULE = 'use up to 63 letters, digits, "-", "_" or ".", first and last a letter or digit';
  it.each<[ShopOptions, string]>([
    [{ replicas: -1 }, 'replicas is -1: give a whole number from 0 to 10,000'],
    [{ replicas: 1.5 }, 'replicas is 1.5: give a whole number from 0 to 10,000'],
    [
      { replicas: { from: 0, to: 5 } },
      'replicas.from is 0: give at least 1: a shop without workers has no stock, and nobody can ask it for any',
    ],
    [{ replicas: { from: 5, to: 2 } }, 'replicas is from 5 to 2: give a "to" that is not below "from"'],
    [{ replicas: { from: 1, to: 2.5 } }, 'replicas.to is 2.5: give a whole number from 1 to 1,000'],
    [{ replicas: { from: 1, to: 1_001 } }, 'replicas.to is 1001: give a whole number from 1 to 1,000'],
    [{ replicas: outside({ from: 1 }) }, 'replicas.to is missing: give a whole number from 1 to 1,000'],
    [{ replicas: outside({ from: 1, to: 5, max: 5 }) }, 'replicas.max is unknown here: write to'],
    [{ replicas: outside({ from: 1, to: 5, step: 2 }) }, 'replicas.step is unknown here: the keys are from, to'],
    [{ replicas: outside('1-5') }, 'replicas is "1-5": give a whole number, or the range that demand may choose from: { from: 1, to: 5 }'],
    [
      { replicas: outside([1, 5]) },
      'replicas is a list: give a whole number, or the range that demand may choose from: { from: 1, to: 5 }',
    ],
    [{ image: 'civ8s' }, 'image "civ8s" has neither tag nor digest: say which one: "civ8s:1.0.0"'],
    [{ image: 'Civ8s:1' }, 'image is "Civ8s:1": give a reference like "registry.example.com/civ8s:1.0.0", with a tag or a digest'],
    [{ labels: { town: 'x' } }, 'label key "town" belongs to civ8s: take a key of your own: "example.com/team"'],
    [{ labels: { 'civ8s.dev/realm': 'x' } }, 'label key "civ8s.dev/realm" belongs to civ8s: take a key of your own: "example.com/team"'],
    [{ labels: { team: 'not this one' } }, `label "team" value "not this one" is not valid: ${LABEL_RULE}`],
    [{ labels: { 'a/b/c': 'x' } }, `label key "a/b/c" is not valid: ${LABEL_RULE}; before it, if need be, a DNS subdomain and "/"`],
    [
      { annotations: { 'goods.civ8s.dev/wood': '1' } },
      'annotation key "goods.civ8s.dev/wood" belongs to civ8s: take a key of your own: "example.com/team"',
    ],
    [{ annotations: { note: 'x'.repeat(200_000) } }, 'annotations take 200,011 bytes: keep to 131,072'],
    [{ resources: { requests: { cpu: '50 m' } } }, 'request of cpu is "50 m": give a Kubernetes quantity: "50m"'],
    [{ resources: { requests: { memory: '100m' } } }, 'request of memory is "100m": give whole bytes: "96Mi"'],
    [{ resources: { requests: { cpu: '0.0001' } } }, 'request of cpu is "0.0001": give at most thousandths: "50m"'],
    [
      { resources: { requests: { cpu: '2' }, limits: { cpu: '1500m' } } },
      'request of cpu is "2", above its limit "1500m": ask for at most the limit',
    ],
    [{ resources: { limits: { memory: '0' } } }, 'limit of memory is "0": give more than nothing, or leave it out'],
    [
      { priorityClass: 'High' },
      'priorityClass "High" is not a DNS subdomain: use up to 253 lower-case letters, digits, "-" or ".", first and last a letter or digit',
    ],
    [{ nodeSelector: { 'kubernetes.io/arch': 'arm 64' } }, `nodeSelector "kubernetes.io/arch" value "arm 64" is not valid: ${LABEL_RULE}`],
  ])('are what Kubernetes accepts: %#', (options, line) => expect(problems(foobar(woodworker(options)))).toEqual([`woodworker: ${line}`]));
});

describe('a report', () => {
  it('counts the mistakes, then has a line for each', () => {
    const realm = foobar(woodworker({ replicas: -1 }, wood({ amount: 0 })));
    expect(renderMistakes(realm.name, realmProblems(realm))).toBe(
      [
        'realm "sample" has 2 mistakes; nothing is written:',
        '  kingdom-of-foobar/simple-town/woodworker: replicas is -1: give a whole number from 0 to 10,000',
        '  kingdom-of-foobar/simple-town/woodworker: amount of wood is 0: give a whole number from 1 to 1,000,000',
        '',
      ].join('\n'),
    );
  });
});
