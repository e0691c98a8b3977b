import { describe, expect, it } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { CivSystem } from '../../constructs/civ-system.ts';
import { Kingdom, type KingdomSettings } from '../../constructs/kingdom.ts';
import { realmCharts, type RealmSettings } from '../../constructs/realm-charts.ts';
import { renderCharts } from '../../constructs/render-charts.ts';
import { Shop } from '../../constructs/shop.ts';
import { render } from '../../constructs/synth.ts';
import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import type { Realm } from '../../model/realm.ts';
import { make, shop, type ShopOptions } from '../../model/shop.ts';
import { oneShop, twoKingdoms } from './realms.ts';

const wood = make('wood', { amount: 10, every: seconds(5), minimum: 1 });
const lumber = (options: ShopOptions = {}) => shop('lumber', options, wood);

function saidBy(build: () => unknown): readonly string[] {
  try {
    build();
  } catch (error) {
    return error instanceof Error
      ? error.message
          .split('\n')
          .slice(1)
          .filter((line) => line !== '')
          .map((line) => line.trim())
      : ['threw no error'];
  }
  return [];
}

/** What a synth says of kingdoms that stand in somebody's own app. */
const foreign = (realm: Realm, settings: KingdomSettings = {}) =>
  saidBy(() => {
    const app = new App();
    for (const model of realm.kingdoms)
      new Kingdom(new Chart(app, `chart-of-${model.name}`), 'own', { realm, kingdom: model, ...settings });
    app.synthYaml();
  });
const rendered = (realm: Realm, settings: RealmSettings) => saidBy(() => render(realm, settings));

describe('kingdoms in an app of somebody else', () => {
  it('are built where all is well', () => expect(foreign(twoKingdoms())).toEqual([]));

  it('report all their mistakes in one synth, each once', () => {
    const twice = lumber();
    const realm = realmOf(
      'Bad',
      kingdom('south', town('forest', twice, lumber({ image: 'civ8s' }))),
      kingdom('north', town('Cave', twice)),
    );
    expect(foreign(realm, { defaults: { replicas: -1 }, network: { apiServer: { ports: [0] } } })).toEqual([
      '[chart-of-south/own] realm: "Bad" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
      '[chart-of-south/own] south/forest and north/Cave: shop "lumber" is placed twice: declare a shop for each place, so that a purchase knows which of them is meant',
      `[chart-of-south/own] south/forest/lumber: a shop of forest already has this name: place it once, or rename one and keep its type: shop('north-lumber', { type: 'lumber' }, …)`,
      '[chart-of-south/own] south/forest/lumber: image "civ8s" has neither tag nor digest: say which one: "civ8s:1.0.0"',
      '[chart-of-south/own] defaults: replicas is -1: give a whole number from 0 to 10,000',
      '[chart-of-south/own] network: apiServer.ports has 0: give a port from 1 to 65535',
      '[chart-of-north/own] north/Cave: "Cave" cannot be a name: use up to 63 lower-case letters, digits or "-", first and last a letter or digit',
    ]);
  });
});

describe('the charts of a realm in an app of somebody else', () => {
  it('are none where the realm has mistakes, and one synth reports them all', () => {
    const app = new App();
    const realm = realmOf('bad', kingdom('south', town('forest', lumber())), kingdom('south', town('forest', lumber({ replicas: -1 }))));
    expect(realmCharts(app, realm)).toEqual([]);
    const mistakes = [
      'south: a kingdom of the realm already has this name: put the two together, or rename one',
      'south/forest/lumber: replicas is -1: give a whole number from 0 to 10,000',
    ];
    for (const synth of [() => app.synthYaml(), () => renderCharts(app)])
      expect(saidBy(synth)).toEqual(mistakes.map((mistake) => `[] ${mistake}`));
  });
});

