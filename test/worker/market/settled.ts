import { setTimeout as pause } from 'node:timers/promises';
import type { BooksPage } from '../../../worker/http/books-page.ts';
import { audit } from './audit.ts';
import type { Market } from './market.ts';

const GOODS = ['wood', 'stone', 'iron', 'axe'] as const;

export interface Settled {
  /** What is wrong by the two laws. */
  readonly wrong: readonly string[];
  /** What nobody has made since the question was asked. */
  readonly idle: readonly string[];
}

/**
 * Whether the books agree, and production goes on, those of pods that have left beside those of the living. Trade goes on
 * while the books are read one after another, so a moment is sought at which they agree: a lost or doubled good would never let them.
 */
export async function settled({ stalls, page }: Market, departed: ReadonlySet<string>, left: readonly BooksPage[] = []): Promise<Settled> {
  const read = () => Promise.all(stalls.map((stall) => page(stall)));
  const before = await read();
  for (const deadline = Date.now() + 45_000; ; await pause(50)) {
    const after = await read();
    const state = { wrong: audit([...after, ...left], departed), idle: GOODS.filter((good) => made(after, good) <= made(before, good)) };
    if ((state.wrong.length === 0 && state.idle.length === 0) || Date.now() > deadline) return state;
  }
}

const made = (pages: readonly BooksPage[], good: string): number => pages.reduce((sum, { goods }) => sum + (goods[good]?.produced ?? 0), 0);
