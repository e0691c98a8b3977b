import { describe, expect, it } from '@jest/globals';
import { BOUNDS, readFirstPages, readPages, type Bounds } from '../../../kube/books/read-pages.ts';

const trade = { wood: { sold: 1, bought: 0, open: 0 } };
const page = (partners: readonly string[], more: object = {}) => ({
  version: 1,
  id: 'a',
  pod: 'p',
  goods: {},
  with: Object.fromEntries(partners.map((partner) => [partner, trade])),
  ...more,
});

/** Fetches what `answer` gives for each path, and notes which paths were asked for. */
function fetching(answer: (path: string) => object | AsyncIterable<Uint8Array>) {
  const paths: string[] = [];
  const fetch = async (path: string) => {
    paths.push(path);
    const found = answer(path);
    return Symbol.asyncIterator in found
      ? found
      : (async function* bytes() {
          yield Buffer.from(JSON.stringify(found));
        })();
  };
  return { fetch, paths };
}

async function reading(answer: (path: string) => object | AsyncIterable<Uint8Array>, bounds: Partial<Bounds> = {}, now = () => 0) {
  const { fetch, paths } = fetching(answer);
  return { read: await readPages(fetch, { ...BOUNDS, ...bounds }, now), paths };
}

describe('the books of a worker', () => {
  it('are read page by page, up to the last', async () => {
    const { read, paths } = await reading((path) =>
      path === '/books' ? page(['x', 'y'], { next: 'y' }) : page(['z'], { others: { wood: { sold: 5, bought: 0, open: 0 } } }),
    );
    expect(paths).toEqual(['/books', '/books?after=y']);
    expect(typeof read === 'object' && [[...read.with.keys()], read.others.get('wood')?.sold]).toEqual([['x', 'y', 'z'], 5]);
  });

  it('are read no further than is agreed, though a worker never stops sending', async () => {
    let pieces = 0;
    async function* endless() {
      for (; ; pieces += 1) yield Buffer.alloc(1024 * 1024, ' ');
    }
    expect((await reading(endless, { mostBytes: 4 * 1024 * 1024 })).read).toBe('its books are longer than 4 MiB');
    expect(pieces).toBe(4);
  });

  it('are read no further than is agreed in all pages together', async () => {
    let count = 0;
    const more = () => page([], { pod: 'p'.repeat(9_999), next: String((count += 1)).padStart(9, '0') });
    expect((await reading(more, { mostBytes: 1024 * 1024 })).read).toBe('its books are longer than 1 MiB');
  });

  it.each([
    ['go round in circles', () => page(['x'], { next: 'x' }), 'the pages of its books do not end (page 2)'],
    [
      'become others',
      (path: string) => page(['x'], path === '/books' ? { next: 'x' } : { id: 'b' }),
      'it showed other books on the next page',
    ],
    ['are not books', () => ({ hello: 'world' }), 'its answer is not books'],
  ])('that %s are not taken', async (_, answer, why) => expect((await reading(answer)).read).toBe(why));

  it('are not read for ever, nor page after page without end', async () => {
    let count = 0;
    const more = () => page([], { next: String((count += 1)).padStart(9, '0') });
    expect((await reading(more, { mostPages: 5 })).read).toBe('the pages of its books do not end (page 5)');
    let time = 0;
    expect((await reading(more, {}, () => (time += 30_000))).read).toBe('its books took longer than 60 s');
  });
});

describe('the first pages of the books of a worker', () => {
  const partners = async (answer: (path: string) => object) => {
    const { fetch, paths } = fetching(answer);
    const read = await readFirstPages(fetch, { mostBytes: 64 * 1024, mostPages: 3 });
    return { read: typeof read === 'string' ? read : [[...read.with.keys()], read.next], paths };
  };
  const PAGES: Readonly<Record<string, object>> = {
    '/books': page(['b'], { next: 'b' }),
    '/books?after=b': page(['d'], { next: 'd' }),
    '/books?after=d': page(['f'], { next: 'f' }),
  };

  it('are as many as are agreed, and say after whom there are more', async () => {
    const { read, paths } = await partners((path) => PAGES[path] ?? {});
    expect([read, paths]).toEqual([
      [['b', 'd', 'f'], 'f'],
      ['/books', '/books?after=b', '/books?after=d'],
    ]);
  });

  it.each([
    ['are of other books', page(['e'], { id: 'other', next: 'e' })],
    ['are not books', { hello: 'world' }],
    ['go back', page(['a'], { next: 'a' })],
    ['are too long', page(['x'.repeat(70_000)])],
  ])('are those before others that %s', async (_, third) => {
    const { read } = await partners((path) => (path === '/books?after=d' ? third : (PAGES[path] ?? {})));
    expect(read).toEqual([['b', 'd'], 'd']);
  });
});
