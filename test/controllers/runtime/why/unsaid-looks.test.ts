import { describe, expect, it } from '@jest/globals';
import type { ChangeReason } from '../../../../controllers/runtime/queue/wake-reason.ts';
import { createAuthors } from '../../../../controllers/runtime/why/authors.ts';
import { createUnsaidLooks } from '../../../../controllers/runtime/why/unsaid-looks.ts';

const CHANGE: ChangeReason = {
  resource: 'configmaps',
  namespace: 'shop',
  name: 'a',
  uid: 'u',
  version: '7',
  what: 'data.done',
  leaves: false,
};
const look = (at: number, reason: ChangeReason | string = `reason ${at}`) =>
  ({ key: 'shop/a', reasons: { first: [reason], more: 0 }, at, tookMs: 1, result: 'success', wrote: '', error: '' }) as const;

describe('looks whose reasons are not in words yet', () => {
  it.each([10, 33, 63, 64, 100])('are told with the others, the last twenty first: of %s', (count) => {
    const looks = createUnsaidLooks(createAuthors(), 0);
    for (let at = 0; at < count; at++) looks.add(look(at));
    const last = Array.from({ length: Math.min(20, count) }, (_, back) => count - 1 - back);
    expect(looks.of('shop/a').map(({ at, because }) => [at, because])).toEqual(last.map((at) => [at, `reason ${at}`]));
  });

  it('go on in their order after they were asked for', () => {
    const looks = createUnsaidLooks(createAuthors(), 0);
    for (let at = 0; at < 40; at++) looks.add(look(at));
    expect(looks.keys()).toEqual(['shop/a']);
    for (let at = 40; at < 80; at++) looks.add(look(at));
    expect(looks.of('shop/a').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, back) => 79 - back));
  });

  it.each([
    ['its own write', 'soon', 31],
    ['somebody else', 'too late', 63],
  ])('say that it was %s, where the answer comes %s', (whose, _, others) => {
    const authors = createAuthors();
    const looks = createUnsaidLooks(authors, 0);
    looks.add(look(0, CHANGE));
    for (let at = 0; at < others; at++) looks.add({ ...look(at), key: 'shop/b' });
    authors.wrote({ key: 'shop/a', depth: 0, since: 0 }, { metadata: { resourceVersion: '7' } });
    expect(looks.of('shop/a').map(({ because }) => because)).toEqual([`configmaps shop/a: data.done, by ${whose}`]);
  });
});
