import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { isPlainData } from '../../constructs/plain-data.ts';
import type { RealmSettings } from '../../constructs/realm-charts.ts';
import { partsOf } from '../../constructs/realm-part.ts';
import { renderRealm } from '../../constructs/render-realm.ts';
import type { RenderedPart, RenderTask } from '../../constructs/render-thread.ts';
import { memoryForParts } from '../../constructs/shared-parts.ts';
import { Shop } from '../../constructs/shop.ts';
import { surveyOf } from '../../constructs/survey.ts';
import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { make, shop } from '../../model/shop.ts';
import { twoKingdoms } from './realms.ts';

const smallKingdom = (name: string) =>
  kingdom(name, town('town', shop('woodworker', make('wood', { amount: 10, every: seconds(5), minimum: 1 }))));

function surveyed(count: number, settings: RealmSettings = {}) {
  const realm = realmOf('many', ...Array.from({ length: count }, (_, index) => smallKingdom(`kingdom-${index}`)));
  return { realm, settings, survey: surveyOf(realm, settings) };
}

describe('a large realm', () => {
  it('is rendered by several threads as by one, byte for byte', () => {
    const whole = surveyed(161, { defaults: { replicas: { from: 1, to: 3 } } });
    expect(renderRealm(whole, 2)).toEqual(renderRealm(whole, 0));
  });

  it('is rendered by a thread in the parts that nobody else takes', async () => {
    const whole = surveyed(45);
    const { port1, port2 } = new MessageChannel();
    const answers: RenderedPart[] = [];
    port1.on('message', (answer: RenderedPart) => answers.push(answer));
    const workerData: RenderTask = { whole, memory: memoryForParts(partsOf(45).length), port: port2 };
    const thread = new Worker(new URL('../../constructs/render-thread.ts', import.meta.url), { workerData, transferList: [port2] });
    await Promise.all([once(thread, 'exit'), once(port1, 'close')]);
    expect(answers.flatMap(({ files }) => files)).toEqual(renderRealm(whole, 0));
  });

  it('is rendered by one thread where the construct of a shop type is not data', () => {
    const rendered: string[] = [];
    class Counted extends Shop {
      constructor(...args: ConstructorParameters<typeof Shop>) {
        super(...args);
        rendered.push(args[1]);
      }
    }
    const types = { woodworker: Counted };
    const whole = surveyed(160, { types });
    expect(renderRealm(whole, 2)).toHaveLength(161);
    expect(rendered).toHaveLength(160);
  });
});

describe('plain data', () => {
  it.each<[string, unknown]>([
    ['a realm', twoKingdoms()],
    ['settings', { defaults: { labels: { team: 'a' }, replicas: { from: 1, to: 3 } }, network: { policies: false }, system: undefined }],
  ])('is %s', (_, value) => expect(isPlainData(value)).toBe(true));

  it.each<[string, unknown]>([
    ['a function', { types: { tavern: Shop } }],
    ['an object of a class', { list: [new Date(0)] }],
    ['a symbol', [Symbol('a')]],
  ])('is not %s', (_, value) => expect(isPlainData(value)).toBe(false));
});