describe('a shop in an app of somebody else', () => {
  const [south] = realmOf(
    'small',
    kingdom('south', town('forest', shop('Lumber', { replicas: 0.5, resources: { requests: { memory: 'much' } } }))),
  ).kingdoms;
  const [model] = south?.towns[0]?.shops ?? [];

  it('reports what is wrong with it', () =>
    expect(
      saidBy(() => {
        const app = new App();
        if (model) new Shop(new Chart(app, 'chart'), 'shop', { realm: 'small', kingdom: 'south', town: 'forest', shop: model });
        app.synthYaml();
      }),
    ).toEqual([
      expect.stringMatching(/^\[chart\/shop\] "Lumber" cannot be the name of a shop: /),
      expect.stringMatching(/^\[chart\/shop\] .*0.5/),
      expect.stringMatching(/^\[chart\/shop\] request of memory is "much": /),
      expect.stringMatching(/^\[chart\/shop\] makes nothing/),
    ]));
});

describe('the controllers in an app of somebody else', () => {
  it('report what is wrong with their settings', () =>
    expect(
      saidBy(() => {
        const app = new App();
        new CivSystem(new Chart(app, 'chart'), 'system', { settings: { image: 'civ8s' }, network: { dns: { nodeLocal: 'here' } } });
        app.synthYaml();
      }),
    ).toEqual([
      '[chart/system] dns.nodeLocal is "here": give an IP address: "169.254.20.10"',
      expect.stringMatching(/^\[chart\/system\/config-reload\] image "civ8s" has neither tag nor digest/),
      expect.stringMatching(/^\[chart\/system\/dashboard\] image "civ8s" has neither tag nor digest/),
      expect.stringMatching(/^\[chart\/system\/pod-timestamp\] image "civ8s" has neither tag nor digest/),
    ]));
});

describe('what a realm is rendered with', () => {
  it.each<[string, RealmSettings, readonly string[]]>([
    [
      'a dashboard',
      { dashboard: { hosts: ['https://civ.example.com'], kingdoms: ['One'] } },
      [
        'dashboard: hosts has "https://civ.example.com": give a name without scheme, port or path: "civ.example.com"',
        'dashboard: kingdoms has "One": give names of namespaces: "kingdom-of-foobar"',
      ],
    ],
    ['a dashboard of nothing', { dashboard: { kingdoms: [] } }, ['dashboard: kingdoms is empty: name at least one, or leave it out']],
    [
      'defaults',
      { defaults: { pullPolicy: 'Sometimes' as 'Never' } },
      ['defaults: pullPolicy is "Sometimes": give one of Always, IfNotPresent, Never'],
    ],
    [
      'a registry',
      { defaults: { registry: 'https://registry.example.com' } },
      ['defaults: registry is "https://registry.example.com": give a host, perhaps with a port and a path: "registry.example.com/team"'],
    ],
    ['the controllers', { system: { replicas: -1 } }, ['system: replicas is -1: give a whole number from 0 to 10,000']],
    [
      'controllers that demand should scale',
      { system: { replicas: { from: 1, to: 2 } as unknown as number } },
      ['system: replicas is a range: give a whole number: demand scales shops, and no controllers'],
    ],
    [
      'an address without its length',
      { network: { apiServer: { cidrs: ['10.0.0.1', '10.0.0.1/33', 'fd00::/129', '::1/128', '10.0.0.0/8'] } } },
      [
        'network: apiServer.cidrs has "10.0.0.1": give addresses with their prefix length: "10.0.0.1/32"',
        'network: apiServer.cidrs has "10.0.0.1/33": give addresses with their prefix length: "10.0.0.1/32"',
        'network: apiServer.cidrs has "fd00::/129": give addresses with their prefix length: "10.0.0.1/32"',
      ],
    ],
    [
      'empty lists, which would allow everything',
      { network: { apiServer: { cidrs: [], ports: [] }, dns: { peers: [] } } },
      [
        'network: apiServer.cidrs is empty, which would allow everything: name at least one, or leave it out',
        'network: apiServer.ports is empty, which would allow everything: name at least one, or leave it out',
        'network: dns.peers is empty, which would allow everything: name at least one, or leave it out',
      ],
    ],
  ])('is checked before anything is: %s', (_, settings, mistakes) => expect(rendered(oneShop(), settings)).toEqual(mistakes));

  it('is checked together with what each shop says', () =>
    expect(rendered(oneShop({ resources: { limits: { cpu: '1' } } }), { defaults: { resources: { requests: { cpu: '2' } } } })).toEqual([
      'kingdom-of-one/lonely-town/woodworker: request of cpu is "2", above its limit "1": ask for at most the limit',
    ]));
});
