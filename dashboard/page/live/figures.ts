import { computed, effect, type Signal } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import { aroundTime, RANGES, type PagePlace, type PageView } from '../place/place.ts';

const EVERY_MS = 20_000;
/** What each view shows trends of. */
const OF_VIEW: Partial<Record<PageView, string>> = {
  shops: 'history?shop=*&what=stock&points=40',
  economy: 'history?what=stock&points=40',
};

/** Fetches what was: figures of the open view and of the shop in the panel, and trouble. */
export function followFigures(context: PageContext, browser: Window & typeof globalThis): void {
  const { place, live, figures, shopFigures, troubles } = context;
  follow(
    context,
    browser,
    computed(() => OF_VIEW[place.value.view] ?? ''),
    figures,
  );
  follow(
    context,
    browser,
    computed(() => (place.value.shop === '' ? '' : `history?shop=${encodeURIComponent(place.value.shop)}&points=180`)),
    shopFigures,
  );
  follow(
    context,
    browser,
    computed(() => (place.value.view === 'trouble' ? 'trouble?' : '')),
    troubles,
    { news: computed(() => live.value?.troubles ?? 0), endMs: aroundTime },
  );
}

interface FollowOptions {
  /** Whenever it changes, there is something new. */
  readonly news?: { readonly value: unknown };
  /** Until when the range goes. @default until the time that is shown */
  readonly endMs?: (place: PagePlace, nowMs: number) => number;
}

const untilTime = ({ at }: PagePlace, nowMs: number): number => (at === '' ? nowMs : Date.parse(at));

function follow<T>(
  { place }: PageContext,
  browser: Window & typeof globalThis,
  question: { readonly value: string },
  into: Signal<T | undefined>,
  { news, endMs = untilTime }: FollowOptions = {},
): void {
  const time = computed(() => `${place.value.t} ${place.value.at}`);
  let shown = '';
  effect(() => {
    const asked = question.value;
    const now = place.peek();
    if (`${asked} ${time.value}` !== shown) into.value = undefined;
    shown = `${asked} ${time.value}`;
    void news?.value;
    if (asked === '') return undefined;
    const over = new AbortController();
    const ask = async (): Promise<void> => {
      if (browser.document.visibilityState === 'hidden') return;
      const toMs = endMs(now, Date.now());
      into.value = (await fetchOf<T>(browser, `api/${asked}${timesOf(toMs - RANGES[now.t], toMs)}`, over.signal)) ?? into.value;
    };
    void ask();
    const timer = now.at === '' ? browser.setInterval(() => void ask(), EVERY_MS) : undefined;
    return () => {
      over.abort();
      browser.clearInterval(timer);
    };
  });
}

/** Undefined where there is no answer: what was shown stays, and the header says whether the server is lost. */
async function fetchOf<T>(browser: Window, path: string, signal: AbortSignal): Promise<T | undefined> {
  try {
    const answer = await browser.fetch(path, { signal });
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

const timesOf = (fromMs: number, toMs: number): string => `&from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
