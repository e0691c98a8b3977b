import { describe, expect, it } from '@jest/globals';
import { shopsOf, type ShopView } from '../../../../cli/commands/up/realm-view.ts';
import { screenLines } from '../../../../cli/commands/up/screen.ts';
import { story } from '../../../../cli/commands/up/story.ts';
import { shopWorkers } from '../../../../cli/cluster/shop-workers.ts';
import type { ConfigMap, Deployment, Pod } from '../../../../kube/objects/built-in.ts';

const metadata = (shop: string, name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  name,
  namespace: 'k',
  labels: { town: 't', shop },
  annotations,
});
const deployment = (shop: string, replicas: number, range?: string): Deployment => ({
  metadata: metadata(shop, shop, range === undefined ? {} : { 'civ8s.dev/replicas': range }),
  spec: { replicas, selector: {}, template: {} },
});
const directions = (shop: string, product: string, interval: number, ...productInputList: readonly object[]): ConfigMap => ({
  metadata: metadata(shop, `${shop}-directions`),
  data: { 'directions.json': JSON.stringify([{ product, amount: 1, minimum: 0, interval, productInputList }]) },
});
const pod = (shop: string, annotations: Readonly<Record<string, string>> = {}): Pod => ({
  metadata: metadata(shop, `${shop}-1`, annotations),
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const view = (smiths: number): readonly ShopView[] => {
  const deployments = [deployment('smith', smiths, '1-5'), deployment('armourer', 1)];
  const maps = [
    directions('smith', 'iron', 10),
    directions('armourer', 'sword', 10, { product: 'iron', store: 'http://smith', amount: 3 }),
  ];
  const pods = [pod('smith', { 'goods.civ8s.dev/iron': '4' }), pod('armourer')];
  return shopsOf(deployments, pods, shopWorkers({ deployments, maps, pods }));
};
const picture = (smiths: number) => screenLines(view(smiths), { columns: 80, rows: 24, colours: false });

describe('a realm with a shop that is scaled by demand', () => {
  it('is shown with the workers that it has, may have, and wants', () => {
    expect(picture(1)).toEqual(
      ['k', '  t', '    armourer  ready                      ', '    smith     ready    1 of 1-5, wants 3  iron 4'].map((line) =>
        line.trimEnd(),
      ),
    );
    expect(picture(3).at(-1)).toBe('    smith     starts   3 of 1-5  iron 4');
  });
  it('tells in lines when their number has changed', () => {
    expect(story(view(1), view(3))).toEqual(['k/t/smith has 3 of 1-5 workers']);
    expect(story(view(3), view(3))).toEqual([]);
    expect(story([], view(3))).not.toContainEqual(expect.stringContaining('workers'));
  });
});
