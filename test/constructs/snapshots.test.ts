import { describe, expect, it } from '@jest/globals';
import { App, Chart, Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { AvailableThroughDrains } from '../../constructs/available-through-drains.ts';
import { Controller } from '../../constructs/controller.ts';
import { denyAll, NetworkPolicy } from '../../constructs/network-policy.ts';
import { OwnPodOnly } from '../../constructs/own-pod-only.ts';
import { Shop } from '../../constructs/shop.ts';
import { TradeRoutes } from '../../constructs/trade-routes.ts';
import { tradeRoutes } from '../../constructs/trade-policy.ts';
import { WorkerAccess } from '../../constructs/worker-access.ts';
import { seconds } from '../../model/duration.ts';
import { twoKingdoms } from './realms.ts';

/** What a construct renders under somebody's own app and chart, which name and label things in their own way. */
function rendered(build: (scope: Construct) => unknown): string {
  const chart = new Chart(new App(), 'chart', { labels: { 'example.com/chart': 'mine' }, namespace: 'elsewhere' });
  build(chart);
  return Yaml.stringify(...(chart.toJson() as unknown[])).replaceAll(/civ8s:\d\S+/g, 'civ8s:<version>');
}
const realm = twoKingdoms();

describe('the constructs, each by itself', () => {
  it('render the rights of workers', () =>
    expect(rendered((scope) => new WorkerAccess(scope, 'access', { realm: 'two', kingdom: 'south' }))).toMatchSnapshot());
  it('render the own-pod-only policy', () => expect(rendered((scope) => new OwnPodOnly(scope, 'policy'))).toMatchSnapshot());
  it('render a network policy', () =>
    expect(
      rendered((scope) => new NetworkPolicy(scope, 'policy', { metadata: { name: 'deny', namespace: 'south' }, spec: denyAll })),
    ).toMatchSnapshot());
  it('render a budget', () =>
    expect(
      rendered(
        (scope) =>
          new AvailableThroughDrains(scope, 'drains', { metadata: { name: 'hermit', namespace: 'south' }, selector: { shop: 'hermit' } }),
      ),
    ).toMatchSnapshot());

  it('render the roads of a kingdom', () =>
    expect(
      rendered(
        (scope) =>
          new TradeRoutes(scope, 'routes', {
            realm,
            kingdom: 'south',
            routes: [...tradeRoutes(realm).values()].filter(({ shop }) => shop.kingdom.name === 'south'),
          }),
      ),
    ).toMatchSnapshot());

  it('render a shop of two workers', () => {
    const shop = {
      name: 'north-woodworker',
      type: 'woodworker',
      replicas: 2,
      makes: [
        {
          good: 'wood',
          amount: 4,
          every: seconds(2.5),
          minimum: 1,
          maximum: 40,
          inputs: [{ good: 'seeds', amount: 1, from: { kingdom: 'north', shop: 'gardener' } }],
        },
      ],
    };
    expect(rendered((scope) => new Shop(scope, 'shop', { realm: 'two', kingdom: 'south', town: 'forest', shop }))).toMatchSnapshot();
  });

  it('render a controller', () =>
    expect(
      rendered(
        (scope) =>
          new Controller(scope, 'controller', {
            namespace: 'civ-system',
            name: 'census',
            args: ['census', '--every', '5s'],
            clusterRules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
            settings: { replicas: 1 },
          }),
      ),
    ).toMatchSnapshot());
});
